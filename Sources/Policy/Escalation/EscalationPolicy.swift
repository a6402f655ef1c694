/// Where a case can be escalated to.
package enum EscalationTarget: Sendable, Hashable {
    case team(Name<Team>)
    case department(Name<Department>)
}

/// The rules for passing a case to a more senior admin or to a department.
package struct EscalationPolicy: Sendable, Hashable {
    /// The department that is asked about a category and those below it, unless the command names another.
    package var departments: [Name<Category>: Name<Department>] = [:]
    /// The reason codes.
    package var reasons: [Name<EscalationReason>: EscalationReason] = [:]
    /// Whether an escalation that gives another reason is refused.
    package var onlyListedReasons = false
    /// How soon an escalation must be acknowledged, in the hours of whom it goes to.
    package var acknowledgeWithin = Duration.seconds(30 * 60)
    /// How many department escalations are allowed.
    package var budget = EscalationBudget()

    /// No reason codes, no department of a category.
    package init() {}
}

/// Why a case is escalated.
package struct EscalationReason: Sendable, Hashable {
    /// The code.
    package let name: Name<EscalationReason>
    /// What people call it.
    package var title = Localized<String>()
    /// The departments that it may send a case to; empty for any team or department.
    package var departments: Set<Name<Department>> = []

    /// A reason for any escalation.
    package init(name: Name<EscalationReason>) { self.name = name }
}

/// The share of cases that may be escalated to departments, watched as it is used up.
package struct EscalationBudget: Sendable, Hashable {
    /// The share of a window's cases, 0 to 1.
    package var share = 0.05
    /// The stretch that it is for.
    package var window = Window.month
    /// The shares of the budget, 0 to 1, at which it is said that so much is used up.
    package var warnings: [Double] = []

    /// 5 % a month, without warnings.
    package init() {}
}
