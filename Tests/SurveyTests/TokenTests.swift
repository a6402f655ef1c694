import Testing

@testable import Survey

/// The secret that lets somebody answer one survey.
@Suite struct TokenTests {
    @Test func `a token is 160 random bits behind its partition, and reads back`() throws {
        let tokens = (0..<1_000).map { SurveyToken.generate(in: $0 % 1024) }
        #expect(Set(tokens.map(\.text)).count == 1_000)
        for token in tokens {
            let read = try #require(SurveyToken(token.text))
            #expect(read == token)
            #expect(read.hash == token.hash)
            #expect(read.hash.count == 32)
            #expect(token.text.utf8.count >= 34)
        }
        // Five bits a letter; every letter turns up somewhere.
        let secrets = tokens.map { $0.text.split(separator: "-")[1] }
        #expect(secrets.allSatisfy { $0.utf8.count == 32 })
        #expect(Set(secrets.joined()).count == 32)
    }

    @Test(arguments: [
        "", "-", "3-", "x-aaaa", "3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA", "03-\(String(repeating: "a", count: 32))",
        "-3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "3-\(String(repeating: "a", count: 33))",
        "99999-\(String(repeating: "a", count: 32))",
        "c-42",
    ])
    func `another text is no token`(text: String) {
        #expect(SurveyToken(text) == nil)
    }
}
