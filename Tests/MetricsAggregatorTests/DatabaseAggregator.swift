import Contract
import Figures
import Ingest
import Notifier
import Pipeline
import Policy
import Postgres
import Routing
import SLAMonitor
import Survey
import Synchronization
import TestKit
import Testing

@testable import MetricsAggregator

/// An aggregator on a database of its own, with a monitor before it: what happens to cases is told by hand, the clocks
/// are the monitor's.
final class DatabaseAggregator: Sendable {
    static let partitions = 4

    private let stage = MetricsStage()
    private let monitor = SLAMonitorStage()
    let session: PostgresSession
    let url: PostgresURL
    private let seqs = Mutex<[String: Int64]>([:])

    private init(session: PostgresSession, url: PostgresURL) {
        self.session = session
        self.url = url
    }

    static func open() async throws -> DatabaseAggregator {
        let url = try await SharedServers.postgres.freshDatabase(template: .aggregator)
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "metrics-test",
            connectTimeout: .seconds(10)
        )
        let aggregator = DatabaseAggregator(session: session, url: url)
        try await aggregator.stage.refresh(on: session)
        return aggregator
    }

    func close() async { await session.close() }

    /// An event of a topic about a conversation, which has the case `case-CONVERSATION` unless it says otherwise.
    func event(
        _ topic: Topic,
        _ type: String,
        _ time: String,
        _ conversation: String,
        case id: String? = "",
        _ fields: Fields = [:]
    ) throws -> Event {
        let partition = Partitioning(count: Self.partitions).partition(of: conversation)
        let seq = seqs.withLock { seqs in
            seqs["\(topic)/\(partition)", default: 0] += 1
            return seqs["\(topic)/\(partition)"] ?? 0
        }
        return Event(
            topic: topic,
            partition: partition,
            seq: seq,
            type: type,
            version: 1,
            event: EventID.generate(),
            time: try instant(time),
            conversation: ConversationID(conversation),
            case: id.map { CaseID($0.isEmpty ? "case-\(conversation)" : $0) },
            fields: fields
        )
    }

    /// What the monitor says of events, as if it had known them all as soon as time had come to `now`.
    func clocks(of events: [Event], at now: String) async throws -> [Event] {
        var clocks: [Event] = []
        clocks += try await monitored(events.filter { $0.topic == .cases && $0.case != nil }.map(input), at: now)
        let cases = Dictionary(events.compactMap { event in event.case.map { ($0, event) } }) { first, _ in first }
        for (id, event) in cases.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let timer = DueTimer(
                key: "case:\(id)",
                due: try instant(now),
                conversation: event.conversation?.rawValue ?? "",
                fields: ["case": id.rawValue]
            )
            let input = Input(partition: event.partition, content: .timer(timer), conversation: timer.conversation)
            clocks += try await monitored([input], at: now)
        }
        return clocks
    }

    private func monitored(_ inputs: [Input], at now: String) async throws -> [Event] {
        let outcome = try await commit(inputs, monitor, at: now)
        return outcome.events.map { draft in
            let seq = seqs.withLock { seqs in
                seqs["clocks/\(draft.partition)", default: 0] += 1
                return seqs["clocks/\(draft.partition)"] ?? 0
            }
            return Event(
                topic: .clocks,
                partition: draft.partition,
                seq: seq,
                type: draft.type,
                version: 1,
                event: draft.event,
                time: draft.time,
                conversation: draft.conversation,
                case: draft.case,
                fields: draft.fields
            )
        }
    }

    /// Folds events in one batch, which is committed, or rolled back as by a crash.
    func fold(_ events: [Event], crashing: Bool = false) async throws {
        _ = try await commit(events.map(input), stage, at: "2026-07-01 00:00", crashing: crashing)
    }

    /// Takes a person out of what router and aggregator keep, in the order in which they are told.
    func erase(_ erasure: Erasure) async throws {
        for partition in 0..<Self.partitions {
            _ = try await session.run(RouterStage().statements(for: erasure, in: partition))
            let transaction = Transaction(
                session: session,
                now: .now(),
                partitioning: Partitioning(count: Self.partitions)
            )
            let statements = try await stage.statements(for: erasure, in: partition, reading: transaction)
            try await transaction.commit(statements)
        }
    }

    private func input(_ event: Event) -> Input {
        Input(
            partition: event.partition,
            content: .event(event),
            conversation: event.conversation?.rawValue ?? ""
        )
    }

    private func commit(
        _ inputs: [Input],
        _ stage: some Stage,
        at now: String,
        crashing: Bool = false
    ) async throws -> Outcome {
        let transaction = Transaction(
            session: session,
            now: try instant(now),
            partitioning: Partitioning(count: Self.partitions)
        )
        do {
            let outcome = try await stage.handle(inputs, in: transaction)
            if crashing {
                _ = try await transaction.query(outcome.statements + [Statement("SELECT 1")])
                _ = try await session.query(Statement("ROLLBACK"))
                return outcome
            }
            try await transaction.commit(outcome.statements)
            return outcome
        } catch {
            _ = try? await session.query(Statement("ROLLBACK"))
            throw error
        }
    }

    /// The figures as they are after the quarter, by the default policy.
    func store(
        at now: String = "2026-04-02 00:00",
        _ reader: (any FigureReader)? = nil,
        zone: String? = nil
    ) throws -> FigureStore {
        let section = "\nreport:\n  zone: "
        let yaml = DefaultPolicy.yaml.replacing(
            section + "Africa/Johannesburg",
            with: section + (zone ?? "Africa/Johannesburg")
        )
        let document = try Policy.Document(yaml: yaml, files: DefaultPolicy.files)
        let instant = try instant(now)
        return FigureStore(reader ?? session, document: document) { instant }
    }

    /// Sums up every day before April 2026.
    func sumUp() async throws {
        let sums = DaySums(zone: try store().reportZone)
        while try await sums.sumUpOne(before: 20_544, on: session) {}
    }

    /// Every cell that is not zero, in one order.
    func cells() async throws -> [String] {
        try await texts(
            """
            SELECT concat_ws('|', partition, hour, measure, label, team, channel, category, admin, language, campaign,
                             bucket, n, sum)
            FROM metrics.cells WHERE n <> 0 OR sum <> 0 ORDER BY 1
            """
        )
    }

    func rows(_ sql: String) async throws -> Rows { try await session.query(Statement(sql)) }

    /// The rows' first columns.
    func texts(_ sql: String) async throws -> [String] { try await rows(sql).map { $0.textOrNull(0) ?? "NULL" } }

    func instant(_ time: String) throws -> Instant {
        try #require(Instant(rfc3339: time.contains("T") ? time : time.replacing(" ", with: "T") + ":00Z"))
    }
}

extension DatabaseTemplate {
    /// The schemas that the aggregator needs, with the default policy in force.
    static let aggregator = DatabaseTemplate(name: "metrics-aggregator") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "metrics-test",
            connectTimeout: .seconds(10)
        )
        let all =
            PipelineMigrations.all + IngestMigrations.all + RouterMigrations.all + NotifierMigrations.all
            + SLAMonitorMigrations.all + SurveyMigrations.all
            + MetricsMigrations.all
        for migration in all {
            try await session.execute(script: migration.sql)
        }
        _ = try await session.query(
            Statement("INSERT INTO pipeline.settings (partitions) VALUES (\(DatabaseAggregator.partitions))")
        )
        await session.close()
    }
}
