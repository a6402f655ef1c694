import Contract
import Pipeline
import Policy
import PolicyStore
import Postgres
import TestKit
import Testing

@testable import Routing

/// Automatic answers on real rows, from the articles of the policy in force.
struct AnswerDatabaseTests {
    private static let question = "How do I reset my password?"

    /// A router that has read the default policy, applied as the operator's tool does it.
    private func stage(_ office: DatabaseOffice, on session: PostgresSession) async throws -> RouterStage {
        let document = try Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
        let version = NewVersion(yaml: DefaultPolicy.yaml, document: document, digest: "")
        _ = try await session.run([Statement("BEGIN")] + version.statements + [Statement("COMMIT")])
        try await session.execute(script: "SET ROLE saypro_router")
        let stage = RouterStage(models: ModelsInForce())
        try await stage.refresh(on: session)
        return stage
    }

    private func handle(
        _ inputs: [Input],
        by stage: RouterStage,
        commits: Bool = true,
        at now: Instant = start,
        on session: PostgresSession
    ) async throws -> Outcome {
        let transaction = Transaction(session: session, now: now, partitioning: Partitioning(count: 4))
        let outcome = try await stage.handle(inputs, in: transaction)
        if commits {
            try await transaction.commit(outcome.statements)
        } else {
            // The program was killed before it could commit.
            _ = try await session.query(Statement("ROLLBACK"))
        }
        return outcome
    }

    @Test
    func `a router answers from the articles of the policy in force, and the view tells them from people's`()
        async throws
    {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let stage = try await stage(office, on: session)
        let reader = try await office.session()
        let asked = Commands.userWrites(text: Self.question, ["channel": "web"])
        let outcome = try await handle([asked], by: stage, on: session)
        #expect(outcome.events.map(\.type) == ["case.opened", "message.posted", "case.auto_answered"])
        let answer = try #require(outcome.events.last?.fields["answer"])
        #expect(answer.hasPrefix("Hello, this may answer your question:\n\nOn the sign-in page choose"))
        #expect(answer.hasSuffix("Not solved? https://saypro.online/messages/c-1/not-solved"))
        let view = """
            SELECT concat_ws('|', state, waiting_for, queue_reason, answered_by, replies, first_reply_at IS NULL,
                             awaiting_since IS NULL, assignee IS NULL)
            FROM api.cases
            """
        #expect(
            try await office.texts(view, on: reader) == ["waiting|user|auto_answered|reset-password|0|t|t|t"]
        )
        let key = CaseThreads.Key(partition: 0, conversation: "c-1")
        let row = try #require(try await session.query(SelectCases(keys: [key]).statement).first)
        let found = try Case(row, rules: RoutingRules(), at: start)
        #expect(found.isAutoAnswered)
        #expect(found.answeredBy == "reset-password")

        let further = Commands.userWrites(number: 2, text: "It does not work", after: .seconds(60))
        let woken = try await handle([further], by: stage, at: start + .seconds(60), on: session)
        #expect(woken.events.map(\.type) == ["case.woken", "message.posted"])
        let after = "SELECT concat_ws('|', state, queue_reason, answered_by, awaiting_since) FROM api.cases"
        #expect(
            try await office.texts(after, on: reader) == [
                "open|no_admin_free|reset-password|2026-03-01 08:01:00+00"
            ]
        )
        await reader.close()
        await session.close()
    }

    @Test
    func `a batch that is redone answers the same, once`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let stage = try await stage(office, on: session)
        let inputs = (1...40).map { number in
            let conversation = "c-\(number)"
            return Commands.userWrites(
                conversation,
                text: number.isMultiple(of: 2) ? Self.question : "Le vendeur a disparu avec mon argent",
                partition: Partitioning(count: 4).partition(of: conversation),
                ["user": "u-\(number)", "language": number.isMultiple(of: 2) ? "en" : "fr"]
            )
        }
        func answers(_ outcome: Outcome) -> [String?] {
            outcome.events.filter { $0.type == "case.auto_answered" }.map { "\($0.fields["article"] ?? "")" }
        }
        let lost = try await handle(inputs, by: stage, commits: false, on: session)
        #expect(try await office.count("SELECT count(*) FROM router.cases", on: session) == 0)
        let kept = try await handle(inputs, by: stage, at: start + .seconds(5), on: session)
        #expect(answers(lost) == answers(kept))
        #expect(answers(kept).count == 20)
        let again = try await handle(inputs, by: stage, at: start + .seconds(9), on: session)
        #expect(answers(again).isEmpty)
        let answered = "SELECT count(*) FROM router.case_history WHERE type = 'case.auto_answered'"
        #expect(try await office.count(answered, on: session) == 20)
        #expect(try await office.count("SELECT count(*) FROM router.cases", on: session) == 40)
        await session.close()
    }

    @Test
    func `a newer policy's articles are taken up, and one without articles answers nothing`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let stage = try await stage(office, on: session)
        let bare = DefaultPolicy.yaml.replacing("  folder: knowledge\n", with: "")
        let version = NewVersion(yaml: bare, document: try Document(yaml: bare), digest: "")
        try await session.execute(script: "RESET ROLE")
        _ = try await session.run([Statement("BEGIN")] + version.statements + [Statement("COMMIT")])
        try await session.execute(script: "SET ROLE saypro_router")
        try await stage.refresh(on: session)
        let outcome = try await handle([Commands.userWrites(text: Self.question)], by: stage, on: session)
        #expect(outcome.events.map(\.type) == ["case.opened", "message.posted"])
        await session.close()
    }

    @Test
    func `a batch that opens nothing looks nothing up`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let stage = try await stage(office, on: session)
        _ = try await handle([Commands.userWrites(text: "The map is grey")], by: stage, on: session)
        // Without the right to read the articles a look-up fails.
        try await session.execute(script: "RESET ROLE; REVOKE SELECT ON policy.articles FROM saypro_router")
        try await session.execute(script: "SET ROLE saypro_router")
        let more = [
            Commands.userWrites(number: 2, text: Self.question, after: .seconds(9)),
            Commands.adminWrites(number: 3, after: .seconds(10)),
        ]
        let outcome = try await handle(more, by: stage, on: session)
        #expect(outcome.events.contains { $0.type == "case.replied" })
        await session.close()
    }
}
