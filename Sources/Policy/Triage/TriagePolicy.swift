/// How a message gets its category, language and tier, and what is kept out.
package struct TriagePolicy: Sendable, Hashable {
    /// The confidence (0 to 1) below which the learned category is a suggestion that a person decides.
    package var confidence = 0.7
    /// The confidence (0 to 1) below which the recognised language is called a guess.
    package var languageConfidence = 0.6
    /// The category of a case until one is decided; nil for none.
    package var standardCategory: Name<Category>?
    /// The rules, in the file's order: the first that holds decides, before anything learned.
    package var rules: [TriageRule] = []
    /// What makes a message spam.
    package var screening = ScreeningRule()
    /// How admins' corrections teach.
    package var corrections = CorrectionRule()

    /// The values above, no rule.
    package init() {}
}

/// A rule that decides without asking what was learned.
package struct TriageRule: Sendable, Hashable {
    /// What the case's history calls it.
    package let name: String
    /// The cases that it is for.
    package var condition = CaseCondition()
    /// The category that they get.
    package var category: Name<Category>?
    /// The tier that they get.
    package var tier: Tier?
    /// Whether they are spam.
    package var isSpam = false

    /// A rule that does nothing.
    package init(name: String) { self.name = name }
}
