package import Contract

/// What is known of a case when it is held against the conditions of the policy; nil for what is not known.
package struct CaseProfile: Sendable {
    /// What sort of matter it is.
    package var kind: CaseKind
    /// What it is about.
    package var category: Name<Category>?
    /// How urgent it is.
    package var tier: Tier?
    /// The team that it is with.
    package var team: Name<Team>?
    /// The way by which it came in.
    package var channel: Channel?
    /// Who published it.
    package var source: SourceID?
    /// What its user writes.
    package var language: Language?
    /// The words of its message.
    package let wording: Wording?
    /// How long its user has waited for an answer, in calendar time.
    package var waiting: Duration?
    /// Whether its user is verified.
    package var isVerified: Bool?

    /// A case of that kind, with its message's text and what else is known of it.
    package init(
        kind: CaseKind,
        category: Name<Category>? = nil,
        tier: Tier? = nil,
        team: Name<Team>? = nil,
        channel: Channel? = nil,
        source: SourceID? = nil,
        language: Language? = nil,
        text: String? = nil,
        waiting: Duration? = nil,
        isVerified: Bool? = nil
    ) {
        self.kind = kind
        self.category = category
        self.tier = tier
        self.team = team
        self.channel = channel
        self.source = source
        self.language = language
        self.wording = text.map { Wording($0) }
        self.waiting = waiting
        self.isVerified = isVerified
    }

    /// Whether the message has one of the words or phrases of its language; of any language where its own is not known.
    package func says(_ words: Localized<[String]>) -> Bool {
        guard let wording, !wording.isEmpty else { return false }
        let ranges = language?.ranges
        return words.values.contains { language, phrases in
            (ranges?.contains(language) ?? true) && phrases.contains { wording.contains(Wording($0)) }
        }
    }
}
