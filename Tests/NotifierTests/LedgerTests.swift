import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Notifier

struct LedgerTests {
    @Test
    func `a notice is a row, an event and an entry of the in-app stream`() async throws {
        let session = try await Self.session()
        let event = Events.event(
            "case.assigned",
            ["user": "u-1", "admin": "a-1", "admin_name": "Ada", "language": "fr", "actor": "system"]
        )
        let drafts = try await Self.handle([event], on: session)
        #expect(drafts.map(\.type) == ["notification.sent", "notification.sent"])
        #expect(drafts.allSatisfy { $0.cause == event.event.description && $0.partition == 2 })

        let rows = try await session.query(
            Statement(
                """
                SELECT type, recipient, channel, state, reason, cause, sent_at IS NOT NULL, attempts::bigint,
                       notification::text, event::text
                FROM api.notifications ORDER BY recipient
                """
            )
        )
        #expect(rows.map { $0.text(1) } == ["a-1", "u-1"])
        #expect(rows.map { $0.text(4) } == ["assigned_to_you", "your_case"])
        for row in rows {
            #expect(row.text(0) == "assigned")
            #expect(row.text(2) == "in_app")
            #expect(row.text(3) == "sent")
            #expect(row.text(5) == "cmd-1")
            #expect(row.bool(6))
            #expect(row.int(7) == 1)
            #expect(row.text(9) == event.event.description)
        }
        let projection = try #require(NotifierStage().definition.projection)
        #expect(projection.stream == "inbox")
        let toUser = try #require(drafts.last)
        let entry = try #require(projection.fields(Self.event(toUser)))
        let values = Dictionary(entry) { first, _ in first }
        #expect(
            entry.map(\.0) == [
                "recipient", "notification", "subject", "body", "language", "conversation", "case", "type", "reason",
            ]
        )
        #expect(values["recipient"] == "u-1")
        #expect(values["notification"] == rows.last?.text(8))
        #expect(values["subject"] == "Ada s’occupe de votre dossier")
        #expect(values["language"] == "fr")
        #expect(values["case"] == "k-1")
    }

    @Test
    func `what is suppressed has a row and an event, and no entry of the in-app stream`() async throws {
        let session = try await Self.session()
        let event = Events.event("case.replied", ["user": "u-1", "actor": "admin:a-1", "backfill": "true"])
        let drafts = try await Self.handle([event], on: session)
        #expect(drafts.map(\.type) == ["notification.suppressed"])
        #expect(drafts[0].fields["reason"] == "backfill")
        #expect(drafts[0].fields["body"] == nil)
        #expect(NotifierStage.inboxFields(of: Self.event(drafts[0])) == nil)
        let row = try #require(
            try await session.query(
                Statement("SELECT state, reason, sent_at, attempts::bigint FROM api.notifications")
            ).first
        )
        #expect(row.text(0) == "suppressed")
        #expect(row.text(1) == "backfill")
        #expect(row.isNull(2))
        #expect(row.int(3) == 0)
    }

    @Test
    func `nobody can be told of one event twice`() async throws {
        let session = try await Self.session()
        let event = Events.event("case.replied", ["user": "u-1", "actor": "admin:a-1"])
        try await Self.handle([event], on: session)
        await #expect(throws: PostgresError.self) { try await Self.handle([event], on: session) }
        _ = try await session.query(Statement("ROLLBACK"))
        let count = try await session.query(Statement("SELECT count(*) FROM api.notifications")).first?.int(0)
        #expect(count == 1)
    }

    @discardableResult
    private static func handle(_ events: [Event], on session: PostgresSession) async throws -> [Draft] {
        let partitioning = Partitioning(count: 4)
        let inputs = events.map { Input(partition: $0.partition, content: .event($0), conversation: "c-1") }
        let transaction = Transaction(session: session, now: Events.now, partitioning: partitioning)
        let outcome = try await NotifierStage().handle(inputs, in: transaction)
        try await transaction.commit(outcome.statements)
        return outcome.events
    }

    private static func event(_ draft: Draft) -> Event {
        Event(
            topic: .notifications,
            partition: draft.partition,
            seq: 1,
            type: draft.type,
            version: draft.version,
            event: draft.event,
            time: draft.time,
            conversation: draft.conversation,
            case: draft.case,
            cause: draft.cause,
            fields: draft.fields
        )
    }

    private static func session() async throws -> PostgresSession {
        let url = try await SharedServers.postgres.freshDatabase(template: .ledger)
        return try await PostgresSession.connect(
            to: url,
            applicationName: "notifier-test",
            connectTimeout: .seconds(10)
        )
    }
}

extension DatabaseTemplate {
    /// The schemas that the notifier needs.
    static let ledger = DatabaseTemplate(name: "notifier") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "notifier-test",
            connectTimeout: .seconds(10)
        )
        for migration in PipelineMigrations.all + NotifierMigrations.all {
            try await session.execute(script: migration.sql)
        }
        await session.close()
    }
}
