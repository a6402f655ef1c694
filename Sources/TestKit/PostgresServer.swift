internal import Blocking
internal import Foundation
package import Postgres

/// A PostgreSQL server of the test's own, on a Unix socket and a port, in a directory of its own.
///
/// As root it runs as the user `postgres`, since PostgreSQL refuses root. It ends with the object, and with the test
/// process however that ends. Whoever comes through the Unix socket is trusted; TCP asks for a password.
package actor PostgresServer {
    /// The database `postgres` of this server, as its superuser.
    package nonisolated let url: PostgresURL
    /// Where it listens on 127.0.0.1; nil for a server that was there before.
    package nonisolated let port: Int?

    /// The file of the certificate that clients are to trust (`sslrootcert`); nil without TLS.
    package nonisolated let certificate: String?

    private let cluster: PostgresCluster?
    private var templates: [String: Task<String, any Error>] = [:]
    private var administration: PostgresSession?

    /// Makes a new database cluster and starts it.
    ///
    /// The `settings` override ours, such as `["fsync": "off"]`. An encrypted server offers TLS besides, with a
    /// certificate of its own for `localhost`.
    package static func start(
        settings: [String: String] = [:],
        isEncrypted: Bool = false
    ) async throws -> PostgresServer {
        let cluster = try await PostgresCluster.create(settings: settings, isEncrypted: isEncrypted)
        let server = try PostgresServer(cluster: cluster)
        try await server.launch()
        return server
    }

    private init(cluster: PostgresCluster) throws {
        self.cluster = cluster
        port = cluster.port
        certificate = cluster.certificate
        url = try PostgresURL("postgresql://postgres@/postgres?host=\(cluster.path)&port=\(cluster.port)")
    }

    /// Uses a server that is already there.
    ///
    /// - Parameter url: A superuser's URL; databases are made and left there.
    package init(existing url: PostgresURL) {
        self.url = url
        cluster = nil
        port = nil
        certificate = nil
    }

    /// Makes an empty database, or a copy of a template, which the first call with its name prepares.
    package func freshDatabase(template: DatabaseTemplate? = nil) async throws -> PostgresURL {
        let name = "test_" + String(UInt64.random(in: 0 ... .max), radix: 36)
        let origin = if let template { try await prepared(template) } else { "template0" }
        try await create(name, copying: origin)
        return url.withDatabase(name)
    }

    /// Removes a database of `freshDatabase`, with its sessions.
    package func drop(_ database: PostgresURL) async throws {
        guard let name = database.database, name.hasPrefix("test_") else { return }
        try await administer("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Ends the server as a crash would, without a checkpoint, and starts it again on the same data and addresses.
    package func restartImmediate() async throws {
        await closeAdministration()
        await cluster?.end(with: SIGQUIT)
        try await launch()
    }

    /// Ends the server at once and leaves it down; `launch()` starts it again.
    package func stopImmediate() async {
        await closeAdministration()
        await cluster?.end(with: SIGQUIT)
    }

    /// Stops the server in its tracks (SIGSTOP): it takes no new sessions, while those that are there go on.
    package func pause() async {
        await cluster?.signal(SIGSTOP)
    }

    /// Lets a paused server go on.
    package func resume() async {
        await cluster?.signal(SIGCONT)
    }

    /// Starts the server after `stopImmediate()`.
    package func launch() async throws {
        guard let cluster else { throw PostgresServerFault(description: "Only an own server can be started.") }
        try await cluster.launch()
        try await eventually(within: .seconds(30), "PostgreSQL to serve", asking: .milliseconds(20)) {
            if await !cluster.isRunning { return true }
            let session = try await connect()
            await session.close()
            return true
        }
        guard await cluster.isRunning else { throw PostgresServerFault(description: "It ended: \(cluster.log)") }
    }

    /// Ends the server for good and removes its data.
    package func stop() async {
        await stopImmediate()
        cluster?.remove()
    }

    private func prepared(_ template: DatabaseTemplate) async throws -> String {
        if let preparation = templates[template.name] { return try await preparation.value }
        // A task, so that those who come meanwhile wait for this preparation instead of starting another.
        let preparation = Task {
            let name = "template_" + String(UInt64.random(in: 0 ... .max), radix: 36)
            try await create(name, copying: "template0")
            try await template.prepare(url.withDatabase(name))
            return name
        }
        templates[template.name] = preparation
        return try await preparation.value
    }

    /// Copying files takes half the time of writing them to the log (40 instead of 100 ms), but needs checkpoints, which
    /// are cheap only where nobody waits for the disk.
    private func create(_ name: String, copying origin: String) async throws {
        let session = try await administrator()
        let waits = try await session.query(Statement("SELECT current_setting('fsync')")).first?.text(0) == "on"
        try await administer("CREATE DATABASE \(name) TEMPLATE \(origin) STRATEGY \(waits ? "wal_log" : "file_copy")")
    }

    private func administer(_ statement: String) async throws {
        try await administrator().execute(script: statement)
    }

    private func administrator() async throws -> PostgresSession {
        if let administration, await administration.isOpen { return administration }
        let session = try await connect()
        administration = session
        return session
    }

    private func closeAdministration() async {
        let session = administration
        administration = nil
        await session?.close()
    }

    private func connect() async throws -> PostgresSession {
        try await PostgresSession.connect(to: url, applicationName: "test-kit", connectTimeout: .seconds(5))
    }
}

/// What a fresh database is to hold.
package struct DatabaseTemplate: Sendable {
    /// What tells it from others of the same server.
    package let name: String
    /// Fills an empty database, such as by migrations, and closes its sessions.
    package let prepare: @Sendable (PostgresURL) async throws -> Void

    /// Describes a template.
    package init(name: String, prepare: @escaping @Sendable (PostgresURL) async throws -> Void) {
        self.name = name
        self.prepare = prepare
    }
}

/// A server of a test could not be made or did not start.
package struct PostgresServerFault: Error, CustomStringConvertible {
    /// What happened, with the server's log where there is one.
    package let description: String
}
