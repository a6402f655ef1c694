import Logging
import Pipeline
import Postgres
import Redis

extension ServerCheck {
    /// The check of a worker: Redis answers, and PostgreSQL has the schema that the stage needs.
    init(
        _ settings: WorkerSettings,
        stage: StageName,
        schema: [Migration],
        health: PipelineHealth,
        logger: Logger
    ) {
        let redis = settings.redis
        let database = settings.database
        requirements = [
            Requirement(name: "Redis at \(redis)") { timeout in
                await Self.obstacle(at: redis, for: stage, within: timeout)
            },
            Requirement(name: "PostgreSQL at \(database)") { timeout in
                await Self.obstacle(at: database, for: stage, schema: schema, within: timeout)
            },
        ]
        timeout = settings.connectTimeout
        self.health = health
        self.logger = logger
    }

    private static func obstacle(at url: RedisURL, for stage: StageName, within timeout: Duration) async -> String? {
        do throws(RedisError) {
            let connection = try await RedisConnection.connect(
                to: url,
                name: "\(stage)-start",
                connectTimeout: timeout,
                commandTimeout: timeout
            )
            do throws(RedisError) {
                _ = try await connection.send(["PING"])
                await connection.close()
            } catch {
                await connection.close()
                throw error
            }
            return nil
        } catch {
            return error.message.onOneLine
        }
    }

    private static func obstacle(
        at url: PostgresURL,
        for stage: StageName,
        schema: [Migration],
        within timeout: Duration
    ) async -> String? {
        do throws(PostgresError) {
            let session = try await PostgresSession.connect(
                to: url,
                applicationName: "\(stage)-start",
                settings: ["statement_timeout": "\(timeout.components.seconds + 1)s"],
                connectTimeout: timeout
            )
            do throws(PostgresError) {
                let obstacle = try await SchemaCheck(stage: stage, schema: schema).obstacle(on: session)
                await session.close()
                return obstacle
            } catch {
                await session.close()
                throw error
            }
        } catch {
            return "\(error)".onOneLine
        }
    }
}

extension String {
    /// The text without line breaks.
    var onOneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
