/// What a rule reads out of the figures, with the figures that it is read from.
package struct Insight: Sendable, Hashable {
    /// What it is good for.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case strength
        /// An area to improve.
        case improve
        /// A step of the action plan.
        case action
        /// What became of a step of the last plan.
        case followUp = "follow_up"
    }

    package let kind: Kind
    /// The rule's name, the same in each report, by which a plan is followed up.
    package let rule: String
    /// One or two sentences.
    package let text: String
    /// The figures behind it.
    package let evidence: [Figure]

    /// An insight of those parts.
    package init(_ kind: Kind, rule: String, _ text: String, evidence: [Figure]) {
        self.kind = kind
        self.rule = rule
        self.text = text
        self.evidence = evidence
    }
}
