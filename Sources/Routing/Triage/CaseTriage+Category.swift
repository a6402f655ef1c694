import Policy
import Triage

extension CaseTriage {
    /// The category: as the publisher named it, else by the rule that holds, else the kind's, else as was learned.
    func decideCategory(
        _ finding: inout TriageFinding,
        _ opening: Opening,
        _ rule: TriageRule?,
        _ profile: CaseProfile,
        _ judgement: Judgement?
    ) {
        if let named = opening.category {
            if knows(named) { return finding.decide(named, by: Decider.publisher) }
            finding.unknownCategory = named
        }
        if let rule, let category = rule.category {
            return finding.decide(category.rawValue, by: Decider.rule(rule.name))
        }
        if opening.kind != .conversation, let category = document.categories.category(for: opening.kind) {
            return finding.decide(category.name.rawValue, by: Decider.kind)
        }
        if let judgement, ask(judgement, profile, &finding) { return }
        if let standard = document.triage.standardCategory {
            finding.decide(standard.rawValue, by: Decider.standard)
        }
    }

    /// Asks what was learned; where that is not sure enough, the words that the policy gives the categories.
    ///
    /// Keywords decide where those of exactly one category stand in the message, and the model has it among its first two
    /// or does not know it: where the two contradict each other the keywords are mostly wrong.
    private func ask(_ judgement: Judgement, _ profile: CaseProfile, _ finding: inout TriageFinding) -> Bool {
        finding.model = named.version
        let best = knows(judgement.category) && !judgement.reasons.isEmpty ? judgement.category : nil
        if let best, judgement.confidence >= document.triage.confidence {
            finding.decide(best, by: Decider.model)
            finding.confidence = judgement.confidence
            finding.words = judgement.reasons.map(\.term)
            return true
        }
        if let found = keywords.only(in: profile, document.categories) {
            let name = found.category.rawValue
            if name == best || name == judgement.second || !named.model.categories.contains(name) {
                finding.decide(name, by: Decider.keywords)
                finding.words = found.words
                return true
            }
        }
        finding.suggestedCategory = best
        finding.confidence = best == nil ? nil : judgement.confidence
        finding.words = best == nil ? [] : judgement.reasons.map(\.term)
        return false
    }

    /// Whether the policy has the category; one without categories takes any.
    private func knows(_ category: String) -> Bool {
        document.categories.all.isEmpty || document.categories[Name(category)] != nil
    }
}

extension TriageFinding {
    fileprivate mutating func decide(_ category: String, by decider: String) {
        self.category = category
        categoryBy = decider
    }
}
