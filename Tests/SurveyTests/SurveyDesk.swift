import Contract
import Pipeline
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Survey

/// A survey program's stage on a database of its own: batches are handled in real transactions, timers and letters are
/// kept by hand.
final class SurveyDesk: Sendable {
    static let partitioning = Partitioning(count: 4)

    let stage = SurveyStage()
    private let session: PostgresSession
    private let timers = Mutex<[String: DueTimer]>([:])
    private let told = Mutex<[Draft]>([])
    private let count = Mutex<UInt64>(0)

    static func open(_ template: DatabaseTemplate = .desk) async throws -> SurveyDesk {
        let url = try await SharedServers.postgres.freshDatabase(template: template)
        return try await SurveyDesk(to: url)
    }

    /// Another lane over the same database.
    func another() async throws -> SurveyDesk { try await SurveyDesk(to: url) }

    let url: PostgresURL

    private init(to url: PostgresURL) async throws {
        self.url = url
        session = try await PostgresSession.connect(
            to: url,
            applicationName: "survey-test",
            connectTimeout: .seconds(10)
        )
        try await stage.refresh(on: session)
    }

    func close() async { await session.close() }

    /// The events that were committed, in order.
    var events: [Draft] { told.withLock { $0 } }

    /// The events of a type.
    func events(_ type: String) -> [Draft] { events.filter { $0.type == type } }

    /// The types that were told, in order.
    var types: [String] { events.map(\.type) }

    /// The token of the last survey that was sent.
    var token: String { events("survey.sent").last?.fields["token"] ?? "" }

    func timer(_ key: String = "survey:case-1/1") -> DueTimer? { timers.withLock { $0[key] } }

    /// Makes an input of an event or command.
    func event(
        _ type: String,
        _ time: String,
        _ fields: Fields = [:],
        case id: String? = "case-1",
        conversation: String = "c-1",
        topic: Topic = .cases
    ) throws -> Input {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let partition =
            type == "user.changed"
            ? Self.partitioning.partition(of: fields["user"] ?? "")
            : Self.partitioning.partition(of: conversation)
        var fields = fields
        if topic == .cases, fields["cycle"] == nil { fields.append("cycle", "1") }
        if topic == .cases, fields["user"] == nil { fields.append("user", "u-1") }
        let event = Event(
            topic: topic,
            partition: partition,
            seq: Int64(number),
            type: type,
            version: 1,
            event: EventID(high: number, low: UInt64(partition)),
            time: try instant(time),
            conversation: ConversationID(conversation),
            case: id.map { CaseID($0) },
            fields: fields
        )
        return Input(partition: partition, content: .event(event), conversation: conversation)
    }

    /// A `survey.answer`, as ingest passes it on.
    func answer(_ time: String, _ fields: Fields, token: String? = nil, conversation: String = "c-1") throws -> Input {
        var all: Fields = ["source": "web", "id": "a-\(fields.count)", "survey": token ?? self.token]
        for field in fields { all.set(field.name, to: field.value) }
        return try event("survey.answer", time, all, case: nil, conversation: conversation, topic: .commands)
    }

    /// Lets an admin answer a case and another resolve it at the time.
    func resolve(
        _ time: String,
        case id: String = "case-1",
        conversation: String = "c-1",
        _ fields: Fields = [:],
        at now: String? = nil
    ) async throws {
        var resolve: Fields = [
            "actor": "admin:a-2", "team": "payments", "category": "refund", "kind": "conversation", "channel": "web",
            "language": "fr",
        ]
        for field in fields { resolve.set(field.name, to: field.value) }
        let replied: Fields = ["admin": "a-1", "backfill": fields["backfill"] ?? ""]
        try await handle(
            [
                event("case.replied", time, replied, case: id, conversation: conversation),
                event("case.resolved", time, resolve, case: id, conversation: conversation),
            ],
            at: now ?? time
        )
    }

    /// Handles a batch in a transaction that is committed, or rolled back as by a crash.
    func handle(_ inputs: [Input], at now: String, crashing: Bool = false) async throws {
        let transaction = Transaction(session: session, now: try instant(now), partitioning: Self.partitioning)
        do {
            let outcome = try await stage.handle(inputs, in: transaction)
            if crashing {
                _ = try await transaction.query(outcome.statements + [Statement("SELECT 1")])
                _ = try await session.query(Statement("ROLLBACK"))
                return
            }
            try await transaction.commit(outcome.statements)
            told.withLock { $0 += outcome.events }
            keep(outcome.timers)
        } catch {
            _ = try? await session.query(Statement("ROLLBACK"))
            throw error
        }
    }

    /// Lets time pass: timers are handled as they come due, each in a batch of its own.
    func pass(to time: String) async throws {
        let end = try instant(time)
        while let (key, timer) = timers.withLock({ timers in
            timers.filter { $0.value.due <= end }.min { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
        }) {
            timers.withLock { $0[key] = nil }
            try await handle([due(timer)], at: timer.due.description)
        }
    }

    /// A timer as the pipeline gives it.
    func due(_ timer: DueTimer) -> Input {
        Input(
            partition: Self.partitioning.partition(of: timer.conversation),
            content: .timer(timer),
            conversation: timer.conversation
        )
    }

    /// A letter to the conversation's partition.
    func letter(_ kind: String, _ fields: Fields, conversation: String = "c-1") -> Input {
        let partition = Self.partitioning.partition(of: conversation)
        let letter = Letter(from: partition, kind: kind, conversation: conversation, fields: fields)
        return Input(partition: partition, content: .letter(letter), conversation: conversation)
    }

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

    func instant(_ time: String) throws -> Instant {
        try #require(Instant(rfc3339: time.contains("T") ? time : time.replacing(" ", with: "T") + ":00Z"))
    }
}

extension DatabaseTemplate {
    /// The schemas that the survey needs, with one policy in force.
    static let desk = DatabaseTemplate(name: "survey desk") { url in
        try await prepare(
            url,
            """
            version: 1
            sources: { web: { publish: [message.post] } }
            calendars: { office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } } }
            teams: { seniors: { title: Seniors, calendar: office }, payments: { title: Payments } }
            surveys:
              delay: 1h
              reminder: 3d
              expiry: 14d
              cool_down: 7d
              follow_up: { stars: 2, within: 4h, team: seniors }
              channels: { api: { ask: false }, email: { delay: 2h, scale: 10 } }
            rewards: { points: 10, comment_points: 5, cap: { points: 22, within: 30d }, reversible_for: 90d }
            """
        )
    }

    static func prepare(_ url: PostgresURL, _ yaml: String) async throws {
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "survey-test",
            connectTimeout: .seconds(10)
        )
        for migration in PipelineMigrations.all + SurveyMigrations.all {
            try await session.execute(script: migration.sql)
        }
        _ = try await session.query(
            Statement(
                "INSERT INTO policy.versions (version, yaml, digest, applied_at) VALUES (1, $1, '', '2026-01-01 00:00+00')",
                .text(yaml)
            )
        )
        _ = try await session.query(Statement("INSERT INTO pipeline.settings (partitions) VALUES (4)"))
        await session.close()
    }
}
