import Foundation
import Glibc
import Pipeline
import TestKit
import Testing

@testable import Program

@Suite struct SupervisorTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("supervisor.py").path

    /// A stand-in for a supervisor that listens at the address.
    private func supervisor(at address: String) async throws -> RunningProgram {
        let program = try await RunningProgram.start("python3", [Self.script, address])
        try await eventually(within: .seconds(20), "the supervisor to listen") {
            await program.output.contains("listening")
        }
        return program
    }

    static let addresses = ["/tmp/saypro-test-supervisor-\(getpid())", "@saypro-test-supervisor-\(getpid())"]

    @Test(arguments: addresses)
    func `a worker tells that it is ready, lives and stops, at a path and at an abstract name`(
        address: String
    ) async throws {
        defer { try? FileManager.default.removeItem(atPath: address) }
        let supervisor = try await supervisor(at: address)
        let house = try await House.prepare()
        var environment = house.environment
        environment["NOTIFY_SOCKET"] = address
        environment["WATCHDOG_USEC"] = "2000000"
        let program = try await RunningProgram.start("\(RunningProgram.folder)/ingest", environment: environment)
        try await eventually(within: .seconds(30), "the worker to be ready and to live on") {
            let lines = await supervisor.output.split(separator: "\n")
            let ready = lines.firstIndex { $0.contains("READY=1") } ?? lines.endIndex
            return lines.suffix(from: ready).count { $0.contains("WATCHDOG=1") } >= 3
        }
        #expect(await supervisor.output.contains("STATUS=working, 0 to do"))
        #expect(await supervisor.output.split(separator: "\n").count { $0.contains("READY=1") } == 1)
        await program.send(SIGTERM)
        #expect(try await program.ending(within: .seconds(10)) == .exit(0))
        try await eventually(within: .seconds(10), "the last word") {
            await supervisor.output.split(separator: "\n").last?.hasPrefix("STOPPING=1") ?? false
        }
    }

    @Test func `a worker whose servers are not there is not ready, and says why`() async throws {
        let address = "/tmp/saypro-test-supervisor-\(getpid())-waiting"
        defer { try? FileManager.default.removeItem(atPath: address) }
        let supervisor = try await supervisor(at: address)
        let program = try await RunningProgram.start(
            "\(RunningProgram.folder)/ingest",
            environment: [
                "NOTIFY_SOCKET": address, "REDIS_URL": "unix:///does/not/exist",
                "DATABASE_URL": "postgres://127.0.0.1:1/nothing",
            ]
        )
        try await eventually(within: .seconds(30), "a status") {
            await supervisor.output.contains("STATUS=waiting for PostgreSQL at ")
        }
        await program.send(SIGTERM)
        #expect(try await program.ending(within: .seconds(10)) == .exit(0))
        #expect(await !supervisor.output.contains("READY=1"))
    }

    @Test func `a worker whose Redis has gone says so and lives on, and works again when it is back`() async throws {
        let address = "/tmp/saypro-test-supervisor-\(getpid())-redis"
        defer { try? FileManager.default.removeItem(atPath: address) }
        let supervisor = try await supervisor(at: address)
        @Sendable func last() async -> String {
            await supervisor.output.split(separator: "\n").last.map(String.init) ?? ""
        }
        let redis = try await RedisServer.start()
        let house = try await House.prepare(redis: redis.tcpURL, partitions: 2)
        var environment = house.environment
        environment["NOTIFY_SOCKET"] = address
        environment["WATCHDOG_USEC"] = "2000000"
        let program = try await RunningProgram.start("\(RunningProgram.folder)/ingest", environment: environment)
        try await eventually(within: .seconds(30), "the worker to work") { await last().contains("STATUS=working") }
        await redis.kill9()
        try await eventually(within: .seconds(20), "the status to tell of Redis") {
            let line = await last()
            return line.contains("STATUS=lane 0: ") && line.contains("Redis") && line.contains("WATCHDOG=1")
        }
        try await redis.restart()
        try await eventually(within: .seconds(20), "the worker to work again") {
            await last().contains("STATUS=working")
        }
        await program.send(SIGTERM)
        #expect(try await program.ending(within: .seconds(10)) == .exit(0))
        await redis.stop()
    }

    @Test func `a lane that hangs is not vouched for, one that goes round is`() {
        let health = PipelineHealth()
        let start = ContinuousClock.now
        health.wentRound(0, at: start)
        health.wentRound(1, at: start + .seconds(9))
        var report = SupervisorReport(watchdog: .seconds(10))
        #expect(report.next(health, at: start + .seconds(4)).contains("WATCHDOG=1"))
        #expect(!report.next(health, at: start + .seconds(10)).contains("WATCHDOG=1"))
        health.wentRound(0, at: start + .seconds(10))
        #expect(report.next(health, at: start + .seconds(11)).contains("WATCHDOG=1"))
        var unwatched = SupervisorReport(watchdog: nil)
        #expect(!unwatched.next(health, at: start).contains("WATCHDOG"))
    }

    @Test(arguments: [
        ([:], false), (["NOTIFY_SOCKET": ""], false), (["NOTIFY_SOCKET": "/run/x"], true),
    ])
    func `only a supervisor that asks is told`(environment: [String: String], reports: Bool) {
        #expect((SupervisorReports(environment, health: PipelineHealth()) != nil) == reports)
    }
}
