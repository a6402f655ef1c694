import Contract
import Pipeline
import Testing

@testable import Program

/// A stage that is never handed anything.
private struct IdleStage: Stage {
    let definition = StageDefinition(name: .ingest, reads: .topics([]))

    func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome { Outcome() }
}

@Suite struct WorkerProgramTests {
    /// The lines that a process wrote to stderr, without what the test library may add.
    private func lines(_ result: ExitTest.Result?) -> [String] {
        String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `an unknown flag ends the program with status 64 and one line`() async {
        let result = await #expect(processExitsWith: .exitCode(64), observing: [\.standardErrorContent]) {
            await WorkerProgram.main(.ingest, summary: "", schema: [], arguments: ["--lane=2"], environment: [:]) { _ in
                IdleStage()
            }
        }
        #expect(lines(result) == ["ingest: --lane is not a flag of this program, see --help"])
    }

    @Test func `a wrong variable ends the program with status 78 and one line`() async {
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            await WorkerProgram.main(
                .ingest,
                summary: "",
                schema: [],
                arguments: [],
                environment: ["SAYPRO_HTTP": "0.0.0.0:9100"]
            ) { _ in IdleStage() }
        }
        #expect(lines(result).count == 1)
        #expect(lines(result).first?.hasPrefix("ingest: SAYPRO_HTTP is \"0.0.0.0:9100\"") == true)
    }

    @Test func `help goes to stdout with status 0`() async {
        let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardOutputContent]) {
            await WorkerProgram.main(
                .ingest,
                summary: "takes messages in",
                schema: [],
                arguments: ["--help"],
                environment: [:]
            ) { _ in IdleStage() }
        }
        let text = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        #expect(text.contains("ingest: takes messages in\n"))
        #expect(text.contains("--redis-url VALUE, REDIS_URL\n"))
    }

    @Test func `servers that cannot be reached end the program with status 69, and no password is shown`() async {
        let result = await #expect(processExitsWith: .exitCode(69), observing: [\.standardErrorContent]) {
            await WorkerProgram.main(
                .ingest,
                summary: "",
                schema: [],
                arguments: ["--connect-timeout", "0.3"],
                environment: [
                    "REDIS_URL": "redis://app:hunter2@127.0.0.1:1",
                    "DATABASE_URL": "postgres://app:hunter2@127.0.0.1:1/saypro",
                ]
            ) { _ in IdleStage() }
        }
        let last = lines(result).last ?? ""
        #expect(last.hasPrefix("ingest: "))
        #expect(last.contains("Redis at ") && last.contains("PostgreSQL at "))
        #expect(!lines(result).contains { $0.contains("hunter2") })
    }
}
