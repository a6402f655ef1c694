import BusinessTime
import Contract
import Policy
import PolicyStore
import Postgres

/// How long first replies have taken lately, by category, channel and hour of the week, and what a user is told from that.
///
/// It is read anew now and then, and small: a user is told without a look-up.
struct ExpectedReplies: Sendable {
    private struct Place: Hashable {
        let category: String
        let channel: String
        /// Nil for all hours.
        let hour: Int?
    }

    /// How many replies took each step, by place.
    private var counts: [Place: [Int: Int64]] = [:]

    init() {}

    /// The replies as ``ReplyTimes/read`` gives them.
    init(_ rows: Rows) {
        for row in rows {
            for hour in [Int(row.int(2)), nil] {
                let place = Place(category: row.text(0), channel: row.text(1), hour: hour)
                counts[place, default: [:]][Int(row.int(3)), default: 0] += row.int(4)
            }
        }
    }

    /// What the user who has opened a case is told to expect; nil where neither past replies nor a promise say it.
    ///
    /// The policy's share of past replies, never sooner than what is promised; in closed hours, when the team opens next.
    func promise(for event: Event, _ rules: NoticeRules, now: Instant) -> PromisedReply? {
        guard let id = event.case else { return nil }
        let rule = rules.notices.expectedReply
        let profile = Self.profile(event)
        let calendar = Self.calendar(profile, rules)
        let promised = Self.due(profile, from: event.time, rules, calendar)
        var expected = promised
        var basis = "promise"
        let hour = ReplyTimes.hourOfWeek(event.time)
        if let usual = share(rule.percentile, of: profile, hour, atLeast: rule.minimumN) {
            let usually = Self.opening(event.time + usual, calendar)
            if promised.map({ usually > $0 }) ?? true {
                expected = usually
                basis = "past_replies"
            }
        }
        return expected.map {
            PromisedReply(
                partition: event.partition,
                case: id.rawValue,
                cycle: Int(event["cycle"] ?? "") ?? 1,
                told: now,
                expected: $0,
                basis: basis
            )
        }
    }

    /// Within what time that share of replies came, in that hour of the week or, with too few of those, in all.
    private func share(_ share: Double, of profile: CaseProfile, _ hour: Int, atLeast least: Int) -> Duration? {
        for hour in [hour, nil] {
            let place = Place(
                category: profile.category?.rawValue ?? "",
                channel: profile.channel?.rawValue ?? "",
                hour: hour
            )
            guard let steps = counts[place] else { continue }
            let total = steps.values.reduce(0, +)
            guard total >= Int64(least) else { continue }
            var rest = Int64((Double(total) * share).rounded(.up))
            for (step, count) in steps.sorted(by: { $0.key < $1.key }) {
                rest -= count
                if rest <= 0 { return ReplyTimes.duration(ofStep: step) }
            }
        }
        return nil
    }

    private static func profile(_ event: Event) -> CaseProfile {
        CaseProfile(
            kind: event["kind"].flatMap(CaseKind.init(rawValue:)) ?? .conversation,
            category: event["category"].map { Name($0) },
            tier: event["tier"].flatMap(Tier.init(rawValue:)),
            channel: event["channel"].flatMap(Channel.init(rawValue:)),
            language: event["language"].flatMap { Language($0) }
        )
    }

    private static func calendar(_ profile: CaseProfile, _ rules: NoticeRules) -> BusinessCalendar? {
        let team = profile.category.flatMap { rules.document.categories[$0]?.team }
        return team.flatMap { rules.document.teams[$0]?.calendar }.flatMap { rules.calendars[$0.rawValue] }
    }

    /// The first of the promises for a first response that are for the case.
    private static func due(
        _ profile: CaseProfile,
        from start: Instant,
        _ rules: NoticeRules,
        _ team: BusinessCalendar?
    ) -> Instant? {
        let held = rules.firstResponses.filter { rules.document.meets($0.condition, by: profile) }
        let replaced = held.reduce(into: Set<Name<Promise>>()) { $0.formUnion($1.replaces) }
        return held.filter { !replaced.contains($0.name) }.compactMap { promise in
            let calendar: BusinessCalendar? =
                switch promise.hours {
                case .always: nil
                case .team: team
                case .calendar(let name): rules.calendars[name.rawValue]
                }
            guard let calendar else { return start + promise.target }
            return try? calendar.due(start: start, budget: promise.target)
        }.min()
    }

    /// The instant itself if the calendar is open then, else when it opens next.
    private static func opening(_ instant: Instant, _ calendar: BusinessCalendar?) -> Instant {
        guard let calendar, !calendar.isOpen(at: instant) else { return instant }
        return calendar.nextChange(after: instant) ?? instant
    }
}
