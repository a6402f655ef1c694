import Contract
import Ingest
import Pipeline
import Policy
import Postgres
import TestKit
import Testing
import Triage

@testable import Routing

/// The triage on real rows: what is kept, what is taken up, what is learned.
struct TriageDatabaseTests {
    @Test
    func `what was decided comes back as it was written, and stands in the view`() async throws {
        let office = try await DatabaseOffice.open(triage: try TriageOffice.triage())
        let session = try await office.session()
        let first = Commands.userWrites(
            "c-1",
            text: "I was hacked, I cannot log in to my account, the password is not accepted",
            ["channel": "web"]
        )
        try await office.decide([first], on: session)
        let key = CaseThreads.Key(partition: 0, conversation: "c-1")
        let row = try #require(try await session.query(SelectCases(keys: [key]).statement).first)
        let notes = try Case(row, rules: RoutingRules(), at: start).notes
        #expect(notes.categoryBy == "model")
        #expect((notes.confidence ?? 0) >= 0.7)
        #expect(notes.model == "0")
        #expect(notes.languageBy == "model")
        #expect(notes.tierBy == "rule:fraud")
        #expect(notes.heardRules == "P1.fraud")
        #expect(notes.channel == "web")
        #expect((notes.spamScore ?? 1) < 0.7)
        let view = try await office.texts(
            """
            SELECT concat_ws('|', category, category_by, confidence >= 0.7, suggested_category IS NULL, model, language_by,
                             tier_by, spam_score < 0.7, channel)
            FROM api.cases
            """,
            on: session
        )
        #expect(view == ["login_issue|model|t|t|0|model|rule:fraud|t|web"])
        let words = "SELECT detail ->> 'words' FROM api.case_history WHERE seq = 1"
        let detail = try await office.texts(words, on: session)
        #expect(detail.first??.isEmpty == false)
    }

    @Test
    func `spam is inserted as such, and the transition table agrees when it is brought back`() async throws {
        let office = try await DatabaseOffice.open(
            triage: try TriageOffice.triage([("    blocked_users: []", "    blocked_users: [u-1]")])
        )
        let session = try await office.session()
        try await office.decide([Commands.userWrites()], on: session)
        #expect(try await office.texts("SELECT state FROM api.cases", on: session) == ["spam"])
        let history = "SELECT type || ' ' || coalesce(reason, '') FROM api.case_history ORDER BY seq"
        #expect(try await office.texts(history, on: session) == ["case.opened ", "case.spam blocked_user"])
        let back = Commands.event("case.reopen", after: .seconds(5), ["by": "admin", "admin": "a-1"])
        try await office.decide([back], on: session)
        #expect(try await office.texts("SELECT state FROM api.cases", on: session) == ["open"])
    }

    @Test
    func `a directory's e-mail address is known to the screening`() async throws {
        let office = try await DatabaseOffice.open(
            triage: try TriageOffice.triage([
                ("    blocked_addresses: []", "    blocked_addresses: [\"@spam.example\"]")
            ])
        )
        let session = try await office.session()
        let partition = office.partitioning.partition(of: "u-1")
        let user: Fields = ["user": "u-1", "email": "x@spam.example", "verified": "true"]
        try await office.decide([Commands.event("user.put", nil, partition: partition, user)], on: session)
        try await office.decide([Commands.userWrites()], on: session)
        #expect(try await office.texts("SELECT state FROM api.cases", on: session) == ["spam"])
        #expect(try await office.count("SELECT count(*) FROM router.cases WHERE verified", on: session) == 1)
    }

    @Test
    func `an admin's correction is kept as features of the text that opened the case`() async throws {
        let office = try await DatabaseOffice.open(triage: try TriageOffice.triage())
        let session = try await office.session()
        let text = "the thing is on the blink after the banner"
        for (conversation, text, visibility) in [
            ("c-1", text, nil), ("c-2", text, "private"), ("c-3", "", nil), ("c-4", text, nil), ("c-5", text, nil),
        ] as [(String, String, String?)] {
            try await insertMessage(conversation, text, visibility, on: session)
            try await office.decide([Commands.userWrites(conversation, text: text)], on: session)
        }
        let open: Fields = ["kind": "platform_issue", "subject": "app", "user": "u-1", "text": text]
        try await office.decide([Commands.event("case.open", "c-6", open)], on: session)
        func categorize(_ conversation: String, _ category: String, _ more: Fields = ["admin": "a-1"]) -> Input {
            var fields: Fields = ["category": category]
            for field in more { fields.append(field.name, field.value) }
            return Commands.event("case.categorize", conversation, after: .seconds(60), fields)
        }
        try await office.decide(
            [
                categorize("c-1", "moderation"), categorize("c-2", "moderation"),
                categorize("c-3", "moderation"),
                categorize("c-4", "moderation", ["service": "true", "source": "bot"]),
                categorize("c-6", "moderation"),
                Commands.userWrites("c-7", text: text, after: .seconds(50)), categorize("c-7", "moderation"),
            ],
            on: session
        )
        let present = "SELECT category FROM router.cases WHERE conversation = 'c-5'"
        let category = try #require(try await office.texts(present, on: session).first ?? nil)
        try await office.decide([categorize("c-5", category)], on: session)
        let kept = try await session.query(
            Statement(
                """
                SELECT c.conversation, k.category, k.features, k.seq = h.seq FROM router.corrections AS k
                JOIN router.cases AS c ON c.id = k."case" AND c.partition = k.partition
                JOIN router.case_history AS h ON h."case" = k."case" AND h.type = 'case.categorized'
                ORDER BY c.conversation
                """
            )
        )
        #expect(kept.map { $0.text(0) } == ["c-1", "c-6", "c-7"])
        #expect(kept.allSatisfy { $0.bool(3) })
        for row in kept {
            let correction = Correction(features: row.bytes(2), category: row.text(1))
            #expect(correction == Correction(text: text, category: "moderation"))
        }
    }

