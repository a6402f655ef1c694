import Contract
import Logging
import Pipeline
import Postgres
import Redis
import ServiceLifecycle
import TestKit

/// A database of the test's own with the pipeline's schema, a key prefix, and an upstream that writes commands.
final class Bench: Sendable {
    let redis: RedisURL
    let database: PostgresURL
    let keys = Keys(prefix: SharedServers.prefix())
    let partitions: Int
    let client: RedisClient
    let session: PostgresSession

    private init(redis: RedisURL, database: PostgresURL, partitions: Int) async throws {
        self.redis = redis
        self.database = database
        self.partitions = partitions
        client = RedisClient(url: redis, name: "test")
        session = try await PostgresSession.connect(to: database, applicationName: "test", connectTimeout: .seconds(10))
    }

    static func prepare(
        partitions: Int = 4,
        redis: RedisURL? = nil,
        postgres: PostgresServer? = nil
    ) async throws -> Bench {
        let template = DatabaseTemplate(name: "pipeline of \(partitions)") { database in
            let session = try await PostgresSession.connect(
                to: database,
                applicationName: "test",
                connectTimeout: .seconds(10)
            )
            for migration in PipelineMigrations.all { try await session.execute(script: migration.sql) }
            _ = try await session.query(
                Statement("INSERT INTO pipeline.settings (partitions) VALUES ($1)", .int4(Int32(partitions)))
            )
            await session.close()
        }
        let server = if let postgres { postgres } else { try await SharedServers.postgres }
        let url = if let redis { redis } else { try await SharedServers.redis }
        return try await Bench(
            redis: url,
            database: server.freshDatabase(template: template),
            partitions: partitions
        )
    }

    /// Runs lanes of a stage while `body` runs, and has them drain then.
    func withLanes(
        _ stages: [some Stage],
        tick: Duration = .milliseconds(200),
        batchLimit: Int = 1_000,
        parkingWindow: Duration = .seconds(60),
        tracing: Tracer? = nil,
        _ body: () async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let health = PipelineHealth()
        var settings = PipelineSettings(redis: redis, postgres: database, keys: keys, instance: keys.prefix)
        settings.tick = tick
        settings.batchLimit = batchLimit
        settings.parkingWindow = parkingWindow
        settings.tracing = tracing
        let lanes = stages.enumerated().map { place, stage in
            LaneService(stage: stage, lane: place, settings: settings, health: health, logger: logger)
        }
        let group = ServiceGroup(services: lanes, logger: logger)
        let running = Task { try await group.run() }
        do {
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            _ = try? await running.value
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Writes commands into the log, as `ingest` would, and into their streams unless these are to miss them.
    func send(
        _ commands: [Fields],
        to partition: Int,
        publishing: Bool = true,
        version: Int = 1,
        traceparent: String? = nil
    ) async throws {
        let head = try await head(of: .commands, partition)
        let events = commands.enumerated().map { place, fields in
            Event(
                topic: .commands,
                partition: partition,
                seq: head + Int64(place) + 1,
                type: fields["type"] ?? "message.post",
                version: version,
                event: .generate(),
                time: .now(),
                conversation: ConversationID(fields["conversation"] ?? "c-\(partition)"),
                cause: "test",
                traceparent: traceparent,
                fields: fields
            )
        }
        try await write(events)
        guard publishing else { return }
        let replies = try await client.send(
            events.map { event in
                var command: Command = ["XADD", keys.topic(.commands, partition), "\(event.seq)-0"]
                for (name, value) in event.streamFields {
                    command.append(name)
                    command.append(value)
                }
                return command
            }
        )
        for reply in replies { if case .error(let failure) = reply { throw failure } }
    }

    /// The values of field `n` of the stage's events in a partition, in order, as the log has them.
    func echoes(_ partition: Int) async throws -> [String] {
        let rows = try await session.query(
            Statement(
                """
                SELECT fields::jsonb ->> 'n' FROM pipeline.events
                WHERE topic = 'surveys' AND partition = $1 ORDER BY seq
                """,
                .int4(Int32(partition))
            )
        )
        return rows.map { $0.text(0) }
    }

    /// The same, as the stream has them.
    func published(_ partition: Int, _ stream: String = "surveys") async throws -> [String] {
        guard case .array(let entries) = try await client.send(["XRANGE", keys.stream(stream, partition), "-", "+"])
        else { return [] }
        return entries.compactMap { entry in
            guard case .array(let parts) = entry, case .array(let values) = parts[1],
                let place = values.firstIndex(of: .text("n")), case .text(let n) = values[place + 1]
            else { return nil }
            return n
        }
    }

    func number(_ sql: String) async throws -> Int {
        Int(try await session.query(Statement(sql)).first?.int(0) ?? 0)
    }

    func run(_ sql: String) async throws {
        try await session.execute(script: sql)
    }

    func head(of topic: Topic, _ partition: Int) async throws -> Int64 {
        let rows = try await session.query(
            Statement(
                "SELECT seq FROM pipeline.heads WHERE topic = $1 AND partition = $2",
                .text(topic.rawValue),
                .int4(Int32(partition))
            )
        )
        return rows.first?.int(0) ?? 0
    }

    private func write(_ events: [Event]) async throws {
        guard let last = events.last else { return }
        _ = try await session.run([
            Statement("BEGIN"),
            Statement(
                """
                INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, cause, traceparent, fields)
                SELECT $1, 'commands', seq, type, v, event, now(), conversation, 'test', traceparent, fields
                FROM unnest($2::bigint[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::text[])
                    AS e (seq, type, v, event, conversation, traceparent, fields)
                """,
                .int4(Int32(last.partition)),
                .int8s(events.map(\.seq)),
                .texts(events.map(\.type)),
                .int4s(events.map { Int32($0.version) }),
                .uuids(events.map { PostgresUUID(high: $0.event.high, low: $0.event.low) }),
                .texts(events.map { $0.conversation?.rawValue }),
                .texts(events.map(\.traceparent)),
                .texts(events.map(\.fields.json))
            ),
            Statement(
                """
                INSERT INTO pipeline.heads (partition, topic, seq) VALUES ($1, 'commands', $2)
                ON CONFLICT (partition, topic) DO UPDATE SET seq = EXCLUDED.seq
                """,
                .int4(Int32(last.partition)),
                .int8(last.seq)
            ),
            Statement("COMMIT"),
        ])
    }
}

/// Commands numbered from 1, with the same further fields each.
func numbered(_ range: ClosedRange<Int>, _ further: [(String, String)] = []) -> [Fields] {
    range.map { Fields([("n", String($0))] + further) }
}
