import Foundation
import TestKit
import Testing

/// The house that the scripts for faults, benchmarks and fuzzing run their programs in.
@Suite struct ScriptTests {
    private static let script = """
        import sys, time
        sys.path.insert(0, sys.argv[1])
        from house import House
        with House(sys.argv[2]) as house:
            print("up", house.folder, house.server("pid", "redis"), house.server("pid", "postgres"), flush=True)
            time.sleep(120)
        """

    @Test func `a script that is ended, even twice, leaves no server and no file behind`() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let house = try await RunningProgram.start(
            try await RunningProgram.python(with: "redis"),
            ["-c", Self.script, root.appendingPathComponent("scripts/lib").path, RunningProgram.folder]
        )
        try await eventually(within: .seconds(60), "the servers to run") {
            guard await house.isRunning else { throw ProgramFailed(description: await house.output) }
            return await house.output.contains("up ")
        }
        let words = await house.output.split(whereSeparator: \.isWhitespace).map(String.init)
        let servers = words.suffix(2).compactMap { Int32($0) }
        #expect(servers.count == 2 && servers.allSatisfy { kill($0, 0) == 0 })
        await house.send(SIGTERM)
        try await eventually(within: .seconds(30), "the first server to be gone") { kill(servers[0], 0) != 0 }
        // As `timeout` does, whose second signal comes on the way out.
        await house.send(SIGTERM)
        #expect(try await house.ending(within: .seconds(60)) == .exit(143))
        // One that has ended is there until the system has taken note of it.
        try await eventually(within: .seconds(10), "both servers to be gone") {
            servers.allSatisfy { kill($0, 0) != 0 }
        }
        #expect(!FileManager.default.fileExists(atPath: words[words.count - 3]))
    }
}
