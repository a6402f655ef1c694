/// What is special to one kind of case.
package struct KindTerms: Sendable, Hashable {
    /// A part of the way from the opening to the decision.
    package struct Stage: Sendable, Hashable {
        /// What `case.update` calls it.
        package let name: String
        /// What people call it.
        package var title = Localized<String>()
        /// How long each party that is asked has to respond, in calendar time; nil when none is asked.
        package var respondWithin: Duration?

        /// A stage in which no party is asked.
        package init(name: String) { self.name = name }
    }

    /// The team that its cases go to, before what their category says.
    package var team: Name<Team>?
    /// The stages in their order; empty when it has none.
    package var stages: [Stage] = []
    /// The reasons for its outcomes.
    package var reasons: [Name<ReasonCode>: ReasonCode] = [:]
    /// Whether a resolve that gives another reason is refused.
    package var onlyListedReasons = false
    /// How a user can appeal, where the reason does not say.
    package var appeal = Localized<String>()

    /// Nothing special.
    package init() {}
}

/// A reason for an outcome, with what the user can do about it.
package struct ReasonCode: Sendable, Hashable {
    /// The code.
    package let name: Name<ReasonCode>
    /// What the user is told.
    package var title = Localized<String>()
    /// The outcomes that it may be given for; empty for all of the kind.
    package var outcomes: Set<String> = []
    /// The steps to put it right, as the user is told them.
    package var nextSteps = Localized<String>()
    /// How to appeal, if other than for the kind's other reasons.
    package var appeal = Localized<String>()

    /// A reason for all outcomes.
    package init(name: Name<ReasonCode>) { self.name = name }
}
