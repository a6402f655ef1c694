package import BusinessTime
package import Contract
package import Policy

/// One version of the policy, with its calendars ready to be asked; shared, since what it says is much to copy.
package final class Terms: Sendable {
    /// The version's number, 0 for the default policy.
    package let version: Int64
    /// What it says.
    package let document: Policy.Document
    /// The first version that says the same about clocks, itself if none does.
    package let twin: Int64
    private let byMetric: [Metric: [Promise]]
    private let calendar: @Sendable (String) -> BusinessCalendar?

    /// A version of that number, whose calendars the closure gives by name.
    package init(
        version: Int64,
        document: Policy.Document,
        calendar: @escaping @Sendable (String) -> BusinessCalendar?
    ) {
        self.version = version
        self.document = document
        byMetric = Dictionary(grouping: document.promises.values, by: \.metric)
        self.calendar = calendar
        twin = version
    }

    /// A version that says the same about clocks as that one, whose contents it shares.
    package init(version: Int64, like twin: Terms) {
        self.version = version
        document = twin.document
        byMetric = twin.byMetric
        calendar = twin.calendar
        self.twin = twin.twin
    }

    /// Whether a document says the same about clocks.
    package func says(thatOf other: Policy.Document) -> Bool {
        document.promises == other.promises && document.ladders == other.ladders
            && document.calendars == other.calendars && document.categories == other.categories
            && document.teams.mapValues(\.calendar) == other.teams.mapValues(\.calendar)
            && document.departments == other.departments && document.report == other.report
            && document.notices.expectedReply == other.notices.expectedReply
    }

    /// When a budget is used up in hours as a clock names them; the last of several counts.
    package func due(from start: Instant, _ budget: Duration, in hours: String?) -> Instant? {
        guard let name = hours?.split(separator: ",").last.map(String.init), name != "always" else {
            return start + budget
        }
        guard let calendar = calendar(name) else { return nil }
        return try? calendar.due(start: start, budget: budget)
    }

    /// The promises about what a run measures that hold for a case of that profile.
    func promises(_ run: Run, _ profile: CaseProfile) -> Set<Name<Promise>> {
        promises(run.metric, about: run.subject, profile)
    }

    /// The promises about a metric, and what it is measured of, that hold for a case of that profile.
    func promises(_ metric: Metric, about subject: String?, _ profile: CaseProfile) -> Set<Name<Promise>> {
        var holding: Set<Name<Promise>> = []
        var replaced: Set<Name<Promise>> = []
        for promise in byMetric[metric] ?? []
        where concerns(promise, subject) && document.meets(promise.condition, by: profile) {
            holding.insert(promise.name)
            replaced.formUnion(promise.replaces)
        }
        return replaced.isEmpty ? holding : holding.subtracting(replaced)
    }

    private func concerns(_ promise: Promise, _ subject: String?) -> Bool {
        switch promise.metric {
        case .department:
            promise.departments.isEmpty || promise.departments.contains { $0.rawValue == subject }
        case .stage: promise.stages.isEmpty || subject.map(promise.stages.contains) ?? false
        default: true
        }
    }

    /// The hours that count for a run with such a promise; nil where a calendar is needed that there is not.
    func hours(_ hours: Promise.Hours, _ run: Run, _ standings: [Standing]) -> Hours? {
        guard hours == .team, run.metric != .department else {
            return self.hours(hours, run.metric, about: run.subject, CaseProfile(kind: .conversation))
        }
        var links: [Hours.Link] = []
        for standing in standings {
            guard var link = link(team(standing.profile).flatMap { document.teams[$0]?.calendar }) else { return nil }
            link.from = standing.from.time
            if let last = links.last, last.name == link.name { continue }
            // What held before the run, but for the last of it, does not count.
            if link.from <= run.start.time { links = [] }
            if links.last?.from == link.from { links.removeLast() }
            links.append(link)
        }
        return Hours(links)
    }

    /// The hours that count for a metric of a case that stays as the profile says.
    func hours(_ hours: Promise.Hours, _ metric: Metric, about subject: String?, _ profile: CaseProfile) -> Hours? {
        let link: Hours.Link? =
            switch hours {
            case .always: .always
            case .calendar(let name): named(name)
            case .team where metric == .department:
                self.link(subject.flatMap { document.departments[Name($0)] }?.calendar)
            case .team: self.link(team(profile).flatMap { document.teams[$0]?.calendar })
            }
        return link.map { Hours($0) }
    }

    /// The team that has the case, or whose it is to be by its category.
    private func team(_ profile: CaseProfile) -> Name<Team>? {
        if let team = profile.team { return team }
        guard let category = profile.category else { return nil }
        return document.categories.path(of: category).last { $0.team != nil }?.team
    }

    private func link(_ name: Name<Policy.CalendarDefinition>?) -> Hours.Link? {
        guard let name else { return .always }
        return named(name)
    }

    private func named(_ name: Name<Policy.CalendarDefinition>) -> Hours.Link? {
        calendar(name.rawValue).map { Hours.Link(name: name.rawValue, calendar: $0) }
    }
}
