/// The id that Redis gave to an entry of a stream.
package struct EntryID: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970 by the clock of Redis, unless the publisher chose the id.
    package let ms: UInt64
    /// The order within the millisecond.
    package let seq: UInt64

    /// The id of those parts.
    package init(ms: UInt64, seq: UInt64) {
        self.ms = ms
        self.seq = seq
    }

    /// Reads `ms-seq`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let ms = UInt64(parts[0]), let seq = UInt64(parts[1]) else { return nil }
        self.init(ms: ms, seq: seq)
    }

    package var description: String { "\(ms)-\(seq)" }

    /// When the entry reached Redis, by the id.
    package var instant: Instant { Instant(milliseconds: ms) }
}

extension EntryID: Comparable {
    package static func < (left: EntryID, right: EntryID) -> Bool {
        (left.ms, left.seq) < (right.ms, right.seq)
    }
}
