import Hummingbird
import Postgres
import SiteKit
import Synchronization
import TestKit
import Testing

@testable import Program

/// What is done before a site takes its first request.
@Suite struct PreparationTests {
    private final class Count: Sendable {
        private let number = Mutex(0)

        var value: Int { number.withLock { $0 } }

        func add() { number.withLock { $0 += 1 } }
    }

    @Test func `the first request finds what was to be done before it`() async throws {
        let done = Count()
        let site = Site { router, supplies in
            supplies.beforeServing {
                _ = try? await supplies.database.query(Statement("SELECT pg_sleep(0.2)"))
                done.add()
            }
            router.get("done") { _, _ in Response.plain("\(done.value)", .ok) }
        }
        let database = try await SharedServers.postgres.freshDatabase()
        try await RunningSite.run(database: database, site) { site async throws -> Void in
            for _ in 0..<2 { #expect(try await site.ask("/done").body == "1") }
        }
    }

    @Test func `what does not end is not waited for, and nothing is done twice`() async throws {
        let (never, end) = AsyncStream.makeStream(of: Void.self)
        let (preparations, done) = (Preparations(), Count())
        preparations.add { for await _ in never {} }
        preparations.add { done.add() }
        await preparations.run(within: .milliseconds(20))
        await preparations.run(within: .seconds(3600))
        try await eventually(within: .seconds(10), "the rest is done") { done.value == 1 }
        end.finish()
    }
}
