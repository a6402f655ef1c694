import Policy
import PolicyStore
import Postgres
import Testing

@Suite struct `Confidence in an article` {
    private struct Outcome {
        let asked: AskedQuestion
        let answer: KnowledgeBase.Answer?

        var isRight: Bool { answer?.article.name.rawValue == asked.article }
    }

    private func outcomes() async throws -> [Outcome] {
        let house = try await PolicyHouse.open()
        let version = try await house.apply(DefaultPolicy.yaml, DefaultPolicy.files)
        let base = try await house.knowledge(DefaultPolicy.yaml, DefaultPolicy.files, version: version)
        let questions = AskedQuestion.all.compactMap { asked in
            Language(asked.language).map {
                (KnowledgeBase.Question(asked.text, language: $0), Optional(asked.category))
            }
        }
        let answers = try await house.answers(questions, in: base)
        await house.session.close()
        return zip(AskedQuestion.all, answers).map { Outcome(asked: $0, answer: $1) }
    }

    @Test func `of what goes out by the default policy at least 95 in 100 are right`() async throws {
        let threshold = try Document(yaml: DefaultPolicy.yaml).knowledge.confidence
        let all = try await outcomes()
        let sent = all.filter { ($0.answer?.confidence ?? 0) >= threshold }
        let right = sent.filter(\.isRight)
        let answerable = all.filter { $0.asked.article != nil }
        print(
            "knowledge: \(all.count) questions, \(answerable.count) of them with an article; \(sent.count) answered,"
                + " \(right.count) of them right"
        )
        #expect(all.count >= 120)
        #expect(answerable.count * 2 <= all.count)
        #expect(Double(right.count) >= 0.95 * Double(sent.count))
        #expect(Double(right.count) >= 0.33 * Double(answerable.count))
    }

    @Test func `what is suggested to the admin is right more often than not`() async throws {
        let knowledge = try Document(yaml: DefaultPolicy.yaml).knowledge
        let shown = try await outcomes().filter { ($0.answer?.confidence ?? 0) >= knowledge.suggestion }
        let right = shown.filter(\.isRight)
        print("knowledge: \(shown.count) suggested, \(right.count) of them right")
        #expect(right.count * 2 > shown.count)
    }
}
