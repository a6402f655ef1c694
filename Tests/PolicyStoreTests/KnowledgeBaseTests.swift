import Policy
import PolicyStore
import Postgres
import Testing

@Suite struct `The knowledge base` {
    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        categories: { general: {}, login: { parent: general }, payment: {}, refund: { parent: payment } }
        triage: { default_category: general }
        knowledge: { folder: help }
        """

    private static func article(_ title: String, _ category: String, _ questions: String...) -> String {
        "---\ntitle: \(title)\ncategory: \(category)\nquestions: [\(questions.joined(separator: ", "))]\n---\nText\n"
    }

    private static let files = KeptFiles([
        "help/password.en.md": article("Reset a password", "login", "I forgot my password", "reset my password"),
        "help/password.pt.md": article("Redefinir a palavra-passe", "login", "esqueci a minha palavra-passe"),
        "help/password.zu.md": article("Iphasiwedi", "login", "ngikhohlwe iphasiwedi yami"),
        "help/refund.en.md": article("Refunds", "refund", "where is my refund", "money back"),
        "help/invoice.en.md": article("Invoices", "payment", "where is my invoice"),
    ])

    private func ask(
        _ text: String,
        _ language: String = "en",
        category: String? = nil
    ) async throws -> KnowledgeBase.Answer? {
        let house = try await PolicyHouse.open()
        let version = try await house.apply(Self.yaml, Self.files)
        let base = try await house.knowledge(Self.yaml, Self.files, version: version)
        let language = try #require(Language(language))
        let question = KnowledgeBase.Question(text, language: language)
        let answer = try await house.answers([(question, category)], in: base)[0]
        await house.session.close()
        return answer
    }

    @Test(arguments: [
        ("How do I reset my password?", "en", "password"), ("I forgot the passwords", "en-ZA", "password"),
        ("esqueci minha palavra-passe", "pt-BR", "password"), ("ngikhohlwe iphasiwedi yami", "zu", "password"),
        ("where are my refunds", "en", "refund"),
    ])
    func `an article is found by the stems of the reader's language`(
        _ text: String,
        _ language: String,
        _ article: String
    ) async throws {
        let answer = try #require(try await ask(text, language))
        #expect(answer.article.name.rawValue == article)
        #expect(answer.confidence > 0.85)
        #expect(answer.confidence <= 1)
    }

    @Test(arguments: [
        ("the weather is fine", "en"), ("", "en"), ("...", "en"), ("the and of", "en"),
        ("j'ai oublié mon mot de passe", "fr"), (String(repeating: "password ", count: 80), "en"),
        ("I forgot my password", "de"),
    ])
    func `nothing is found for what shares no word, for other languages and for long stories`(
        _ text: String,
        _ language: String
    ) async throws {
        #expect(try await ask(text, language) == nil)
    }

    @Test(arguments: ["' | 'x", "\\", "a & b | !c <-> (d)", "'; DROP TABLE policy.articles; --", "password\\'"])
    func `what a user writes is never taken for a query`(_ text: String) async throws {
        let answer = try await ask(text)
        #expect(answer == nil || answer?.article.name == "password")
    }

    @Test func `two articles that fit alike are a guess`() async throws {
        let answer = try #require(try await ask("where is it: invoice, refund"))
        #expect(answer.confidence < 0.5)
    }

    @Test(arguments: [
        ("refund", 1.0), ("payment", 1.0), ("general", 1.0), ("login", 0.9),
    ])
    func `another category is a doubt, a part of the same or none decided is not`(
        _ category: String,
        _ factor: Double
    ) async throws {
        let sure = try #require(try await ask("where is my refund"))
        let told = try #require(try await ask("where is my refund", category: category))
        #expect(abs(told.confidence - sure.confidence * factor) < 1e-9)
    }

    @Test func `a word that no article knows speaks against them all`() async throws {
        let plain = try #require(try await ask("where is my refund"))
        let more = try #require(try await ask("where is my refund for the stolen bicycle"))
        #expect(more.confidence < plain.confidence * 0.9)
    }

    @Test func `many questions are one statement, answered in their order`() async throws {
        let house = try await PolicyHouse.open()
        let version = try await house.apply(Self.yaml, Self.files)
        let base = try await house.knowledge(Self.yaml, Self.files, version: version)
        let english = Language.english
        let texts = ["weather", "where is my refund", "", "I forgot my password", "where is my invoice"]
        let questions = (0..<200).map {
            (KnowledgeBase.Question(texts[$0 % texts.count], language: english), String?.none)
        }
        let names = try await house.answers(questions, in: base).map { $0?.article.name.rawValue }
        #expect(names == (0..<200).map { [nil, "refund", nil, "password", "invoice"][$0 % texts.count] })
        await house.session.close()
    }

    @Test func `the default policy before it is applied answers nothing`() async throws {
        let house = try await PolicyHouse.open()
        let base = try await house.knowledge(DefaultPolicy.yaml, DefaultPolicy.files, version: 0)
        #expect(base.isEmpty)
        #expect(base.lookUp([KnowledgeBase.Question("reset my password", language: .english)]) == nil)
        await house.session.close()
    }
}
