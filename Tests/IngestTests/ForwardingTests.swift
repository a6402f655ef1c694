import Contract
import Pipeline
import Testing

@testable import Ingest

/// Entries on their way to their partition's owner.
struct ForwardingTests {
    @Test
    func `a letter carries the entry with its door, place and fields`() throws {
        let entry = Entries.entry(
            Entries.message("a", text: "line\nbreak \"é\""),
            door: "partner",
            partition: 3,
            ms: 17,
            seq: 4
        )
        let letter = Forwarding.letter(entry, isReread: true, from: 3, to: 9, conversation: "u-42")
        let sent = try #require(letter)
        #expect(sent.to == 9)
        #expect(sent.letter.from == 3)
        let stored = Letter(
            from: 3,
            kind: sent.letter.kind,
            conversation: "u-42",
            fields: try Fields(json: sent.letter.fields.json)
        )
        let arrived = try Forwarding.entry(in: stored)
        #expect(arrived.isReread)
        #expect(arrived.entry.door == SourceID("partner"))
        #expect(arrived.entry.partition == 3)
        #expect(arrived.entry.id == EntryID(ms: 17, seq: 4))
        #expect(arrived.entry.fields.map(\.name) == entry.fields.map(\.name))
        #expect(arrived.entry.fields.map(\.value) == entry.fields.map(\.value))
    }

    @Test
    func `a letter that holds no entry is a fault of its sender`() {
        let letter = Letter(from: 1, kind: "entry", conversation: "c", fields: ["type": "message.post"])
        #expect(throws: StageFault.self) { try Forwarding.entry(in: letter) }
    }
}
