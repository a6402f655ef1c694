import BusinessTime
import Figures
import Pages

/// What a page says whose period is one in which nothing happened, and the way to one in which something did.
struct Quiet {
    /// What happens where anything does.
    static let signs = ["messages.received", "messages.sent", "cases.opened", "cases.resolved"]

    let view: View
    let place: Frame.Place?
    /// Whether something may still happen.
    let isUnderWay: Bool
    /// The nearest period of the same length in which something happened: the last one before, else the first one after.
    let nearest: ReportPeriod?

    /// The place of the sentence on a page, which is empty where something happened: it comes and goes while a page is open.
    static func part(_ quiet: Quiet?) -> HTML { "<div id=\"quiet\" data-live=\"\">\(quiet?.html)</div>\n" }

    /// That nothing happened.
    var sentence: String {
        let what = view.filter.list.isEmpty ? "Nothing" : "Nothing of what these filters show"
        return isUnderWay
            ? "\(what) has happened in \(view.period.title) yet." : "\(what) happened in \(view.period.title)."
    }

    private var html: HTML { "<p class=\"notice\">\(sentence) \(way)</p>" }

    private var way: HTML? {
        guard let nearest else {
            // Where filters leave nothing, the page leads to all of it already.
            guard view.filter.list.isEmpty else { return nil }
            return """
                Whatever is published counts here within seconds; <code>saypro demo</code> fills a new system with a quarter \
                of made-up messages to look around in.
                """
        }
        var link = (place ?? .overview).link
        link.query = view.with(nearest).query
        let order = nearest.first < view.period.first ? "last" : "first"
        return
            "<a href=\"\(link)\">See \(nearest.title)</a>, the \(order) \(Self.word(nearest.kind)) with something to show."
    }

    private static func word(_ kind: ReportPeriod.Kind) -> String {
        switch kind {
        case .day: "day"
        case .weekly: "week"
        case .biweekly: "two weeks"
        case .monthly: "month"
        case .quarterly: "quarter"
        }
    }
}

extension Topics {
    /// What to say where nothing happened in the period; nil where something did.
    func quiet(on place: Frame.Place?) async throws -> Quiet? {
        let found = try await source.figures(Quiet.signs, view.period, view.filter)
        return found.contains { $0.n > 0 } ? nil : try await silence(on: place)
    }

    /// What to say of a period in which nothing happened.
    func silence(on place: Frame.Place?) async throws -> Quiet {
        Quiet(view: view, place: place, isUnderWay: today < view.period.end, nearest: try await busyPeriod())
    }

    /// The nearest period in which something happened: looked for by months within ten years, by days within two.
    private func busyPeriod() async throws -> ReportPeriod? {
        let isLong = [.monthly, .quarterly].contains(view.period.kind)
        let earliest = LocalDate(day: today.day - (isLong ? 3650 : 730))
        let span = ReportPeriod(
            days: ReportPeriod(.monthly, containing: earliest).first,
            to: LocalDate(day: today.day + 1)
        )
        let series = try await source.series(Quiet.signs, step: isLong ? .month : .day, span, view.filter)
        let places = (series.first?.points ?? []).indices.filter { place in
            series.contains { $0.points.indices.contains(place) && $0.points[place].figure.n > 0 }
        }
        let days = places.compactMap { ReportPeriod(series[0].points[$0].label)?.first }
        let day = days.last { $0 < view.period.first } ?? days.first { $0 >= view.period.end }
        return day.map { ReportPeriod(view.period.kind, containing: $0) }
    }
}
