import Policy

/// The words that the policy gives its categories, ready to be looked for.
struct Keywords: Sendable {
    /// A category whose words were found.
    struct Finding: Sendable, Equatable {
        let category: Name<Category>
        let words: [String]
    }

    private struct Entry: Sendable {
        let category: Name<Category>
        let language: Language
        let phrases: [(text: String, wording: Wording)]
    }

    private let entries: [Entry]

    /// The words of all categories of the tree.
    init(_ categories: CategoryTree) {
        entries = categories.names.flatMap { name -> [Entry] in
            guard let keywords = categories[name]?.keywords else { return [] }
            return keywords.languages.map { language in
                let phrases = (keywords.values[language] ?? []).map { (text: $0, wording: Wording($0)) }
                return Entry(category: name, language: language, phrases: phrases)
            }
        }
    }

    /// The only category whose words stand in the message; one above it in the tree does not count beside it.
    func only(in profile: CaseProfile, _ categories: CategoryTree) -> Finding? {
        guard let wording = profile.wording, !wording.isEmpty else { return nil }
        let ranges = profile.language?.ranges
        var found: [Name<Category>: [String]] = [:]
        for entry in entries where ranges?.contains(entry.language) ?? true {
            let words = entry.phrases.filter { wording.contains($0.wording) }.map(\.text)
            if !words.isEmpty { found[entry.category, default: []] += words }
        }
        let lowest = found.keys.filter { name in
            !found.keys.contains { $0 != name && categories.isWithin($0, name) }
        }
        guard lowest.count == 1, let category = lowest.first else { return nil }
        return Finding(category: category, words: found[category] ?? [])
    }
}
