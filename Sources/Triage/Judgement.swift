/// What the triage makes of a message.
package struct Judgement: Sendable, Hashable {
    /// The category that fits best.
    package let category: String
    /// How likely it is right, 0 to 1: of the messages with 0.8, eight in ten are.
    package let confidence: Double
    /// Whether the confidence reaches the one that the model found to be enough; below it a person decides.
    package let isSure: Bool
    /// The category that fits next best; nil where the model knows only one.
    package let second: String?
    /// What spoke most for the category, strongest first.
    package let reasons: [Contribution]
    /// The language that the text seems to be in.
    package let language: LanguageGuess
    /// Whether it looks like spam or fraud, and why.
    package let spam: SpamScore
}

/// What a word, or a pair of words, adds to a score.
package struct Contribution: Sendable, Hashable {
    /// The word or the pair, in lower case, each digit as 0.
    package let term: String
    /// What it adds: above zero it speaks for, below against.
    package let weight: Double
}

/// Why a message got its category: the score is the bias and what each term adds, with nothing left over.
package struct Explanation: Sendable, Hashable {
    package let category: String
    /// The category's score before any word.
    package let bias: Double
    /// What each word and pair adds, the greatest effect first.
    package let contributions: [Contribution]
    /// The category's score; the confidence is its share among the scores of all.
    package let score: Double
    /// Each category with its probability, the likeliest first.
    package let ranking: [Ranked]

    /// A category with its probability.
    package struct Ranked: Sendable, Hashable {
        package let category: String
        package let probability: Double
    }
}
