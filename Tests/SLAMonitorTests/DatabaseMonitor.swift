import Contract
import Ingest
import Pipeline
import Policy
import Postgres
import Routing
import SLAMonitor
import Synchronization
import TestKit
import Testing

/// A monitor on a database of its own: batches are handled in real transactions, timers are kept by hand.
final class DatabaseMonitor: Sendable {
    private let stage = SLAMonitorStage()
    private let session: PostgresSession
    private let timers = Mutex<[String: DueTimer]>([:])
    private let told = Mutex<[Draft]>([])
    private let count = Mutex<UInt64>(0)

    private init(session: PostgresSession) { self.session = session }

    static func open() async throws -> DatabaseMonitor {
        let url = try await SharedServers.postgres.freshDatabase(template: .monitor)
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "sla-monitor-test",
            connectTimeout: .seconds(10)
        )
        return DatabaseMonitor(session: session)
    }

    func close() async { await session.close() }

    /// The events that were committed, in order.
    var events: [Draft] { told.withLock { $0 } }

    /// When the case's timer is due.
    func timer(_ id: String = "case-1") -> DueTimer? { timers.withLock { $0["case:\(id)"] } }

    /// An event about a case.
    func event(_ type: String, _ time: String, _ id: String? = "case-1", _ fields: Fields = [:]) throws -> Input {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let event = Event(
            topic: .cases,
            partition: 3,
            seq: Int64(number),
            type: type,
            version: 1,
            event: EventID(high: number, low: 0),
            time: try instant(time),
            conversation: ConversationID("c-1"),
            case: id.map { CaseID($0) },
            fields: fields
        )
        return Input(partition: 3, content: .event(event), conversation: "c-1")
    }

    /// Handles a batch in a transaction that is committed, or rolled back as by a crash.
    @discardableResult
    func handle(
        _ inputs: [Input],
        at now: String = "2026-03-09 12:00",
        crashing: Bool = false
    ) async throws -> [OutgoingLetter] {
        let transaction = Transaction(
            session: session,
            now: try instant(now),
            partitioning: Partitioning(count: 4)
        )
        do {
            let outcome = try await stage.handle(inputs, in: transaction)
            if crashing {
                _ = try await transaction.query(outcome.statements + [Statement("SELECT 1")])
                _ = try await session.query(Statement("ROLLBACK"))
                return []
            }
            try await transaction.commit(outcome.statements)
            told.withLock { $0 += outcome.events }
            keep(outcome.timers)
            return outcome.letters
        } catch {
            _ = try? await session.query(Statement("ROLLBACK"))
            throw error
        }
    }

    /// Lets time pass: timers are handled as they come due.
    func pass(to time: String) async throws {
        let end = try instant(time)
        while let (key, timer) = timers.withLock({ timers in
            timers.filter { $0.value.due <= end }.min { $0.value.due < $1.value.due }
        }) {
            timers.withLock { $0[key] = nil }
            let input = Input(partition: 3, content: .timer(timer), conversation: timer.conversation)
            try await handle([input], at: timer.due.description)
        }
    }

    /// What a lane does once a second.
    func refresh() async throws { try await stage.refresh(on: session) }

    /// Takes the letters out of the mail, as their reader does.
    func takeMail() async throws -> [Letter] {
        let rows = try await session.query(
            Statement(
                "DELETE FROM pipeline.mail_sla_monitor RETURNING partition, sender, kind, conversation, fields"
            )
        )
        return try rows.map { row in
            Letter(
                from: Int(row.int(0)),
                kind: row.text(2),
                conversation: row.text(3),
                fields: try Fields(json: row.text(4))
            )
        }
    }

    /// Hands letters to the partitions that wrote them; returns those that follow.
    @discardableResult
    func deliver(_ letters: [Letter], crashing: Bool = false) async throws -> [Letter] {
        let inputs = letters.map { Input(partition: $0.from, content: .letter($0), conversation: "") }
        return try await handle(inputs, crashing: crashing).map(\.letter)
    }

    /// What a policy would do to the clocks that are open.
    func preview(_ yaml: String) async throws -> ReplanPreview {
        try await ReplanPreview.of(Policy.Document(yaml: yaml), on: session) { _ in }
    }

    @discardableResult
    func rows(_ sql: String) async throws -> Rows { try await session.query(Statement(sql)) }

    /// The rows' first columns.
    func texts(_ sql: String) async throws -> [String] { try await rows(sql).map { $0.textOrNull(0) ?? "NULL" } }

    private func keep(_ changes: [TimerChange]) {
        timers.withLock { timers in
            for change in changes {
                switch change {
                case .set(_, let key, let due, let conversation, let fields):
                    timers[key] = DueTimer(key: key, due: due, conversation: conversation, fields: fields)
                case .cancel(_, let key): timers[key] = nil
                }
            }
        }
    }

    private func instant(_ time: String) throws -> Instant {
        try #require(Instant(rfc3339: time.contains("T") ? time : time.replacing(" ", with: "T") + ":00Z"))
    }
}

extension DatabaseTemplate {
    /// The schemas that the monitor needs, with one policy in force since 2026.
    static let monitor = DatabaseTemplate(name: "sla-monitor") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "sla-monitor-test",
            connectTimeout: .seconds(10)
        )
        for migration in PipelineMigrations.all + IngestMigrations.all + RouterMigrations.all
            + SLAMonitorMigrations.all
        {
            try await session.execute(script: migration.sql)
        }
        let yaml = """
            version: 1
            sources: { web: { publish: [message.post] } }
            calendars: { office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } } }
            ladder: { steps: { start: warning, levels: [{ notify: [team] }], on_breach: { raise_tier: true } } }
            notices: { expected_reply: { update_before: 30m } }
            promises:
              first: { metric: first_response, target: 1h, hours: office, warn: [50%, 75%], ladder: steps }
              whole: { metric: resolution, target: 24h, warn: [90%] }
            """
        let statement = Statement(
            """
            INSERT INTO policy.versions (version, yaml, digest, applied_at) VALUES
            (1, $1, '', '2026-01-01 00:00+00'), (2, $2, '', '2026-03-10 00:00+00')
            """,
            .text(yaml),
            .text(yaml.replacing("target: 1h", with: "target: 2h"))
        )
        _ = try await session.query(statement)
        _ = try await session.query(Statement("INSERT INTO pipeline.settings (partitions) VALUES (4)"))
        await session.close()
    }
}
