import Testing
import Triage

@Suite struct `What the office itself says of spam` {
    private let own = SpamTerms(fraudWords: ["golden ticket", "bitcoin"], ownHosts: ["SayPro.online"])

    private func signs(_ text: String, _ terms: SpamTerms) throws -> [SpamSign] {
        try Shipped.model.get().judge(text, screening: terms).spam.reasons.map(\.code)
    }

    @Test func `its words of fraud raise the score`() throws {
        let model = try Shipped.model.get()
        let text = "please send the golden ticket to my cousin today"
        #expect(model.judge(text, screening: own).spam.score > model.judge(text).spam.score)
        let reason = model.judge(text, screening: own).spam.reasons.first { $0.code == .fraudWord }
        #expect(reason?.words == ["golden ticket"])
    }

    @Test func `what a rule has found already counts once`() throws {
        #expect(try signs("you can pay me in bitcoin", own) == signs("you can pay me in bitcoin", .none))
    }

    @Test(
        arguments: [
            ("see https://saypro.online/ad/1 and http://saypro.online/ad/2", false),
            ("see https://www.saypro.online/ad/1 and HTTPS://SAYPRO.ONLINE/2", false),
            ("see https://saypro.online/ad/1 and http://other.example/", false),
            ("see https://a.example and http://other.example/", true),
            ("see https://saypro.online.evil.example/ and http://notsaypro.online/", true),
            (#"see https://saypro.online@evil.example/ and https://evil.example\.saypro.online"#, true),
        ]
    )
    func `links to its own hosts are none`(_ text: String, _ isFound: Bool) throws {
        #expect(try signs(text, own).contains(.manyLinks) == isFound)
        #expect(try signs(text, .none).contains(.manyLinks))
    }

    @Test func `own links that are not read hide none of those that are`() throws {
        let hidden = String(repeating: "https://saypro.online/ ", count: 40)
        let filler = String(repeating: "word ", count: 130)
        let text = "http://a.example http://b.example \(filler)\(hidden)\(filler)"
        #expect(try signs(text, own).contains(.manyLinks))
    }
}
