package import Clocks
package import Contract
package import Policy

/// What the office decides about routing that is not in the code of a decision.
package struct RoutingRules: Sendable {
    /// How long after a resolve a case is reopened rather than followed by a new one; then it is closed.
    package var reopenWindow = Duration.seconds(72 * 3600)
    /// How far away the end of a snooze may be.
    package var snoozeLimit = Duration.seconds(30 * 86_400)
    /// When a user who is waited for is reminded, counted from the beginning of the wait.
    package var remindAfter: [Duration] = [.seconds(48 * 3600), .seconds(96 * 3600)]
    /// When a case that waits for its user is resolved by itself, reason `no_answer`; nil for never.
    package var resolveSilentAfter: Duration? = .seconds(168 * 3600)
    /// What a courtesy after a resolve is; such a message reopens nothing.
    package var courtesy = Courtesy.builtIn
    /// How a user appeals, told with each outcome that says no where the kind says nothing else.
    package var appeal = "Open an appeal in this conversation; somebody else will decide it."
    /// The languages that are tried, in order, where a text is not there in the user's.
    package var fallback = [Language.english]

    /// How many open cases an admin takes of whom neither the directory nor the team says.
    package var defaultCapacity = 10
    /// How long an admin has for the first reply to an assignment before the case goes to another; nil for any time.
    package var assignmentTimeout: Duration? = .seconds(30 * 60)
    /// How the search for an admin widens, as its case's next breach comes near.
    package var shares = WideningRule()
    /// What is promised about cases; nil where nothing is.
    package var terms: Terms?
    /// How long first replies take lately.
    package var forecast = ReplyForecast()
    /// Whether there is a calendar of that name.
    package var hasCalendar: @Sendable (_ calendar: String) -> Bool = { _ in true }
    /// Whether the calendar of that name has its people at work then.
    package var isOnShift: @Sendable (_ calendar: String, _ at: Instant) -> Bool = { _, _ in true }
    /// When the calendar of that name next begins or ends a shift; nil for never.
    package var nextShiftChange: @Sendable (_ calendar: String, _ after: Instant) -> Instant? = { _, _ in nil }
    /// When so much of the calendar's time is used up; nil for one that does not know.
    package var workEnds: @Sendable (_ calendar: String, _ from: Instant, _ after: Duration) -> Instant? = {
        _,
        _,
        _ in nil
    }

    /// The tiers, the most urgent first.
    package var tiers = ["P1", "P2", "P3", "P4"]
    /// The tier of a case that nobody has given one.
    package var defaultTier = "P3"
    /// The teams of tiers that must not wait, and of cases escalated to a more senior admin.
    package var dedicated = DedicatedStaff()
    /// What the categories ask of who takes their cases; empty when any category is taken as it comes.
    package var categories: [String: RoutingDemand] = [:]
    /// What is special to each kind of case.
    package var kinds: [CaseKind: KindTerms] = [:]
    /// The teams that cases are given to; empty when any name is a team's.
    package var teams: [String: Team] = [:]
    /// The departments outside messaging that cases are escalated to.
    package var departments = Dictionary(
        uniqueKeysWithValues: ["it", "legal", "finance", "security", "product"].map { ($0, Department(name: Name($0))) }
    )
    /// How cases are escalated.
    package var escalation = EscalationPolicy()

    /// How long a case opened by backfill must be quiet before an admin is looked for.
    package var backfillSettling = Duration.seconds(60)
    /// How many bytes of a message's text are quoted in events, at most.
    package var excerptBytes = 160
    /// How many waiting cases one batch calls, at most; a letter to oneself calls the rest.
    package var callsPerBatch = 200

    /// The rules in force.
    package init() {}
}

/// What a category asks of the admin who takes its cases.
package struct RoutingDemand: Sendable, Equatable {
    /// What the admin must know; all of it.
    package var skills: Set<String>
    /// The team that its cases go to.
    package var team: String?
    /// The department that is asked about them.
    package var department: String?

    /// A demand for an admin with those skills, of that team.
    package init(skills: Set<String> = [], team: String? = nil, department: String? = nil) {
        self.skills = skills
        self.team = team
        self.department = department
    }
}

/// When a search for an admin is open to those who suit less well, counted from when it may widen.
package struct Widening: Sendable, Equatable {
    /// So long a case waits for its team while somebody of it is there.
    package var team: Duration
    /// When the region no longer matters.
    package var region: Duration
    /// When neither language nor skills matter any more, and who let the case run out is asked again.
    package var anyone: Duration

    /// The rule's shares of so much time.
    package init(_ rule: WideningRule, of time: Duration) {
        team = time * rule.team
        region = time * rule.language
        anyone = time * rule.anyone
    }
}

extension RoutingRules {
    /// How the search widens for a case about which nothing is promised.
    package var widening: Widening { Widening(shares, of: shares.basis) }
}
