import Contract
import Crypto
import Postgres

/// What a submission is recognised by when it comes again: the first half of a SHA-256 over its source and id.
///
/// A cryptographic hash, because a publisher chooses its ids and must not be able to make them meet another's.
struct SubmissionKey: Hashable, Sendable {
    let uuid: PostgresUUID

    init(source: SourceID, id: String) {
        var content: [UInt8] = []
        content.reserveCapacity(source.rawValue.utf8.count + 1 + id.utf8.count)
        content.append(contentsOf: source.rawValue.utf8)
        content.append(0)
        content.append(contentsOf: id.utf8)
        uuid = PostgresUUID(firstHalfOfHash: content)
    }
}

extension PostgresUUID {
    /// The first sixteen bytes of the content's SHA-256.
    init(firstHalfOfHash content: [UInt8]) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (place, byte) in SHA256.hash(data: content).enumerated() {
            if place < 8 {
                high = high << 8 | UInt64(byte)
            } else if place < 16 {
                low = low << 8 | UInt64(byte)
            } else {
                break
            }
        }
        self.init(high: high, low: low)
    }
}
