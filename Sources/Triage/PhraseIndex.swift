/// Finds the wordings of the spam rules in a text, by the hashes of their words.
struct PhraseIndex: Sendable {
    /// A wording that was found.
    struct Finding {
        let rule: Int
        let words: Range<Int>
    }

    private struct Entry {
        let rule: Int
        let rest: [UInt32]
    }

    static let spam = PhraseIndex(SpamRules.rules.map(\.phrases))

    private let entries: [UInt32: [Entry]]

    init(_ phrases: [[String]]) {
        var entries: [UInt32: [Entry]] = [:]
        for (rule, list) in phrases.enumerated() {
            for phrase in list {
                let hashes = Self.hashes(of: MessageText(phrase))
                guard let first = hashes.first else { continue }
                entries[first, default: []].append(Entry(rule: rule, rest: Array(hashes.dropFirst())))
            }
        }
        self.entries = entries
    }

    /// The wordings in the text, in its order.
    func findings(in text: MessageText) -> [Finding] {
        let hashes = Self.hashes(of: text)
        var findings: [Finding] = []
        for start in hashes.indices {
            for entry in entries[hashes[start]] ?? [] {
                let end = start + 1 + entry.rest.count
                if end <= hashes.count, hashes[start + 1..<end].elementsEqual(entry.rest) {
                    findings.append(Finding(rule: entry.rule, words: start..<end))
                }
            }
        }
        return findings
    }

    private static func hashes(of text: MessageText) -> [UInt32] {
        text.words.map { FeatureHash.of(text.folded, $0.range, .word) }
    }
}
