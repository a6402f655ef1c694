import Contract
import Policy
import Testing

@Suite struct `Cases held against conditions` {
    private static let yaml = """
        version: 1
        sources: { web: { publish: ["*"] } }
        categories:
          general: {}
          money: { parent: general }
          refund: { parent: money }
        """

    private func document() throws -> Document { try Document(yaml: Self.yaml) }

    private func condition(_ change: (inout CaseCondition) throws -> Void) rethrows -> CaseCondition {
        var condition = CaseCondition()
        try change(&condition)
        return condition
    }

    @Test func `the empty condition holds for every case`() throws {
        #expect(try document().meets(CaseCondition(), by: CaseProfile(kind: .flag)))
    }

    @Test func `what is not known of a case does not hold`() throws {
        let document = try document()
        let unknown = CaseProfile(kind: .conversation)
        let web = try #require(SourceID("web"))
        for condition in [
            condition { $0.kinds = [.refund] }, condition { $0.categories = ["general"] },
            condition { $0.tiers = [.p1] },
            condition { $0.teams = ["trust"] }, condition { $0.channels = [.email] }, condition { $0.sources = [web] },
            condition { $0.languages = [.english] }, condition { $0.verified = false },
            condition { $0.waitingOver = .seconds(60) },
            condition { $0.words = Localized([.english: ["refund"]]) },
        ] {
            #expect(!document.meets(condition, by: unknown), "\(condition)")
        }
    }

    @Test func `every part that is named must hold`() throws {
        let document = try document()
        var profile = CaseProfile(
            kind: .conversation,
            category: "refund",
            tier: .p2,
            team: "payments",
            channel: .email,
            source: SourceID("web"),
            language: Language("pt-BR"),
            text: "Money back!",
            waiting: .seconds(60),
            isVerified: true
        )
        let all = try condition {
            $0.kinds = [.conversation]
            $0.categories = ["general"]
            $0.tiers = [.p1, .p2]
            $0.teams = ["payments"]
            $0.channels = [.email]
            $0.sources = [try #require(SourceID("web"))]
            $0.languages = [try #require(Language("pt"))]
            $0.words = Localized([try #require(Language("pt")): ["money back"]])
            $0.waitingOver = .seconds(60)
            $0.verified = true
        }
        #expect(document.meets(all, by: profile))
        profile.tier = .p3
        #expect(!document.meets(all, by: profile))
        profile.tier = .p1
        profile.waiting = .seconds(59)
        #expect(!document.meets(all, by: profile))
    }

    @Test(arguments: [("general", true), ("money", true), ("refund", true), ("other", false)])
    func `a category holds for those below it`(_ name: String, _ isMet: Bool) throws {
        let condition = condition { $0.categories = [Name(name)] }
        #expect(try document().meets(condition, by: CaseProfile(kind: .refund, category: "refund")) == isMet)
        let above = CaseProfile(kind: .refund, category: "general")
        #expect(try document().meets(condition, by: above) == (name == "general"))
    }

    @Test(
        arguments: [
            ("I want my MONEY BACK, now", "en", true), ("money-back guarantee", "en", true),
            ("money is not back", "en", false), ("moneyback", "en", false), ("my money backs", "en", false),
            ("Remboursé ?", "fr", true), ("Remboursé ?", "fr-ca", true), ("rembourse", "fr", false),
            ("money back", "fr", false), ("Remboursé", "en", false), ("money back", "zu", false),
            ("je veux être remboursé", nil, true), ("money back please", nil, true), ("REMBOURSÉ", "fr", true),
            ("mon\u{AD}ey back", "en", true), ("", "en", false), ("…", nil, false), ("money", "en", false),
        ] as [(String, String?, Bool)]
    )
    func `words are whole, in the case's language, in any case of letters`(
        _ text: String,
        _ language: String?,
        _ isMet: Bool
    ) throws {
        let french = try #require(Language("fr"))
        let condition = condition {
            $0.words = Localized([.english: ["money back", "refund", "!!"], french: ["remboursé"]])
        }
        let profile = CaseProfile(kind: .conversation, language: language.flatMap { Language($0) }, text: text)
        #expect(try document().meets(condition, by: profile) == isMet)
    }

    @Test func `a phrase is found wherever it stands`() {
        let text = Wording("one two three two four")
        for phrase in ["one", "one two", "two four", "three two", "four", "one two three two four"] {
            #expect(text.contains(Wording(phrase)), "\(phrase)")
        }
        for phrase in ["", "?", "two three four", "four one", "wo", "one two three two four five"] {
            #expect(!text.contains(Wording(phrase)), "\(phrase)")
        }
    }
}
