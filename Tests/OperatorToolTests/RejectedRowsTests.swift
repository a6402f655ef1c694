import Contract
import Redis
import TestKit
import Testing

@testable import OperatorTool

/// What `FILE.rejected` keeps, and what comes of mending it.
@Suite struct RejectedRowsTests {
    /// Runs `body` while a stand-in for ingest answers.
    private func withReceipts(_ premises: Premises, _ body: @Sendable () async throws -> Void) async throws {
        let writer = try await ReceiptWriter(premises)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.work() }
            try await body()
            group.cancelAll()
        }
    }

    private func entries(_ premises: Premises, of conversation: String) async throws -> [StreamEntry] {
        let redis = try await premises.redis()
        let stream = Keys(prefix: premises.prefix).inbound(Premises.partition(of: conversation))
        let reply = try await redis.send(["XRANGE", stream, "-", "+"])
        await redis.close()
        return StreamEntry.ofRange(reply, of: stream).filter { $0.value("conversation") == conversation }
    }

    @Test func `a mended row goes to the conversation that it was of, and only once`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file("texts.csv", "text,role\none,user\ntwo,user\nthree,robot\n")
        let told = ["--set", "conversation=r-{row}", "--set", "user=r-{row}", "--source", "crm"]
        try await withReceipts(premises) {
            let first = await ToolRun(["import", file] + told, environment: premises.environment)
            #expect(first.output == "3 rows: 2 accepted, 0 duplicate, 1 rejected\n")
            let mended = try folder.text("texts.csv.rejected").replacing("robot", with: "user")
            let path = try folder.file("texts.csv.rejected", mended)
            for outcome in ["1 accepted, 0 duplicate", "0 accepted, 1 duplicate"] {
                let again = await premises.saypro("import", path)
                #expect(again.output == "1 rows: \(outcome), 0 rejected\n", "\(again.errors)")
            }
        }
        #expect(try await entries(premises, of: "r-1").map { $0.value("text") } == ["one"])
        let third = try await entries(premises, of: "r-3")
        #expect(third.map { $0.value("text") } == ["three", "three", "three"])
        #expect(Set(third.map { $0.value("id") + $0.value("user") + $0.value("source") }).count == 1)
    }

    @Test(arguments: [
        ("texts.csv", "conversation,text\nk-2,I paid, but got nothing\n", "k-2,I paid, but got nothing"),
        ("texts.jsonl", "{\"conversation\":\"k-2\"\n", "{\"conversation\":\"k-2\""),
    ])
    func `a row that could not be read is kept whole, and not taken before it is mended`(
        name: String,
        text: String,
        line: String
    ) async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file(name, text)
        for times in 0..<3 {
            let file = file + String(repeating: ".rejected", count: times)
            let run = await premises.saypro("import", file, "--set", "user=u-{row}", "--set", "text=whatever")
            #expect(run.output == "1 rows: 0 accepted, 0 duplicate, 1 rejected\n", "\(run.errors)")
            let row = try #require(try Self.rows(file + ".rejected").first)
            #expect(row.value(of: "rejected_line") == line)
            #expect(row.value(of: "user") == "u-1")
            #expect(row.value(of: "conversation") == nil)
        }
        #expect(try await entries(premises, of: "k-2").isEmpty)
    }

    @Test func `a file that was put away between two runs is begun anew with its heading`() async throws {
        let folder = try Folder()
        let input = try folder.file("a.csv", "a\n1\n")
        let row = ImportRow(number: 1, line: 2, end: 4, endLine: 3, fields: [.init("a", "1")])
        var before = try RejectedRowsFile(input: input, columns: ["a"], length: 0)
        try before.add(row, code: "x", field: "", detail: "")
        _ = try folder.file("a.csv.rejected", "")
        for state in ["emptied", "removed"] {
            var file = try RejectedRowsFile(input: input, columns: ["a"], length: before.length)
            try file.add(row, code: "x", field: "", detail: "")
            #expect(try folder.text("a.csv.rejected").hasPrefix("a,rejected_code,"), "\(state)")
            #expect(file.length == before.length, "\(state)")
            try folder.remove("a.csv.rejected")
        }
    }

    @Test func `rows with other columns are not put into the file of before`() async throws {
        let folder = try Folder()
        let input = try folder.file("a.csv", "a\n1\n")
        let row = ImportRow(number: 1, line: 2, end: 4, endLine: 3, fields: [.init("a", "1")])
        var file = try RejectedRowsFile(input: input, columns: ["a"], length: 0)
        try file.add(row, code: "x", field: "", detail: "")
        #expect(throws: ToolFailure.self) {
            try RejectedRowsFile(input: input, columns: ["a", "b"], length: file.length)
        }
        #expect(try folder.text("a.csv.rejected").utf8.count == Int(file.length))
    }

    private static func rows(_ path: String) throws -> [ImportRow] {
        var reader: any RowReader =
            ImportFormat(path: path) == .csv ? try CSVReader(path: path) : try JSONLinesReader(path: path)
        var rows: [ImportRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }
}
