import Contract
import Foundation
import TestKit
import Testing

@testable import OperatorTool

@Suite struct HealthTests {
    @Test func `a program that works is well, one whose servers are away is alive and not ready`() async throws {
        let folder = try Folder()
        _ = try folder.file("dashboard-token", "a-token-for-the-test\n")
        let program = try await RunningProgram.start(
            "\(RunningProgram.folder)/ingest",
            environment: [
                "SAYPRO_HTTP": "127.0.0.1:0", "SAYPRO_SECRETS": folder.path, "REDIS_URL": "unix:///does/not/exist",
                "DATABASE_URL": "postgres://127.0.0.1:1/nothing",
            ]
        )
        let pattern = #/"HTTP began to be served".*"port":"?(\d+)/#
        try await eventually(within: .seconds(30), "HTTP to be served") {
            await program.output.contains(pattern)
        }
        let match = try #require(await program.output.firstMatch(of: pattern))
        let environment = ["SAYPRO_HTTP": "127.0.0.1:\(match.1)", "SAYPRO_SECRETS": folder.path]
        let alive = await ToolRun("health", environment: environment)
        #expect(alive.status == 0, "\(alive.errors)")
        let ready = await ToolRun("health", "--ready", "--json", environment: environment)
        #expect(ready.status == 1)
        #expect(ready.json["well"] == false)
    }

    @Test func `where nothing listens, and without an address, it says what to do`() async throws {
        let silent = await ToolRun("health", "--http", "127.0.0.1:1")
        #expect(silent.status == 69)
        #expect(silent.errors.contains("nothing answers at 127.0.0.1:1"))
        let nowhere = await ToolRun("health")
        #expect(nowhere.status == 64)
        #expect(nowhere.errors.contains("SAYPRO_HTTP"))
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nA: b\r\n\r\nok\n", true, "ok"),
        ("HTTP/1.1 503 Service Unavailable\r\n\r\nno lane has started", false, "no lane has started"),
        ("HTTP/1.1 401 Unauthorized\r\n\r\n", false, "401"),
    ])
    func `an answer is read as HTTP`(response: String, isFine: Bool, text: String) {
        let answer = HealthProbe.Answer(response)
        #expect(answer?.isFine == isFine)
        #expect(answer?.text == text)
    }
}
