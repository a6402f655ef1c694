/// What an office itself takes for a sign of fraud, and the hosts whose links are none.
package struct SpamTerms: Sendable {
    let fraudWords: PhraseIndex
    private let ownHosts: [String]

    /// Nothing beside the general rules.
    package static let none = SpamTerms(fraudWords: [], ownHosts: [])

    /// Those words and phrases, in any language, and hosts, each with those below it.
    package init(fraudWords: [String], ownHosts: some Sequence<String>) {
        self.fraudWords = PhraseIndex([fraudWords])
        self.ownHosts = ownHosts.map { $0.lowercased() }.sorted()
    }

    /// How many links to the office's own hosts stand in what is read of the text.
    func ownLinks(in text: String) -> Int {
        guard !ownHosts.isEmpty else { return 0 }
        let (head, tail) = MessageText.parts(of: text)
        return [head, tail].reduce(0) { sum, part in sum + Self.hosts(in: String(part)).count(where: isOwn) }
    }

    private func isOwn(_ host: Substring) -> Bool {
        ownHosts.contains { host == $0 || host.hasSuffix(".\($0)") }
    }

    /// The hosts of the links, as a browser would read them; one behind a user's name is none of ours, so it is left whole.
    private static func hosts(in text: String) -> [Substring] {
        let lower = text.lowercased()
        var hosts: [Substring] = []
        var rest = lower[...]
        while let mark = rest.firstRange(of: "://") {
            let scheme = rest[..<mark.lowerBound]
            rest = rest[mark.upperBound...]
            guard scheme.hasSuffix("http") || scheme.hasSuffix("https") else { continue }
            hosts.append(rest.prefix { !$0.isWhitespace && !#"/\:?#"'<>()"#.contains($0) })
        }
        return hosts
    }
}
