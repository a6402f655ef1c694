import Postgres
import Synchronization
import TestKit
import Testing

/// The databases that the test kit hands out.
@Suite struct DatabaseTests {
    @Test func `each fresh database is empty`() async throws {
        let server = try await SharedServers.postgres
        for _ in 1...2 {
            let database = try await server.freshDatabase()
            let session = try await open(database)
            try await session.execute(script: "CREATE TABLE only_here ()")
            await session.close()
            try await server.drop(database)
        }
    }

    @Test func `a template is prepared once and copied`() async throws {
        let preparations = Mutex(0)
        let template = DatabaseTemplate(name: "counted") { url in
            preparations.withLock { $0 += 1 }
            let session = try await open(url)
            try await session.execute(script: "CREATE TABLE prepared (n int); INSERT INTO prepared VALUES (1)")
            await session.close()
        }
        let server = try await SharedServers.postgres
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask {
                    let database = try await server.freshDatabase(template: template)
                    let session = try await open(database)
                    _ = try await session.query(Statement("INSERT INTO prepared VALUES ($1)", .int4(2)))
                    #expect(try await session.query(Statement("SELECT n FROM prepared")).count == 2)
                    await session.close()
                    try await server.drop(database)
                }
            }
            try await group.waitForAll()
        }
        #expect(preparations.withLock { $0 } == 1)
    }
}

private func open(_ url: PostgresURL) async throws(PostgresError) -> PostgresSession {
    try await PostgresSession.connect(to: url, applicationName: "tests", connectTimeout: .seconds(10))
}
