import Logging
import Pipeline
import Postgres
import Redis

/// Waits at start-up until both servers can be worked with.
struct ServerCheck: Sendable {
    /// Something that has to be in order, and a way to find out.
    struct Requirement: Sendable {
        /// What is waited for, in the operator's words.
        let name: String
        /// One attempt of at most that duration; answers what is in the way, nil when nothing is.
        let obstacle: @Sendable (Duration) async -> String?
    }

    let requirements: [Requirement]
    let timeout: Duration
    let health: PipelineHealth
    let logger: Logger

    /// Returns as soon as everything is in order.
    ///
    /// - Throws: a ``StartFault`` with status 69 that names what was not in order in time, and why.
    func run() async throws {
        let deadline = ContinuousClock.now + timeout
        let faults = try await withThrowingTaskGroup(of: String?.self) { group in
            for requirement in requirements {
                group.addTask { try await self.wait(for: requirement, until: deadline) }
            }
            return try await group.reduce(into: [String]()) { faults, fault in
                if let fault { faults.append(fault) }
            }
        }
        guard faults.isEmpty else { throw StartFault(.unavailable, faults.sorted().joined(separator: "; ")) }
    }

    /// Tries until it works or the time is up; answers what to say in the latter case.
    private func wait(for requirement: Requirement, until deadline: ContinuousClock.Instant) async throws -> String? {
        var pause = Duration.milliseconds(50)
        var reported: String?
        while true {
            let remaining = deadline - .now
            let attempt = min(.seconds(3), max(remaining, .milliseconds(100)))
            let found = await requirement.obstacle(attempt)
            health.awaits(requirement.name, found)
            guard let obstacle = found else { return nil }
            try Task.checkCancellation()
            if obstacle != reported {
                logger.warning(
                    "A server was not ready and is waited for",
                    metadata: ["server": "\(requirement.name)", "why": "\(obstacle)"]
                )
                reported = obstacle
            }
            guard deadline - .now > pause else {
                let reason = obstacle.hasSuffix(".") ? String(obstacle.dropLast()) : obstacle
                return "\(requirement.name) is not usable after \(Self.seconds(timeout)): \(reason)"
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(1))
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        let text = Int(exactly: seconds).map(String.init) ?? "\(seconds)"
        return "\(text) second\(seconds == 1 ? "" : "s")"
    }
}
