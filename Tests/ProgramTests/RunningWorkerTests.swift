import Foundation
import FoundationNetworking
import Glibc
import Postgres
import Redis
import TestKit
import Testing

@Suite struct RunningWorkerTests {
    /// The port that a program says it listens on.
    private func port(of program: RunningProgram) async throws -> Int {
        let pattern = #/"HTTP began to be served".*"port":"?(\d+)/#
        try await eventually(within: .seconds(30), "HTTP to be served") {
            await program.output.contains(pattern)
        }
        let match = try #require(await program.output.firstMatch(of: pattern))
        return try #require(Int(match.1))
    }

    private func status(_ port: Int, _ path: String) async throws -> (Int, String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return (try #require(response as? HTTPURLResponse).statusCode, String(decoding: data, as: UTF8.self))
    }

    @Test func `a worker becomes ready, shows its metrics, and drains on SIGTERM`() async throws {
        let house = try await House.prepare()
        var environment = house.environment
        environment["SAYPRO_HTTP"] = "127.0.0.1:0"
        let program = try await RunningProgram.start("\(RunningProgram.folder)/ingest", environment: environment)
        let port = try await port(of: program)
        #expect(try await status(port, "/healthz").0 == 200)
        try await eventually(within: .seconds(30), "the worker to be ready") {
            try await status(port, "/readyz").0 == 200
        }
        let (_, metrics) = try await status(port, "/metrics")
        #expect(metrics.contains("# TYPE saypro_batches_total counter\n"))
        #expect(metrics.contains("# TYPE process_resident_memory_bytes gauge\n"))
        for figure in ["partitions", "lane_serving", "lane_halted", "oldest_unread_seconds", "parked_conversations"] {
            #expect(metrics.contains("# TYPE saypro_\(figure) gauge\n"), "\(figure)")
        }
        #expect(metrics.contains("saypro_lane_serving{lane=\"0\",stage=\"ingest\"} 1\n"))
        let page = FileManager.default.temporaryDirectory.appendingPathComponent("saypro-metrics-\(UUID()).txt")
        try metrics.write(to: page, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: page) }
        _ = try await RunningProgram.output(of: "sh", ["-c", "promtool check metrics < \(page.path)"])
        await program.send(SIGTERM)
        #expect(try await program.ending(within: .seconds(10)) == .exit(0))
        #expect(await program.output.contains("The program drained and stopped"))
    }

    @Test func `a worker that is asked to stop while it waits for its servers ends with status 0`() async throws {
        let program = try await RunningProgram.start(
            "\(RunningProgram.folder)/router",
            environment: ["REDIS_URL": "unix:///does/not/exist", "DATABASE_URL": "postgres://127.0.0.1:1/nothing"]
        )
        try await eventually(within: .seconds(30), "the worker to wait") {
            await program.output.contains("is waited for")
        }
        await program.send(SIGTERM)
        #expect(try await program.ending(within: .seconds(10)) == .exit(0))
    }

    @Test func `a database that is not migrated is waited for and named`() async throws {
        let database = try await SharedServers.postgres.freshDatabase()
        let program = try await RunningProgram.start(
            "\(RunningProgram.folder)/notifier",
            ["--connect-timeout", "0.5"],
            environment: ["REDIS_URL": try await SharedServers.redis.description, "DATABASE_URL": database.description]
        )
        #expect(try await program.ending(within: .seconds(30)) == .exit(69))
        #expect(await program.output.contains("its schema has not been migrated: run saypro migrate"))
    }
}
