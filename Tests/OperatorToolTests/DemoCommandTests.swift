import Contract
import TestKit
import Testing

@testable import OperatorTool

@Suite struct DemoCommandTests {
    /// Runs `body` while a stand-in for ingest answers.
    private func withReceipts(_ writer: ReceiptWriter, _ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.work() }
            try await body()
            group.cancelAll()
        }
    }

    @Test func `a demonstration is published once, however often it is asked for`() async throws {
        let premises = try await Premises()
        let writer = try await ReceiptWriter(premises)
        try await withReceipts(writer) {
            let run = await premises.saypro("demo", "--messages", "150", "--json")
            #expect(run.status == 0, "\(run.errors)")
            let entries = try #require(run.json["entries"]?.integer)
            #expect(run.json["accepted"]?.integer == entries)
            #expect(run.json["messages"]?.integer ?? 0 >= 150)
            #expect(run.json["survey_runs"] == false)

            let again = await premises.saypro("demo", "--messages", "150", "--json")
            #expect(again.json["duplicate"]?.integer == entries)
        }
        #expect(await writer.accepted.values.allSatisfy { $0 == 1 })
    }

    @Test func `a database with other people's work is left alone unless --yes is given`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO ingest.messages (partition, conversation, message_no, message, source, id, role, author, text,
                                         time, accepted_at)
            VALUES (0, 'c-1', 1, gen_random_uuid(), 'web', 'w-1', 'user', 'u-1', 'Hello', now(), now())
            """
        )
        let refused = await premises.saypro("demo", "--messages", "100")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("use another database, or add --yes"))
        let writer = try await ReceiptWriter(premises)
        try await withReceipts(writer) {
            let run = await premises.saypro("demo", "--messages", "100", "--yes")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("accepted after"))
            #expect(run.output.contains("the program survey does not run"))
        }
    }

    @Test(arguments: [
        ["--quarters", "5"], ["--messages", "1"], ["--until", "tomorrow"], ["--until", "yesterday", "--quarters", "2"],
    ])
    func `what cannot be meant is refused`(arguments: [String]) async {
        let run = await ToolRun(["demo"] + arguments, environment: [:])
        #expect(run.status == 64)
    }
}
