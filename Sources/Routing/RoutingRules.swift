package import Contract

/// What the office decides about routing that is not in the code of a decision.
package struct RoutingRules: Sendable {
    /// How long after a resolve a case is reopened rather than followed by a new one; then it is closed.
    package var reopenWindow = Duration.seconds(72 * 3600)
    /// When a user who is waited for is reminded, counted from the beginning of the wait.
    package var remindAfter: [Duration] = [.seconds(48 * 3600), .seconds(96 * 3600)]
    /// When a case that waits for its user is resolved by itself, reason `no_answer`; nil for never.
    package var resolveSilentAfter: Duration? = .seconds(168 * 3600)
    /// What a courtesy after a resolve is made of, by language; such a message reopens nothing.
    package var courtesies: [String: [String]] = Courtesy.defaults
    /// How a user appeals, told with each outcome that says no.
    package var appeal = "Open an appeal in this conversation; somebody else will decide it."

    /// How many open cases an admin takes whose directory entry does not say.
    package var defaultCapacity = 10
    /// How long an admin has for the first reply to an assignment before the case goes to another; nil for any time.
    package var assignmentTimeout: Duration? = .seconds(30 * 60)
    /// When the search for an admin leaves the user's region.
    package var widenRegionAfter = Duration.seconds(10 * 60)
    /// When the search for an admin leaves the user's language, and asks again who let it run out.
    package var widenLanguageAfter = Duration.seconds(30 * 60)
    /// When the search for a senior admin is open to all.
    package var widenSeniorAfter = Duration.seconds(5 * 60)
    /// Whether the calendar of that name has its people at work then.
    package var isOnShift: @Sendable (_ calendar: String, _ at: Instant) -> Bool = { _, _ in true }
    /// When the calendar of that name next begins or ends a shift; nil for never.
    package var nextShiftChange: @Sendable (_ calendar: String, _ after: Instant) -> Instant? = { _, _ in nil }

    /// The tiers, the most urgent first.
    package var tiers = ["P1", "P2", "P3", "P4"]
    /// The tier of a case that nobody has given one.
    package var defaultTier = "P3"
    /// The tiers that senior admins take.
    package var seniorTiers: Set<String> = ["P1"]
    /// What the categories ask of who takes their cases; empty when any category is taken as it comes.
    package var categories: [String: RoutingDemand] = [:]
    /// What the kinds ask, where the category asks nothing.
    package var kinds: [String: RoutingDemand] = [:]
    /// The teams that cases are given to; empty when any name is a team's.
    package var teams: Set<String> = []
    /// The departments outside messaging that cases are escalated to.
    package var departments: Set<String> = ["it", "legal", "finance", "security", "product"]

    /// How long a case opened by backfill must be quiet before an admin is looked for.
    package var backfillSettling = Duration.seconds(60)
    /// How many bytes of a message's text are quoted in events, at most.
    package var excerptBytes = 160
    /// How many waiting cases one batch calls, at most; a letter to oneself calls the rest.
    package var callsPerBatch = 200

    /// The rules in force.
    package init() {}
}

/// What a category or kind asks of the admin who takes its cases.
package struct RoutingDemand: Sendable, Equatable {
    /// The skill that the admin must have.
    package var skill: String?
    /// The team that the admin must be of.
    package var team: String?

    /// A demand for an admin with that skill, of that team.
    package init(skill: String? = nil, team: String? = nil) {
        self.skill = skill
        self.team = team
    }
}

extension RoutingRules {
    /// The place of a tier among the others, the most urgent first; that of the default tier for an unknown one.
    func rank(of tier: String?) -> Int {
        tiers.firstIndex(of: tier ?? defaultTier) ?? tiers.firstIndex(of: defaultTier) ?? 0
    }

    /// Whether the admin's calendar has them at work.
    func isOnShift(_ admin: Admin, at instant: Instant) -> Bool {
        admin.calendar.map { isOnShift($0, instant) } ?? true
    }

    /// What the case asks of who takes it.
    func needs(of current: Case) -> Needs {
        let demand = current.category.flatMap { categories[$0] } ?? kinds[current.kind]
        return Needs(
            language: current.language,
            region: current.region,
            skill: demand?.skill,
            team: current.escalation.flatMap { $0.movesCase ? $0.to : nil } ?? current.wantedTeam ?? demand?.team,
            senior: current.tier.map(seniorTiers.contains) ?? false || current.escalation?.movesCase == true
        )
    }
}
