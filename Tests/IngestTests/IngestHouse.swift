import Contract
import Ingest
import Pipeline
import Postgres
import TestKit

/// A migrated database of a test's own with the stage on it, and batches that are handled as the runtime does it.
///
/// What is left out is what the runtime adds: positions, sequence numbers and publishing.
struct IngestHouse {
    let stage: IngestStage
    let session: PostgresSession
    let partitioning: Partitioning
    let keys = Keys(prefix: "test")

    static func open(secrets: String? = nil, policy yaml: String? = nil) async throws -> IngestHouse {
        let template = DatabaseTemplate(name: "ingest") { url in
            let session = try await connect(to: url)
            for migration in PipelineMigrations.all + IngestMigrations.all {
                try await session.execute(script: migration.sql)
            }
            await session.close()
        }
        let url = try await SharedServers.postgres.freshDatabase(template: template)
        let session = try await connect(to: url)
        let house = IngestHouse(
            stage: IngestStage(keys: Keys(prefix: "test"), secrets: secrets),
            session: session,
            partitioning: Partitioning(count: 16)
        )
        if let yaml { try await house.apply(policy: yaml) }
        try await house.stage.refresh(on: session)
        // A lane has the rights of its role and no others.
        _ = try await session.query(Statement("SET ROLE saypro_ingest"))
        return house
    }

    private static func connect(to url: PostgresURL) async throws -> PostgresSession {
        try await PostgresSession.connect(to: url, applicationName: "ingest-tests", connectTimeout: .seconds(5))
    }

    /// Makes that policy the newest version.
    func apply(policy yaml: String) async throws {
        try await session.execute(script: "RESET ROLE")
        _ = try await session.query(
            Statement(
                """
                INSERT INTO policy.versions (version, yaml, digest)
                SELECT coalesce(max(version), 0) + 1, $1, '' FROM policy.versions
                """,
                .text(yaml)
            )
        )
        try await session.execute(script: "SET ROLE saypro_ingest")
    }

    func partition(of key: String) -> Int { partitioning.partition(of: key) }

    /// Handles a batch in a transaction of its own; at the database's time unless another is given.
    @discardableResult
    func handle(_ inputs: [Input], at time: Instant? = nil, committing: Bool = true) async throws -> Outcome {
        let transaction = Transaction(session: session, now: time ?? .now(), partitioning: partitioning)
        let outcome = try await stage.handle(inputs, in: transaction)
        if committing {
            try await transaction.commit(outcome.statements)
        } else {
            _ = try await transaction.query(outcome.statements + [Statement("ROLLBACK")])
        }
        return outcome
    }

    /// Handles entries, each from the stream of its conversation's partition.
    @discardableResult
    func handle(_ entries: [[(String, String)]], ms: UInt64 = Entries.arrival) async throws -> Outcome {
        try await handle(inputs(entries, ms: ms))
    }

    func inputs(
        _ entries: [[(String, String)]],
        ms: UInt64 = Entries.arrival,
        isReread: Bool = false
    ) -> [Input] {
        entries.enumerated().map { place, fields in
            let key = fields.first { $0.0 == "conversation" }?.1 ?? ""
            let entry = Entries.entry(fields, partition: partition(of: key), ms: ms, seq: UInt64(place))
            return Entries.input(entry, isReread: isReread)
        }
    }

    /// The one column of a query as texts.
    func column(_ query: String) async throws -> [String?] {
        try await session.query(Statement(query)).map { $0.textOrNull(0) }
    }

    func count(_ table: String) async throws -> Int64 {
        try await session.query(Statement("SELECT count(*) FROM \(table)")).first?.int(0) ?? -1
    }
}
