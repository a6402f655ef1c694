import Contract
import Pipeline

/// Entries as publishers write them, with what a test does not care about filled in.
enum Entries {
    /// 2026-03-01T08:00:00Z, when the entries of tests arrive unless they say otherwise.
    static let arrival: UInt64 = 1_772_352_000_000

    static func message(
        _ id: String,
        conversation: String = "u-42",
        user: String = "u-42",
        text: String = "My advert is gone",
        with more: [(String, String)] = []
    ) -> [(String, String)] {
        [
            ("type", "message.post"), ("id", id), ("source", "web"), ("conversation", conversation),
            ("role", "user"), ("user", user), ("text", text),
        ] + more
    }

    static func entry(
        _ fields: [(String, String)],
        door: String? = nil,
        partition: Int,
        ms: UInt64 = arrival,
        seq: UInt64 = 0
    ) -> InboundEntry {
        InboundEntry(
            door: door.flatMap { SourceID($0) },
            partition: partition,
            id: EntryID(ms: ms, seq: seq),
            fields: fields.map { (name: .text($0.0), value: .text($0.1)) }
        )
    }

    static func input(_ entry: InboundEntry, isReread: Bool = false) -> Input {
        Input(partition: entry.partition, content: .entry(entry, isReread: isReread), conversation: "test")
    }
}
