/// Which tier a case has: the most urgent with a rule that holds, else its category's, else the default.
package struct TierPolicy: Sendable, Hashable {
    /// The tier of a case of which nothing else is said.
    package var standard = Tier.p3
    /// What people call each tier.
    package var titles: [Tier: Localized<String>] = [:]
    /// The rules of each tier, in the file's order; one that holds is enough.
    package var rules: [Tier: [TierRule]] = [:]

    /// No rules.
    package init() {}
}

/// A reason to give a case a tier.
package struct TierRule: Sendable, Hashable {
    /// What the case's history calls it.
    package let name: String
    /// The cases that it is for.
    package var condition: CaseCondition

    /// A rule of those parts.
    package init(name: String, condition: CaseCondition) {
        self.name = name
        self.condition = condition
    }
}
