package import Contract
package import Postgres
package import Redis

/// A freshly migrated database and a key prefix of the test's own, and the programs that run over them.
package struct House: Sendable {
    /// The stages of this release, in the order in which a message meets them.
    package static let stages = ["ingest", "router", "notifier", "sla-monitor", "survey", "metrics-aggregator"]

    /// The Redis that the programs use.
    package let redis: RedisURL
    /// The database that the programs use.
    package let database: PostgresURL
    /// The first part of the keys, and what follows from it.
    package let keys: Keys
    /// How many partitions there are.
    package let partitioning: Partitioning

    /// Prepares a house on servers of a test's own, or on those that all tests share.
    package static func prepare(
        redis: RedisURL? = nil,
        postgres: PostgresServer? = nil,
        partitions: Int = 16
    ) async throws -> House {
        let partitioning = Partitioning(count: partitions)
        let redisURL = if let redis { redis } else { try await SharedServers.redis }
        let server = if let postgres { postgres } else { try await SharedServers.postgres }
        let template = DatabaseTemplate(name: "house of \(partitions)") { database in
            let nobody = Keys(prefix: SharedServers.prefix())
            try await House(redis: redisURL, database: database, keys: nobody, partitioning: partitioning)
                .saypro("migrate", "--partitions", String(partitions))
        }
        let house = House(
            redis: redisURL,
            database: try await server.freshDatabase(template: template),
            keys: Keys(prefix: SharedServers.prefix()),
            partitioning: partitioning
        )
        let client = house.client()
        _ = try await client.send(["HSET", house.keys.config, "partitions", String(partitions)])
        await client.close()
        return house
    }

    /// The environment that leads a program to this house.
    package var environment: [String: String] {
        [
            "REDIS_URL": redis.description, "DATABASE_URL": database.description, "SAYPRO_PREFIX": keys.prefix,
            "SAYPRO_LOG_FORMAT": "json", "SAYPRO_LOG_LEVEL": "info",
        ]
    }

    /// Starts one program.
    ///
    /// `fault` is where it is to be killed, as `<point>:<nth>`; `database` another way to the database, such as through
    /// something that cuts it; `settings` are variables that are set besides.
    package func start(
        _ stage: String,
        fault: String? = nil,
        database: PostgresURL? = nil,
        settings: [String: String] = [:]
    ) async throws -> RunningProgram {
        var environment = environment.merging(settings) { $1 }
        environment["SAYPRO_FAULT"] = fault
        // Houses are many and stand side by side: none takes the port that is the default.
        environment["SAYPRO_HTTP"] = ""
        if let database { environment["DATABASE_URL"] = database.description }
        return try await RunningProgram.start("\(RunningProgram.folder)/\(stage)", environment: environment)
    }

    /// Starts one program of each stage, but for those in `absent`.
    package func startAll(but absent: Set<String> = []) async throws -> [RunningProgram] {
        var programs: [RunningProgram] = []
        for stage in Self.stages where !absent.contains(stage) {
            programs.append(try await start(stage))
        }
        return programs
    }

    /// Runs the operator's tool and returns what it printed; throws unless its status is 0.
    @discardableResult
    package func saypro(_ arguments: String...) async throws -> String {
        try await RunningProgram.output(
            of: "\(RunningProgram.folder)/saypro",
            arguments,
            environment: environment
        )
    }

    /// The same house when its number of partitions has been changed.
    package func repartitioned(to count: Int) -> House {
        House(redis: redis, database: database, keys: keys, partitioning: Partitioning(count: count))
    }

    /// A session of the database's owner.
    package func session() async throws -> PostgresSession {
        try await PostgresSession.connect(
            to: database,
            applicationName: "test",
            connectTimeout: .seconds(10)
        )
    }

    /// A client of the Redis.
    package func client() -> RedisClient {
        RedisClient(url: redis, name: "test")
    }
}
