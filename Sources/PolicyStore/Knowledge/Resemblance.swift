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

/// The ways in which articles of a language can be asked for, by their words, and how rare those are among them.
struct WordIndex: Sendable {
    /// How much of a question and a way of asking for an article both say, 0 to 1.
    struct Share: Sendable {
        let article: Int
        let value: Double
    }

    /// For each way of asking, the article and how much its words say.
    private var wordings: [(article: Int, weight: Double)] = []
    /// For each word, the ways of asking that have it, and how much it says.
    private var words: [String: (wordings: [Int32], weight: Double)] = [:]
    /// What a word says that none has.
    private let unheard: Double

    /// An index of those ways of asking, each with its article.
    ///
    /// Nothing is said by words that all have, most by those that none has.
    init(_ all: [(article: Int, words: Set<String>)]) {
        let count = Double(all.count)
        unheard = log(1 + count / 0.5)
        for (place, wording) in all.enumerated() {
            for word in wording.words { words[word, default: ([], 0)].wordings.append(Int32(place)) }
        }
        words = words.mapValues { ($0.wordings, log(1 + count / Double($0.wordings.count))) }
        wordings = all.map { ($0.article, weight(of: $0.words.sorted())) }
    }

    /// The best share of each article that has a word of the question, which is in the order in which weights are added
    /// up, so that the sum is the same in every process.
    func shares(_ asked: [String]) -> [Share] {
        var common: [Int32: Double] = [:]
        for word in asked {
            guard let known = words[word] else { continue }
            for place in known.wordings { common[place, default: 0] += known.weight }
        }
        let all = weight(of: asked)
        var best: [Int: Double] = [:]
        for (place, weight) in common {
            let wording = wordings[Int(place)]
            best[wording.article] = max(best[wording.article] ?? 0, 2 * weight / (all + wording.weight))
        }
        return best.map { Share(article: $0.key, value: $0.value) }
    }

    /// Whether one of the words is in any way of asking.
    func knowsAny(of asked: [String]) -> Bool { asked.contains { words[$0] != nil } }

    private func weight(of asked: [String]) -> Double { asked.reduce(0) { $0 + (words[$1]?.weight ?? unheard) } }
}
