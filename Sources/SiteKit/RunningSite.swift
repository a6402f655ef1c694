import Logging
package import Postgres
package import Program
import Redis
import ServiceLifecycle

/// A site on a free port of this machine, asked by a client that follows nothing and keeps nothing.
package struct RunningSite: Sendable {
    /// The port that it listens at.
    package let port: Int
    /// The headers of a question that has none of its own.
    let headers: [String: String]

    /// Runs a site of a program while the body runs, then stops it.
    ///
    /// `patience` is how long a page waits for a free session of the database.
    package static func run(
        _ site: Site,
        of program: String,
        on database: PostgresURL? = nil,
        tokens: [AccessRole: String] = [:],
        environment: [String: String] = [:],
        patience: Duration = .seconds(30),
        askedWith headers: [String: String] = [:],
        _ body: (RunningSite) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let settings = try WorkerSettings(program: program, environment: environment)
        let supplies = SiteSupplies(
            settings: settings,
            database: ReadPool(database ?? settings.database, name: "test", patience: patience),
            redis: RedisClient(url: settings.redis, name: "test"),
            logger: logger
        )
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let server = StatusServer(
            address: ListenAddress(host: "127.0.0.1", port: 0),
            tokens: AccessTokens(tokens.mapValues { Array($0.utf8) }),
            readiness: { .ready },
            metrics: { "up 1\n" },
            logger: logger,
            site: (site, supplies),
            onListening: { listening.yield($0) }
        )
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            var opened = ports.makeAsyncIterator()
            if let port = await opened.next() { try await body(RunningSite(port: port, headers: headers)) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
