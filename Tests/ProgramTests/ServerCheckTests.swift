import Logging
import Synchronization
import Testing

@testable import Program

@Suite struct ServerCheckTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `a server that comes up in time is waited for`() async throws {
        let attempts = Mutex(0)
        let late = ServerCheck.Requirement(name: "Redis at a") { _ in
            let attempt = attempts.withLock { count in
                count += 1
                return count
            }
            return attempt < 4 ? "refused" : nil
        }
        try await ServerCheck(requirements: [late], timeout: .seconds(30), logger: logger).run()
        #expect(attempts.withLock { $0 } == 4)
    }

    @Test func `a server that does not come up in time is named with the reason`() async throws {
        let up = ServerCheck.Requirement(name: "PostgreSQL at b") { _ in nil }
        let down = ServerCheck.Requirement(name: "Redis at a") { _ in "connection refused" }
        let check = ServerCheck(requirements: [up, down], timeout: .milliseconds(200), logger: logger)
        let fault = try await #require(throws: StartFault.self) { try await check.run() }
        #expect(fault == StartFault(.unavailable, "Redis at a is not usable after 0.2 seconds: connection refused"))
    }

    @Test func `when both are down both are named in one line`() async throws {
        let requirements = ["Redis at a", "PostgreSQL at b"].map { name in
            ServerCheck.Requirement(name: name) { _ in "down" }
        }
        let check = ServerCheck(requirements: requirements, timeout: .milliseconds(100), logger: logger)
        let fault = try await #require(throws: StartFault.self) { try await check.run() }
        #expect(fault.line.contains("Redis at a") && fault.line.contains("PostgreSQL at b"))
    }
}