    private func insertMessage(
        _ conversation: String,
        _ text: String,
        _ visibility: String?,
        on session: PostgresSession
    ) async throws {
        _ = try await session.query(
            Statement(
                """
                INSERT INTO ingest.messages (partition, conversation, message_no, message, source, id, role, author, text,
                                             time, accepted_at, visibility)
                VALUES (0, $1, 1, gen_random_uuid(), 'web', $1, 'user', 'u-1', $2, now(), now(), $3)
                """,
                .text(conversation),
                .text(text),
                visibility.map { .text($0) } ?? .null
            )
        )
    }

    @Test
    func `a newer model is taken up, and one that cannot be read leaves the one before`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let models = ModelsInForce(lookEvery: .zero, learnEvery: .zero)
        let rule = CorrectionRule()
        try await models.reread(on: session, by: rule)
        #expect(try models.current().version == "0")
        let trained = try TriageModel.train(Self.lessons)
        try await insert(trained.serialized, version: 1, on: session)
        try await models.reread(on: session, by: rule)
        await models.settle()
        #expect(try models.current() == NamedModel(trained, version: 1))
        try await insert([1, 2, 3], version: 2, on: session)
        try await models.reread(on: session, by: rule)
        #expect(try models.current().version == "1")
        try await insert(trained.serialized, version: 3, on: session)
        try await models.reread(on: session, by: rule)
        #expect(try models.current().version == "3")
    }

    @Test
    func `corrections are learned by every router alike, as the policy says`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let text = "the thing is on the blink again after the banner"
        let one = ModelsInForce(lookEvery: .zero, learnEvery: .zero)
        let other = ModelsInForce(lookEvery: .zero, learnEvery: .zero)
        try await insert(try TriageModel.train(Self.lessons).serialized, version: 3, on: session)
        try await insertCorrections(text, age: "1 hour", on: session)
        var rule = CorrectionRule()
        rule.window = .seconds(86_400)
        for models in [one, other] {
            try await models.reread(on: session, by: rule)
            await models.settle()
        }
        #expect(try one.current().version == "3+2")
        #expect(try one.current() == other.current())
        #expect(try one.current().model.judge(text).category == "b")
        try await insertCorrections(text, age: "2 days", on: session)
        try await one.reread(on: session, by: rule)
        await one.settle()
        #expect(try one.current() == other.current())
        rule.window = nil
        try await one.reread(on: session, by: rule)
        await one.settle()
        #expect(try one.current().version == "3+4")
        rule.learns = false
        try await one.reread(on: session, by: rule)
        await one.settle()
        #expect(try one.current().version == "3")
    }

    @Test
    func `the router takes a model and corrections up as it refreshes, with its own role`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await insert(try TriageModel.train(Self.lessons).serialized, version: 7, on: session)
        try await insertCorrections("the blink", age: "1 hour", on: session)
        try await session.execute(script: "SET ROLE saypro_router")
        let models = ModelsInForce(lookEvery: .zero, learnEvery: .zero)
        let stage = RouterStage(models: models)
        try await stage.refresh(on: session)
        await models.settle()
        try await stage.refresh(on: session)
        let transaction = Transaction(session: session, now: start, partitioning: Partitioning(count: 4))
        let outcome = try await stage.handle([Commands.userWrites(text: "zzz")], in: transaction)
        try await transaction.commit(outcome.statements)
        #expect(outcome.events.first?.fields["model"] == "7+2")
        #expect(try await office.texts("SELECT model FROM router.cases", on: session) == ["7+2"])
    }

    private static let lessons = Lessons(
        examples: [
            Example(text: "one two three", category: "a", language: "en"),
            Example(text: "quatre cinq six", category: "b", language: "fr"),
            Example(text: "seven eight nine", category: "a", language: "en"),
        ],
        spam: [SpamExample(text: "win money", isSpam: true), SpamExample(text: "hello", isSpam: false)]
    )

    private func insert(_ model: [UInt8], version: Int32, on session: PostgresSession) async throws {
        _ = try await session.query(
            Statement(
                "INSERT INTO router.triage_models (version, model, digest, examples) VALUES ($1, $2, 'x', 3)",
                .int4(version),
                .bytes(model)
            )
        )
    }

    /// Two corrections of a text to the category `b`.
    private func insertCorrections(_ text: String, age: String, on session: PostgresSession) async throws {
        let features = Correction(text: text, category: "b").features
        for seq in 1...2 {
            _ = try await session.query(
                Statement(
                    """
                    INSERT INTO router.corrections (partition, "case", seq, category, features, corrected_at)
                    VALUES (0, $1, $2, 'b', $3, now() - $4::text::interval)
                    """,
                    .text("case of \(age)"),
                    .int4(Int32(seq)),
                    .bytes(features),
                    .text(age)
                )
            )
        }
    }
}
