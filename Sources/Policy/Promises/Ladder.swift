/// Who is called, one level after the other, when a promise is about to break or has broken.
package struct Ladder: Sendable, Hashable {
    /// What calls the first level.
    package enum Start: String, CaseIterable, Sendable, Hashable {
        case warning, breach
    }

    /// Who is called.
    package enum Audience: String, CaseIterable, Sendable, Hashable {
        case assignee, team, senior, department
    }

    /// One level: it is called once for each clock.
    package struct Level: Sendable, Hashable {
        /// Who is called.
        package var notify: Set<Audience>
        /// How long they have to acknowledge before the next level is called, in calendar time; nil in the last.
        package var acknowledgeWithin: Duration?
        /// What is done when the level is reached.
        package var actions = BreachActions()

        /// A level that calls these.
        package init(notify: Set<Audience>) { self.notify = notify }
    }

    /// What promises call it by.
    package let name: Name<Ladder>
    /// What calls the first level.
    package var start = Start.breach
    /// The levels, from the first to be called.
    package var levels: [Level] = []
    /// What is done at the breach itself.
    package var onBreach = BreachActions()

    /// A ladder without a level.
    package init(name: Name<Ladder>) { self.name = name }
}

/// What the router does with the case of a promise that broke.
package struct BreachActions: Sendable, Hashable {
    /// Somebody else gets it.
    package var reassigns = false
    /// It gets the next more urgent tier.
    package var raisesTier = false
    /// It is escalated there.
    package var escalatesTo: EscalationTarget?
    /// The reason code of that escalation.
    package var reason: Name<EscalationReason>?

    /// Nothing.
    package init() {}
}
