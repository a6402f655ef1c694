/// What notices say, in the languages that are built in.
struct NoticeTexts: Sendable {
    /// A language that texts are written in.
    enum Language: String, CaseIterable, Sendable {
        case en, fr

        /// The language of a BCP 47 tag; English for those without texts.
        init(tag: String?) {
            let primary = tag?.prefix { $0 != "-" }.lowercased()
            self = primary.flatMap(Language.init) ?? .en
        }
    }

    /// A notice's title and text.
    struct Wording: Sendable {
        let subject: Template
        let body: Template

        init(_ subject: String, _ body: String) {
            self.subject = Template(subject)
            self.body = Template(body)
        }
    }

    private struct Key: Hashable {
        let kind: NoticeKind
        let audience: Recipient.Audience
        let language: Language
    }

    private let wordings: [Key: Wording]

    /// The texts that are built in.
    init() {
        var wordings: [Key: Wording] = [:]
        for kind in NoticeKind.allCases {
            for audience in Recipient.Audience.allCases {
                wordings[Key(kind: kind, audience: audience, language: .en)] = Self.english(kind, audience)
                wordings[Key(kind: kind, audience: audience, language: .fr)] = Self.french(kind, audience)
            }
        }
        self.wordings = wordings
    }

    /// The wording of a notice, or nil if such a notice is never sent.
    func wording(_ kind: NoticeKind, _ audience: Recipient.Audience, _ language: Language) -> Wording? {
        wordings[Key(kind: kind, audience: audience, language: language)]
    }
}
