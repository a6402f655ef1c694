import Contract
import Foundation
import Testing

@testable import OperatorTool

@Suite struct RowReaderTests {
    private func rows(_ reader: some RowReader) throws -> [ImportRow] {
        var reader = reader
        var rows: [ImportRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private func csv(_ text: String) throws -> [ImportRow] {
        try rows(CSVReader(path: Folder.kept.file("\(UInt64.random(in: 0 ... .max)).csv", text)))
    }

    private func values(_ row: ImportRow) -> [String] { row.fields.map { "\($0.name)=\($0.value)" } }

    @Test(arguments: [
        ("a,b\n1,2\n", [["a=1", "b=2"]]),
        ("a,b\r\n1,2\r\n3,4", [["a=1", "b=2"], ["a=3", "b=4"]]),
        ("\u{FEFF}a,b\n1,2\n", [["a=1", "b=2"]]),
        ("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", [["a=x, y", "b=say \"hi\""]]),
        ("a,b\n\"two\nlines\",\"two\r\nlines\"\n", [["a=two\nlines", "b=two\r\nlines"]]),
        ("a,b\n1,\n,2\n", [["a=1"], ["b=2"]]),
        ("a,b\n\n1,2\n\r\n\n3,4\n\n", [["a=1", "b=2"], ["a=3", "b=4"]]),
        ("a\n\"\"\nx\n", [[], ["a=x"]]),
        ("\"a\",\"b\"\n\"1\",\"2\"", [["a=1", "b=2"]]),
        ("a,b\né,日本語\n", [["a=é", "b=日本語"]]),
        ("a,b\n 1 ,x\"y\n", [["a= 1 ", "b=x\"y"]]),
    ])
    func `CSV is read as RFC 4180 says`(text: String, expected: [[String]]) throws {
        let rows = try csv(text)
        #expect(rows.map(values) == expected)
        #expect(rows.allSatisfy { $0.fault == nil })
        #expect(rows.map(\.number) == Array(1...expected.count))
    }

    @Test(arguments: [
        ("a,b\n1\n", "1 values"), ("a,b\n1,2,3\n", "3 values"), ("a,b\n\"1\"x,2\n", "closing quote"),
        ("a,b\n1,\"2", "closing quote is missing"),
    ])
    func `a malformed CSV row has a fault and the next one is read`(text: String, fault: String) throws {
        let row = try #require(try csv(text).first)
        #expect(row.fault?.contains(fault) == true)
        // What could be read of it would look like a whole row.
        #expect(row.fields.isEmpty)
        #expect(row.text == text.dropFirst(4).trimmingCharacters(in: .newlines))
        let next = try csv(text + (text.hasSuffix("\n") ? "" : "\"\n") + "8,9\n")
        #expect(next.last.map(values) == ["a=8", "b=9"])
    }

    @Test(arguments: ["", "a,a\n", "a,,b\n"])
    func `a CSV file without a name for each column is refused`(text: String) throws {
        #expect(throws: ToolFailure.self) { try csv(text) }
    }

    @Test func `lines are counted across line breaks in quotes`() throws {
        let rows = try csv("a\n\"1\n2\n3\"\nx\n")
        #expect(rows.map(\.line) == [2, 5])
    }

    @Test func `bytes that are not UTF-8 are a fault of their row`() throws {
        let bytes = Array("a\n".utf8) + [0xC3, 0x28] + Array("\nok\n".utf8)
        let rows = try rows(CSVReader(path: Folder.kept.file("latin.csv", bytes)))
        #expect(rows.map { $0.fault == nil } == [false, true])
        #expect(rows[0].fields.isEmpty)
        #expect(rows[0].text == "\u{FFFD}(")
    }

    @Test func `a quote that is never closed ends the import instead of the memory`() throws {
        let endless = "a\n\"" + String(repeating: "x", count: CSVReader.longestRecord + 10)
        #expect(throws: ToolFailure.self) { try csv(endless) }
    }

    @Test func `a reader goes on where another stood`() throws {
        let path = try Folder.kept.file("resumed.csv", "a,b\r\n\"1\n1\",2\r\n\r\n3,4\r\n5,6\r\n")
        let all = try rows(CSVReader(path: path))
        for row in all {
            let position = ImportPosition(offset: row.end, line: row.endLine, row: row.number)
            let rest = try rows(CSVReader(path: path, from: position))
            #expect(rest == Array(all.dropFirst(row.number)))
        }
    }

    @Test func `JSON lines keep strings and write numbers, flags and lists as text`() throws {
        let text = """
            \u{FEFF}{"a": "x", "n": 1.50, "yes": true, "none": null, "empty": "", "list": [{"b": "c"}]}\r

            {"a": "y"}
            """
        let path = try Folder.kept.file("rows.jsonl", text)
        let rows = try rows(JSONLinesReader(path: path))
        #expect(rows.map(values) == [["a=x", "n=1.50", "yes=true", "list=[{\"b\":\"c\"}]"], ["a=y"]])
        #expect(rows.map(\.line) == [1, 3])
        let position = ImportPosition(offset: rows[0].end, line: rows[0].endLine, row: 1)
        #expect(try self.rows(JSONLinesReader(path: path, from: position)) == [rows[1]])
    }

    @Test(arguments: ["[1]", "{\"a\":}", "text", "{\"a\":1} x"])
    func `a line that is no object has a fault`(line: String) throws {
        let path = try Folder.kept.file("\(UInt64.random(in: 0 ... .max)).jsonl", line + "\n{\"a\":\"x\"}\n")
        let rows = try rows(JSONLinesReader(path: path))
        #expect(rows.map { $0.fault == nil } == [false, true])
        #expect(rows[0].fields.isEmpty)
        #expect(rows[0].text == line)
    }
}

extension Folder {
    /// The folder of tests that only read small files.
    static var kept: Folder {
        get throws { try shared.get() }
    }

    private static let shared = Result { try Folder() }
}
