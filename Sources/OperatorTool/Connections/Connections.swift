import Contract
import Logging
import Postgres
import Program
import Redis

/// The servers of an installation, and how to reach them.
struct Connections: Sendable {
    let redis: RedisURL
    let database: PostgresURL
    let keys: Keys
    /// The directory with one file per secret, when there is one.
    let secrets: SecretDirectory?
    /// How long to wait for a server.
    var timeout: Duration
    /// Whether somebody said where the database is: a flag, a variable or a secret.
    let namesDatabase: Bool

    init(_ settings: WorkerSettings, namesDatabase: Bool) {
        self.namesDatabase = namesDatabase
        redis = settings.redis
        database = settings.database
        keys = settings.keys
        secrets = settings.secrets
        timeout = settings.connectTimeout
    }

    /// Runs `body` with a session of PostgreSQL and closes it afterwards.
    func withDatabase<Result>(_ body: (PostgresSession) async throws -> Result) async throws -> Result {
        let session = try await PostgresSession.connect(
            to: database,
            applicationName: "saypro",
            connectTimeout: timeout
        )
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    /// Runs `body` with a client of Redis and closes it afterwards.
    func withRedis<Result>(_ body: (RedisClient) async throws -> Result) async throws -> Result {
        let redis = RedisClient(
            url: redis,
            name: "saypro",
            connectTimeout: timeout,
            commandTimeout: .seconds(10),
            logger: Logger(label: "redis") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            let result = try await body(redis)
            await redis.close()
            return result
        } catch {
            await redis.close()
            throw error
        }
    }

    /// The number of partitions as Redis tells it to publishers.
    func partitioning(_ redis: RedisClient) async throws -> Partitioning {
        let reply = try await redis.send(["HGET", keys.config, "partitions"])
        guard let count = reply.string.flatMap({ Int($0) }), Partitioning.allowedCounts.contains(count) else {
            throw ToolFailure.configuration(
                "Redis has no \(keys.config): run saypro migrate, or check REDIS_URL and SAYPRO_PREFIX"
            )
        }
        return Partitioning(count: count)
    }
}

extension PostgresSession {
    /// The number of partitions as the database fixed it.
    func partitioning() throws -> Partitioning {
        let row = try query(Statement("SELECT partitions FROM pipeline.settings")).first
        guard let count = row.map({ Int($0.int(0)) }) else {
            throw ToolFailure.configuration(
                "the database has no number of partitions: run saypro migrate, or end saypro repartition"
            )
        }
        return Partitioning(count: count)
    }

    /// Runs statements in one transaction.
    @discardableResult
    func inTransaction(_ statements: [Statement]) throws -> [Rows] {
        do {
            let rows = try run([Statement("BEGIN")] + statements + [Statement("COMMIT")])
            return Array(rows.dropFirst().dropLast())
        } catch {
            _ = try? query(Statement("ROLLBACK"))
            throw error
        }
    }
}
