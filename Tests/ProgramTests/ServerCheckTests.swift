import Logging
import Pipeline
import Synchronization
import Testing

@testable import Program

@Suite struct ServerCheckTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let health = PipelineHealth()

    private func check(_ requirements: [ServerCheck.Requirement], _ timeout: Duration) -> ServerCheck {
        ServerCheck(requirements: requirements, timeout: timeout, health: health, logger: logger)
    }

    @Test func `a server that comes up in time is waited for`() async throws {
        let attempts = Mutex(0)
        let late = ServerCheck.Requirement(name: "Redis at a") { _ in
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            return attempt < 4 ? "refused" : nil
        }
        try await check([late], .seconds(30)).run()
        #expect(attempts.withLock { $0 } == 4)
        #expect(health.obstacles == ["no lane has started"])
    }

    @Test func `a server that does not come up in time is named with the reason`() async throws {
        let up = ServerCheck.Requirement(name: "PostgreSQL at b") { _ in nil }
        let down = ServerCheck.Requirement(name: "Redis at a") { _ in "connection refused" }
        let fault = try await #require(throws: StartFault.self) {
            try await check([up, down], .milliseconds(200)).run()
        }
        #expect(fault == StartFault(.unavailable, "Redis at a is not usable after 0.2 seconds: connection refused"))
        #expect(health.obstacles == ["waiting for Redis at a: connection refused"])
    }

    @Test func `when both are down both are named in one line`() async throws {
        let requirements = ["Redis at a", "PostgreSQL at b"].map { name in
            ServerCheck.Requirement(name: name) { _ in "down" }
        }
        let fault = try await #require(throws: StartFault.self) {
            try await check(requirements, .milliseconds(100)).run()
        }
        #expect(fault.line.contains("Redis at a") && fault.line.contains("PostgreSQL at b"))
    }
}
