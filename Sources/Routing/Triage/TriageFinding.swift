import Contract

/// What the triage decides about a new case.
package struct TriageFinding: Sendable, Equatable {
    package var category: String?
    package var categoryBy: String?
    /// How sure the model was of its category: the case's, or the suggested one.
    package var confidence: Double?
    /// What the model would have said where it was not sure enough.
    package var suggestedCategory: String?
    /// The words that decided, strongest first.
    package var words: [String] = []
    /// The model, where it was asked.
    package var model: String?
    /// A category or tier that the publisher named and the policy does not know.
    package var unknownCategory: String?
    package var unknownTier: String?
    package var language: String?
    package var languageBy: String?
    /// The language that the message may be in, where the case gets none.
    package var languageGuess: String?
    package var tier = ""
    package var tierBy = ""
    /// The tier rules whose words stand in the message.
    package var heardRules: [String] = []
    package var spam: SpamFinding?
}

extension TriageFinding {
    /// What the event and the history of the opening say of it, beside category, tier and language.
    var fields: Fields {
        var fields = Fields()
        fields.append("category_by", ifAny: categoryBy)
        fields.append("confidence", ifAny: confidence.map(Self.share))
        fields.append("suggested_category", ifAny: suggestedCategory)
        fields.append("words", ifAny: words.isEmpty ? nil : words.joined(separator: ", "))
        fields.append("model", ifAny: model)
        fields.append("unknown_category", ifAny: unknownCategory)
        fields.append("unknown_tier", ifAny: unknownTier)
        fields.append("language_by", ifAny: languageBy)
        fields.append("language_guess", ifAny: languageGuess)
        fields.append("tier_by", tierBy)
        if let spam {
            fields.append(suspicion: spam)
            if spam.isSpam { fields.append("spam", "true") }
        }
        return fields
    }

    /// A share as fields show it: `0.83`.
    static func share(_ value: Double) -> String {
        let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
        return hundredths == 100 ? "1" : "0.\(hundredths < 10 ? "0" : "")\(hundredths)"
    }

    /// What the case keeps of it.
    func notes(of opening: Opening) -> TriageNotes {
        TriageNotes(
            categoryBy: categoryBy,
            confidence: confidence,
            suggestedCategory: suggestedCategory,
            model: model,
            languageBy: languageBy,
            tierBy: tierBy,
            spamScore: spam?.score,
            channel: opening.channel,
            isVerified: opening.isVerified,
            heardRules: heardRules.isEmpty ? nil : heardRules.joined(separator: " ")
        )
    }
}
