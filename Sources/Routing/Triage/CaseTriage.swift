import Contract
package import Policy
package import Triage

/// Decides what a new case is about, how urgent it is, in what language, and whether it is spam.
///
/// Every decision is a function of what is known of the case, the policy and the model, so a batch that is redone
/// decides the same. A class, since a policy is large and this is handed about for every message.
package final class CaseTriage: Sendable {
    /// What the office has decided.
    package let document: Policy.Document
    /// What was learned.
    package let named: NamedModel
    private let spamTerms: SpamTerms
    let keywords: Keywords
    /// Whether anybody is blocked at all.
    let blocksSomebody: Bool

    /// A triage by that policy and model.
    package convenience init(_ document: Policy.Document, _ model: NamedModel) {
        let screening = document.triage.screening
        self.init(
            document,
            model,
            Keywords(document.categories),
            SpamTerms(
                fraudWords: screening.fraudWords.languages.flatMap { screening.fraudWords.values[$0] ?? [] },
                ownHosts: screening.ownHosts
            )
        )
    }

    private init(_ document: Policy.Document, _ model: NamedModel, _ keywords: Keywords, _ spamTerms: SpamTerms) {
        self.document = document
        named = model
        self.keywords = keywords
        self.spamTerms = spamTerms
        let screening = document.triage.screening
        blocksSomebody = !screening.blockedUsers.isEmpty || !screening.blockedAddresses.isEmpty
    }

    /// The same with another model.
    package func with(_ model: NamedModel) -> CaseTriage {
        CaseTriage(document, model, keywords, spamTerms)
    }

    /// Asks the model about a message, the dearest part of a decision; nil for one that says nothing.
    package func judge(_ text: String?) -> Judgement? {
        guard let text, !text.isEmpty else { return nil }
        return named.model.judge(text, screening: spamTerms)
    }

    /// Decides about a new case.
    package func decide(_ opening: Opening) -> TriageFinding {
        let judgement = opening.judgement ?? judge(opening.text)
        var finding = TriageFinding()
        decideLanguage(&finding, opening, judgement)
        var profile = CaseProfile(
            kind: opening.kind,
            channel: opening.channel.flatMap { Channel(rawValue: $0) },
            source: opening.source.flatMap { SourceID($0) },
            language: finding.language.flatMap { Language($0) },
            text: opening.text,
            isVerified: opening.isVerified
        )
        let rule = document.triage.rules.first { document.meets($0.condition, by: profile) }
        decideCategory(&finding, opening, rule, profile, judgement)
        profile.category = finding.category.map { Name($0) }
        decideTier(&finding, opening, rule, profile)
        finding.spam = opening.sender.map { screen($0, judgement, rule: rule) }
        return finding
    }

    /// The language of a message, where it was recognised for sure.
    func recognised(_ judgement: Judgement?) -> String? {
        guard let guess = judgement?.language, guess.isSound,
            guess.confidence >= document.triage.languageConfidence
        else { return nil }
        return guess.language
    }

    private func decideLanguage(_ finding: inout TriageFinding, _ opening: Opening, _ judgement: Judgement?) {
        if let said = opening.language {
            finding.language = said.tag
            finding.languageBy = said.by
        } else if let guess = judgement?.language, let language = guess.language {
            if let recognised = recognised(judgement) {
                finding.language = recognised
                finding.languageBy = Decider.model
            } else {
                finding.languageGuess = language
                finding.languageBy = Decider.guess
            }
        }
    }
}
