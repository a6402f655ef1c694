/// Finds what people say again and again: phrases of up to three words, weighed by how many people say them and how much
/// they tell the remarks of a group apart from the others.
///
/// A group is the remarks of one sort about one category. Of two phrases that the same people use, the weightier one
/// stands for both. The same remarks give the same themes in whatever order they come.
package struct ThemeFinder: Sendable {
    private let rules: ThemeRules
    private let names: Set<String>

    /// A finder that quotes nobody's name of those.
    package init(_ rules: ThemeRules = ThemeRules(), names: Set<String> = []) {
        self.rules = rules
        self.names = names
    }

    /// The themes of a period's remarks beside the period before, by category and sort, the weightiest first.
    package func themes(of comments: [Remark], before: [Remark] = []) -> [Theme] {
        let now = Dictionary(grouping: comments.map(ReadRemark.init), by: \.group)
        let earlier = Dictionary(grouping: before.map(ReadRemark.init), by: \.group)
        var spread: [String: Int] = [:]
        for remark in now.values.joined() { for phrase in remark.phrases.keys { spread[phrase, default: 0] += 1 } }
        let found = now.keys.sorted().flatMap { group in
            themes(now[group] ?? [], earlier[group] ?? [], of: group, spread, total: comments.count)
        }
        return found
    }

    private func themes(
        _ remarks: [ReadRemark],
        _ before: [ReadRemark],
        of group: ReadRemark.Group,
        _ spread: [String: Int],
        total: Int
    ) -> [Theme] {
        var places: [String: Set<Int>] = [:]
        for (place, remark) in remarks.enumerated() {
            for phrase in remark.phrases.keys { places[phrase, default: []].insert(place) }
        }
        let candidates = places.compactMap { phrase, places in
            let users = remarks.people(at: places)
            return users.count < rules.minimum
                ? nil
                : (
                    phrase: phrase, users: users, places: places,
                    weight: weight(phrase, users.count, spread[phrase] ?? 1, total)
                )
        }
        let ranked = candidates.sorted { ($1.weight, $0.phrase) < ($0.weight, $1.phrase) }
        var chosen: [(phrase: String, users: Set<Person>, places: Set<Int>, weight: Double)] = []
        for candidate in ranked where chosen.count < rules.limit {
            let isSaid = chosen.contains { other in
                let common = candidate.users.intersection(other.users).count
                return Double(common) >= 0.6 * Double(min(candidate.users.count, other.users.count))
            }
            if !isSaid { chosen.append(candidate) }
        }
        let (all, allBefore) = (remarks.people().count, before.people().count)
        return chosen.map { phrase, users, places, weight in
            let said = places.map { remarks[$0] }
            let earlier = before.filter { $0.phrases[phrase] != nil }.people().count
            let share = Double(users.count) / Double(all)
            return Theme(
                phrase: wording(of: phrase, in: said),
                sort: group.sort,
                category: group.category,
                count: users.count,
                share: share,
                countBefore: earlier,
                shareBefore: before.isEmpty ? nil : Double(earlier) / Double(allBefore),
                trend: trend(users.count, of: all, earlier, of: allBefore),
                weight: weight,
                quotes: quotes(from: said)
            )
        }
    }

    /// How much a phrase counts: how many say it, more for each word, less the more it is said everywhere.
    private func weight(_ phrase: String, _ count: Int, _ everywhere: Int, _ total: Int) -> Double {
        let words = Double(phrase.split(separator: " ").count)
        let rarity = Double(total + 1) / Double(everywhere)
        return Double(count) * (1 + 0.5 * (words - 1)) * Logarithm.binary(1 + rarity)
    }

    /// More or fewer than chance explains: by twice the square root of what the period before lets expect.
    private func trend(_ count: Int, of total: Int, _ earlier: Int, of totalBefore: Int) -> Theme.Trend {
        if earlier == 0 { return .new }
        let expected = Double(earlier) / Double(totalBefore) * Double(total)
        let chance = 2 * expected.squareRoot()
        if Double(count) > expected + chance { return .rising }
        return Double(count) < expected - chance ? .falling : .steady
    }

    private func wording(of phrase: String, in remarks: [ReadRemark]) -> String {
        var counts: [String: Int] = [:]
        for remark in remarks { counts[remark.phrases[phrase] ?? phrase, default: 0] += 1 }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? phrase
    }

    private func quotes(from remarks: [ReadRemark]) -> [String] {
        let texts = Set(remarks.map(\.text)).sorted { ($0.count, $0) < ($1.count, $1) }
        return texts.prefix(rules.quotes).map { text in
            let masked = PersonalData.mask(text, names: names)
            if masked.count <= rules.quoteLength { return masked }
            return masked.prefix(rules.quoteLength - 1) + "…"
        }
    }
}

/// A remark with its phrases.
private struct ReadRemark: Sendable {
    struct Group: Hashable, Comparable, Sendable {
        let category: String
        let sort: Remark.Sort

        static func < (one: Group, other: Group) -> Bool {
            (one.category, one.sort.rawValue) < (other.category, other.sort.rawValue)
        }
    }

    let text: String
    let group: Group
    let user: String?
    /// What each phrase is counted as, with how it is written here.
    let phrases: [String: String]

    init(_ comment: Remark) {
        text = comment.text
        user = comment.user
        group = Group(category: comment.category, sort: comment.sort)
        let words = Word.all(in: comment.text)
        var phrases: [String: String] = [:]
        for start in words.indices where !words[start].isFiller {
            var stems: [String] = []
            for end in start..<min(start + 4, words.count) {
                if end > start, comment.text.separates(words[end - 1], words[end]) { break }
                if !words[end].isFiller { stems.append(words[end].stem) }
                if stems.count > 3 { break }
                if words[end].isFiller || words[end].key.allSatisfy(\.isNumber) { continue }
                let written = words[start...end].map { $0.text.lowercased() }.joined(separator: " ")
                phrases[stems.joined(separator: " ")] = written
            }
        }
        self.phrases = phrases
    }
}

/// Who said something; a remark of which that is not known stands for a person of its own.
private enum Person: Hashable {
    case named(String)
    case unknown(place: Int)
}

extension [ReadRemark] {
    /// Who wrote them, or those at some places.
    fileprivate func people(at places: some Sequence<Int>) -> Set<Person> {
        Set(places.map { place in self[place].user.map { .named($0) } ?? .unknown(place: place) })
    }

    fileprivate func people() -> Set<Person> { people(at: indices) }
}

extension String {
    /// Whether a sentence or clause ends between two words.
    fileprivate func separates(_ one: Word, _ other: Word) -> Bool {
        self[one.range.upperBound..<other.range.lowerBound].contains { ".,;:!?()\n".contains($0) }
    }
}

/// Logarithms without a mathematics library.
private enum Logarithm {
    /// The logarithm to base 2 of a number of at least 1, to within 0.01.
    static func binary(_ number: Double) -> Double {
        let mantissa = number.significand - 1
        return Double(number.exponent) + mantissa * (1.3465 - 0.3465 * mantissa)
    }
}
