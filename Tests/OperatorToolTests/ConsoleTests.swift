import TestKit
import Testing

@testable import OperatorTool

@Suite struct ConsoleTests {
    private func end(of script: String) async throws -> (RunningProgram.Ending, String) {
        let program = try await RunningProgram.start("sh", ["-c", script, "\(RunningProgram.folder)/saypro"])
        let end = try await program.ending(within: .seconds(60))
        return (end, await program.output)
    }

    @Test(arguments: ["audit key", "calendar due --help"])
    func `an answer that a full disk does not take is a failure`(command: String) async throws {
        let (end, output) = try await end(of: "$0 \(command) > /dev/full")
        #expect(end == .exit(1))
        #expect(output.contains("saypro: the answer could not be written: No space left on device"), "\(output)")
    }

    @Test func `a reader that has had enough is none`() async throws {
        let (end, output) = try await end(of: "trap '' PIPE; (sleep 0.2; $0 audit key; echo status $? >&2) | true")
        #expect(end == .exit(0))
        #expect(output.contains("status 0"), "\(output)")
        #expect(!output.contains("could not be written"))
    }
}
