/// Sixteen bytes that stand for the content of an entry: the first half of a SHA-256.
package struct ContentDigest: Hashable, Sendable {
    /// The first eight bytes, big-endian.
    package let high: UInt64
    /// The last eight bytes, big-endian.
    package let low: UInt64

    /// The digest of those halves, as a database gives them back.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The sixteen bytes.
    package var bytes: [UInt8] {
        (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index % 8)))
        }
    }
}

extension ContentDigest: CustomStringConvertible {
    package var description: String { Hexadecimal.text(of: bytes) }
}
