/// A target on a clock; each promise that is for a case has a row of its own among the case's clocks.
package struct Promise: Sendable, Hashable {
    /// The hours that count towards the target.
    package enum Hours: Sendable, Hashable {
        /// All: calendar time.
        case always
        /// Those of one calendar.
        case calendar(Name<CalendarDefinition>)
        /// Those of the team or department that the case is with; all if it has no calendar.
        case team
    }

    /// What stops a clock for a while.
    package enum Pause: String, CaseIterable, Sendable, Hashable {
        case user, department
        case thirdParty = "third_party"
    }

    /// What reports and `explain` call it.
    package let name: Name<Promise>
    /// The clock that it is laid on.
    package var metric: Metric
    /// How much time there is.
    package var target: Duration
    /// The hours that count.
    package var hours = Hours.always
    /// The cases that it is for, by kind, category, tier, team, channel and language.
    package var condition = CaseCondition()
    /// The departments that it is for, with the metric `department`; empty for all.
    package var departments: Set<Name<Department>> = []
    /// The stages that it is for, with the metric `stage`; empty for all.
    package var stages: Set<String> = []
    /// What stops the clock, where the metric leaves a choice; nil for what the metric's definition says.
    package var pauses: Set<Pause>?
    /// When to warn before the breach.
    package var warnings: [WarningLead] = []
    /// Who is called, and what is done, when it warns or breaks; nil for nobody.
    package var ladder: Name<Ladder>?
    /// The more general promises, of the same metric, that are not for a case which this one is for.
    package var replaces: Set<Name<Promise>> = []

    /// A promise in calendar time about every case.
    package init(name: Name<Promise>, metric: Metric, target: Duration) {
        self.name = name
        self.metric = metric
        self.target = target
    }
}

/// When to warn that a promise is about to break, in the promise's hours.
package enum WarningLead: Sendable, Hashable {
    /// When this share (0 to 1) of the target is used up.
    case share(Double)
    /// This long before the breach; at the start if the target is shorter.
    case before(Duration)
}
