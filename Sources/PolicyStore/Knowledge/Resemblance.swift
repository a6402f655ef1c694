import Foundation

/// How much a question resembles the article found for it, and how sure that makes of the article.
///
/// - `share` is the Dice coefficient of the question's words and those of the nearest way of asking that the article
///   names, each word by its rarity: twice what both have, divided by what each has. What either has alone counts
///   against it: a question that says more than the article knows may be about something else.
/// - `lead` is how far the next article's share is behind. Two articles that fit alike are a guess.
/// - Another category than the one decided for the case is a doubt, not a refusal: that decision can be wrong too.
///
/// The confidence is √share, times √(lead ÷ 0.3) where the lead is less than 0.3, times 0.9 where the categories
/// disagree. The root and the 0.3 were set so that of hand-written questions (`ConfidenceTests`) at least 95 in 100 that
/// reach 85 % get the right article; it is a scale that orders answers, not a probability.
struct Resemblance: Sendable, Equatable {
    static let enoughLead = 0.3
    static let doubt = 0.9

    let share: Double
    let lead: Double
    let categoryAgrees: Bool

    /// How sure it is that the article answers the question, 0 to 1.
    var confidence: Double {
        let certainty = share.squareRoot() * min(1, max(lead, 0) / Self.enoughLead).squareRoot()
        return certainty * (categoryAgrees ? 1 : Self.doubt)
    }
}

/// The words of a question, or of one way of asking for an article, with how much they say.
struct Phrase: Sendable {
    let words: Set<String>
    /// The same in their order, in which weights are added up so that the sum is the same in every process.
    let ordered: [String]
    let weight: Double
}

/// How rare words are among the ways in which articles of a language can be asked for.
struct Rarity: Sendable {
    private let weights: [String: Double]
    private let unheard: Double

    /// The rarity of words among those wordings: nothing is said by what all have, most by what none has.
    init(_ wordings: [Set<String>]) {
        var occurrences: [String: Double] = [:]
        for word in wordings.joined() { occurrences[word, default: 0] += 1 }
        let count = Double(wordings.count)
        weights = occurrences.mapValues { log(1 + count / $0) }
        unheard = log(1 + count / 0.5)
    }

    /// Those words as a phrase.
    func phrase(_ words: Set<String>) -> Phrase {
        let ordered = words.sorted()
        return Phrase(words: words, ordered: ordered, weight: weight(of: ordered))
    }

    /// The share, 0 to 1, of what two phrases say that both say.
    func resemblance(_ one: Phrase, _ other: Phrase) -> Double {
        let common = other.ordered.filter(one.words.contains)
        return common.isEmpty ? 0 : 2 * weight(of: common) / (one.weight + other.weight)
    }

    private func weight(of words: [String]) -> Double { words.reduce(0) { $0 + (weights[$1] ?? unheard) } }
}
