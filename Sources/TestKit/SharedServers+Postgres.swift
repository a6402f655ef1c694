internal import Foundation
internal import Postgres

extension SharedServers {
    /// The shared PostgreSQL: that of `TEST_DATABASE_URL` if it is set, else a server of this process' own.
    ///
    /// Others use it at the same time: keep to a `freshDatabase()`, and never stop it. It does not wait for the disk.
    package static var postgres: PostgresServer {
        get async throws { try await sharedPostgres.value }
    }

    // A task, so that whoever comes first starts the server and the others wait for it. It lives as long as the process.
    private static let sharedPostgres = Task {
        if let text = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"], !text.isEmpty {
            return PostgresServer(existing: try PostgresURL(text))
        }
        return try await PostgresServer.start(settings: ["fsync": "off"])
    }
}
