import Contract
import Foundation
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct ImportTests {
    private static let rows = 3000

    /// A file of messages of 50 conversations; each hundredth row is one that is rejected.
    private func messages(_ folder: Folder) throws -> String {
        var text = "conversation,user,role,text\n"
        for row in 1...Self.rows {
            let role = row % 100 == 0 ? "robot" : "user"
            text += "c-\(row % 50),u-\(row % 50),\(role),\"message \(row), with a comma\"\n"
        }
        return try folder.file("messages.csv", text)
    }

    /// Runs `body` while a stand-in for ingest answers.
    private func withReceipts<Result: Sendable>(
        from writer: ReceiptWriter,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.work() }
            let result = try await body()
            group.cancelAll()
            return result
        }
    }

    @Test func `a file is imported, its refused rows are kept, and repeating it has no second effect`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try messages(folder)
        let writer = try await ReceiptWriter(premises)
        try await withReceipts(from: writer) {
            let run = await premises.saypro("import", file, "--json")
            #expect(run.status == 1)
            #expect(run.errors.contains("saypro import \(file).rejected"))
            #expect(run.json["accepted"] == 2970)
            #expect(run.json["rejected"] == 30)

            let again = await premises.saypro("import", file, "--json")
            #expect(again.json["duplicate"] == 2970)
            #expect(again.json["accepted"] == 0)
        }
        #expect(await writer.accepted.count == 2970)
        #expect(await writer.accepted.values.allSatisfy { $0 == 1 })
        let rejected = try folder.text("messages.csv.rejected").split(separator: "\r\n").map(String.init)
        #expect(rejected.count == 31)
        let why = "rejected_code,rejected_field,rejected_detail,rejected_line"
        #expect(rejected[0] == "conversation,user,role,text,type,source,id,\(why)")
        let begin = "c-0,u-0,robot,\"message 100, with a comma\",message.post,import,"
        #expect(rejected[1].hasPrefix(begin) && rejected[1].contains("-100,bad_value,role,"))
    }

    @Test func `rows that were mended are imported from the file of rejected ones`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try messages(folder)
        try await withReceipts(from: try await ReceiptWriter(premises)) {
            _ = await premises.saypro("import", file)
            let mended = try folder.text("messages.csv.rejected").replacing(",robot,", with: ",user,")
            let path = try folder.file("messages.csv.rejected", mended)
            let run = await premises.saypro("import", path)
            #expect(run.status == 0)
            #expect(run.output == "30 rows: 30 accepted, 0 duplicate, 0 rejected\n")
        }
    }

    @Test func `a killed import goes on where it was and counts each row once`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try messages(folder)
        let writer = try await ReceiptWriter(premises)
        let tool = "\(RunningProgram.folder)/saypro"
        try await withReceipts(from: writer) {
            let program = try await RunningProgram.start(
                tool,
                ["import", file, "--window", "20"],
                environment: premises.environment
            )
            try await eventually(within: .seconds(60), "hundreds of rows") { await writer.received > 300 }
            try await program.kill9()
            #expect(await writer.received < Self.rows)

            let run = await premises.saypro("import", file, "--json")
            #expect(run.status == 1)
            let outcome = run.json
            let accepted = outcome["accepted"]?.integer ?? 0
            let duplicate = outcome["duplicate"]?.integer ?? 0
            #expect(accepted + duplicate == 2970)
            #expect(outcome["rejected"] == 30)
        }
        #expect(await writer.accepted.count == 2970)
        #expect(await writer.accepted.values.allSatisfy { $0 == 1 })
        let rejected = try folder.text("messages.csv.rejected").split(separator: "\r\n")
        #expect(rejected.count == 31)
        #expect(Set(rejected).count == 31)
    }

    @Test func `an import without receipts gives up, and the next run finishes it`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try messages(folder)
        let run = try await withReceipts(from: try await ReceiptWriter(premises, stopsAfter: 1500)) {
            await premises.saypro("import", file, "--timeout", "2")
        }
        #expect(run.status == 69)
        #expect(run.errors.contains("run the same command again"))
        let next = try await withReceipts(from: try await ReceiptWriter(premises)) {
            await premises.saypro("import", file, "--json")
        }
        #expect(next.errors.contains("going on after row"))
        let outcome = next.json
        #expect(outcome["rows"] == 3000)
        #expect(outcome["rejected"] == 30)
    }

    @Test func `a row whose receipt could not be told from others is rejected, and the rest goes on`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file(
            "texts.csv",
            """
            id,source,conversation,user,role,text
            order 12,import,c-1,u-1,user,one
            m-2,No Source,c-2,u-2,user,two
            m-3,import,c-3,u-3,user,three

            """
        )
        try await withReceipts(from: try await ReceiptWriter(premises)) {
            let run = await premises.saypro("import", file)
            #expect(run.output == "3 rows: 1 accepted, 0 duplicate, 2 rejected\n")
        }
        let rejected = try folder.text("texts.csv.rejected")
        #expect(rejected.contains("order 12"))
        #expect(rejected.contains("the id 'order 12'"))
        #expect(rejected.contains("the source 'No Source'"))
    }

    @Test func `a malformed row is rejected where it stands, and fields can be added to all`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file("texts.jsonl", "{\"text\":\"one\"}\nnot json\n{\"text\":\"two\",\"user\":\"ann\"}\n")
        let redis = try await premises.redis()
        try await withReceipts(from: try await ReceiptWriter(premises)) {
            let run = await premises.saypro(
                "import",
                file,
                "--set",
                "conversation=c-{row}",
                "--set",
                "user=u-{row}",
                "--set",
                "role=user"
            )
            #expect(run.output == "3 rows: 2 accepted, 0 duplicate, 1 rejected\n")
        }
        let rejected = try JSONValue(parsing: folder.text("texts.jsonl.rejected"))
        #expect(rejected["rejected_line"] == "not json")
        #expect(rejected["conversation"] == "c-2")
        #expect(rejected["rejected_code"] == "malformed")
        let keys = Keys(prefix: premises.prefix)
        let reply = try await redis.send(["XRANGE", keys.inbound(Premises.partition(of: "c-3")), "-", "+"])
        let entries = StreamEntry.ofRange(reply, of: "")
        let entry = try #require(entries.first { $0.value("conversation") == "c-3" })
        #expect(entry.value("type") == "message.post")
        #expect(entry.value("source") == "import")
        #expect(entry.value("user") == "ann")
        #expect(entry.value("id").hasSuffix("-3"))
        await redis.close()
    }

    @Test(arguments: [
        ("a.csv", ImportFormat.csv), ("a.CSV", .csv), ("a.jsonl", .jsonLines), ("a.ndjson", .jsonLines),
        ("a.csv.rejected", .csv), ("a.jsonl.rejected.rejected", .jsonLines), ("a.txt", nil), ("csv", .csv),
    ])
    func `the name tells the form`(name: String, format: ImportFormat?) {
        #expect(ImportFormat(path: name) == format)
    }
}
