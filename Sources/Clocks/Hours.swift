import BusinessTime
import Contract

/// The hours that count towards a promise, which may change as the case moves to a team with other hours.
struct Hours: Sendable {
    /// A calendar, from an instant on.
    struct Link: Sendable {
        var from = Instant(microseconds: .min)
        /// The calendar's name; nil for all hours.
        let name: String?
        let calendar: BusinessCalendar
    }

    private let links: [Link]
    private let chain: CalendarChain

    /// The hours of one calendar.
    init(_ link: Link) {
        links = [link]
        chain = CalendarChain(link.calendar)
    }

    /// The hours of several calendars, one after the other; nil for none.
    init?(_ links: [Link]) {
        guard let first = links.first else { return nil }
        self.links = links
        var chain = CalendarChain(first.calendar)
        for link in links.dropFirst() { chain.change(to: link.calendar, at: link.from) }
        self.chain = chain
    }

    /// All hours.
    init?(always: Void) {
        guard let link = Link.always else { return nil }
        self.init(link)
    }

    /// A calendar as it is defined, from an instant on.
    struct Definition: Hashable {
        let from: Instant
        let calendar: CalendarDefinition
    }

    /// What tells these hours from others.
    var definitions: [Definition] {
        links.map { Definition(from: $0.from, calendar: $0.calendar.definition) }
    }

    /// Whether there is a calendar among them, so that business time differs from calendar time.
    var areOfBusiness: Bool { links.contains { $0.name != nil } }

    /// The calendars' names, in the order in which they hold.
    var label: String { links.map { $0.name ?? "always" }.joined(separator: ",") }

    /// When the budget is used up; nil when it never is, as while a pause has no end.
    func due(from start: Instant, _ budget: Duration, pauses: [Period]) -> Instant? {
        guard let due = try? chain.due(start: start, budget: max(budget, .zero), pauses: pauses) else { return nil }
        return due
    }

    /// What is open from one instant to another, in order, with the calendar's name.
    func open(from start: Instant, to end: Instant) -> [(period: Period, name: String?)] {
        var open: [(period: Period, name: String?)] = []
        for (place, link) in links.enumerated() {
            let from = max(start, place == 0 ? start : link.from)
            let to = place + 1 < links.count ? min(end, links[place + 1].from) : end
            guard from < to else { continue }
            if link.name == nil, let period = Period(from, to) {
                open.append((period, nil))
            } else {
                open += link.calendar.openPeriods(from: from, to: to).map { ($0, link.name) }
            }
        }
        return open
    }

    /// The name of the calendar that holds then.
    func name(at instant: Instant) -> String? {
        (links.last { $0.from <= instant } ?? links.first)?.name
    }
}

extension Hours.Link {
    /// All hours.
    static let always: Hours.Link? = {
        guard let day = HourInterval(opening: 0, closing: 1440),
            let week = try? WeekHours(Weekday.allCases, [day]),
            let calendar = try? BusinessCalendar(CalendarDefinition(zone: "UTC", week: week))
        else { return nil }
        return Hours.Link(name: nil, calendar: calendar)
    }()
}
