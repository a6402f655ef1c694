import Contract
import Testing

@testable import Ingest

/// How refused entries are kept as received.
struct RawRecordTests {
    private func record(_ fields: [InboundEntry.Field]) -> RawRecord {
        RawRecord(InboundEntry(door: nil, partition: 0, id: EntryID(ms: 1, seq: 0), fields: fields))
    }

    @Test
    func `text is kept as it is, with the escapes of JSON`() {
        let record = record([(name: "a\"\\", value: .text("tab\tline\n\u{1}é")), (name: "b", value: "")])
        #expect(record.json == #"[["a\"\\", "tab\u0009line\u000a\u0001é"], ["b", ""]]"#)
        #expect(record.encoded.isEmpty)
        #expect(!record.isCut)
    }

    @Test
    func `bytes that are not text, and text with NUL, become base64 and are named`() {
        let record = record([
            (name: "a", value: .bytes([0xFF])), (name: .bytes([0xFE, 0x01]), value: .text("x\0y")),
            (name: "c", value: .bytes([0xFF, 0x00, 0x10])),
        ])
        #expect(record.json == #"[["a", "/w=="], ["/gE=", "eAB5"], ["c", "/wAQ"]]"#)
        #expect(record.encoded == [1, 2, 3, 5])
    }

    @Test(arguments: [65_500, 65_520, 65_524, 65_530, 65_536, 200_000])
    func `a large entry is cut at 64 KiB and stays JSON`(size: Int) throws {
        let record = record([
            (name: "text", value: .text(String(repeating: "é", count: size / 2))), (name: "z", value: "1"),
        ])
        #expect(record.json.utf8.count <= RawRecord.limit)
        #expect(record.isCut == (size > 65_510))
        #expect(record.json.hasSuffix("\"]]"))
    }

    @Test
    func `many small fields are cut at a whole pair`() {
        let record = record((0..<20_000).map { (name: .text("\($0)"), value: "v") })
        #expect(record.json.utf8.count <= RawRecord.limit)
        #expect(record.isCut)
        #expect(record.json.hasSuffix("]]"))
    }

    @Test
    func `an entry without fields is an empty list`() {
        #expect(record([]).json == "[]")
    }
}
