/// All that the triage has learned: categories, spam, languages.
///
/// A model is a value: the same examples in the same order give the same bytes, on every machine.
package struct TriageModel: Sendable, Hashable {
    /// How many words a judgement names as its reasons.
    static let reasonCount = 5
    static let ham = "ham"
    static let spam = "spam"

    var categoryClassifier: LinearClassifier
    let spamClassifier: LinearClassifier
    let profiles: LanguageProfiles

    /// The categories that it knows, in alphabetical order.
    package var categories: [String] { categoryClassifier.classes }

    /// The languages that it knows, in alphabetical order.
    package var languages: [String] { profiles.languages }

    /// The confidence from which on its categories were right often enough (95 %) on messages it had not learned from.
    package var sureFrom: Double { Double(categoryClassifier.sureFrom) }

    /// Judges a message; of a long text its beginning and its end.
    package func judge(_ text: String, screening own: SpamTerms = .none) -> Judgement {
        let message = MessageText(text)
        let features = Features(of: message)
        let shares = categoryClassifier.probabilities(of: features.buckets)
        let order = shares.indices.sorted { shares[$0] > shares[$1] || shares[$0] == shares[$1] && $0 < $1 }
        let best = order.first ?? 0
        let terms = categoryClassifier.contributions(of: features, to: best, wordCount: message.words.count)
        return Judgement(
            category: categories[best],
            confidence: shares[best],
            isSure: shares[best] >= sureFrom && !message.words.isEmpty,
            second: order.count > 1 ? categories[order[1]] : nil,
            reasons: TermList(message, terms).strongest(Self.reasonCount),
            language: profiles.guess(message),
            spam: spamScore(message, features, raw: text, own)
        )
    }

    /// The language that the text seems to be in.
    package func guessLanguage(of text: String) -> LanguageGuess {
        profiles.guess(MessageText(text))
    }

    /// Why a message gets its category, down to the last word.
    package func explain(_ text: String) -> Explanation {
        let message = MessageText(text)
        let features = Features(of: message)
        let scores = categoryClassifier.scores(of: features)
        let shares = Exponential.softmax(scores)
        let order = shares.indices.sorted { shares[$0] > shares[$1] || shares[$0] == shares[$1] && $0 < $1 }
        let best = order.first ?? 0
        let terms = categoryClassifier.contributions(of: features, to: best, wordCount: message.words.count)
        return Explanation(
            category: categories[best],
            bias: Double(categoryClassifier.biases[best]) / Double(categoryClassifier.temperature),
            contributions: TermList(message, terms).all,
            score: scores[best],
            ranking: order.map { Explanation.Ranked(category: categories[$0], probability: shares[$0]) }
        )
    }

    private func spamScore(
        _ message: MessageText,
        _ features: Features,
        raw: String,
        _ screening: SpamTerms
    ) -> SpamScore {
        let screen = SpamScreen(message, raw: raw, screening)
        let scores = spamClassifier.scores(of: features)
        let odds = scores[1] - scores[0]
        let terms = spamClassifier.contributions(of: features, to: odds > 0 ? 1 : 0, wordCount: message.words.count)
        let words = TermList(message, terms).strongest(3).map(\.term)
        return screen.score(wording: odds, words: words)
    }
}
