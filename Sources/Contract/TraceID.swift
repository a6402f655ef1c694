/// The identity of a trace, sixteen bytes that are not all zero.
package struct TraceID: Hashable, Sendable {
    /// The first eight bytes, big-endian.
    package let high: UInt64
    /// The last eight bytes, big-endian.
    package let low: UInt64

    /// An identity of these bytes.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identity; none that is made anywhere else is like it.
    package static func generate() -> TraceID {
        var generator = SystemRandomNumberGenerator()
        return TraceID(high: generator.next(), low: generator.next() | 1)
    }
}

extension TraceID: CustomStringConvertible {
    /// Its 32 lower-case hexadecimal digits.
    package var description: String { Hexadecimal.text(of: high.bigEndianBytes + low.bigEndianBytes) }
}

/// The identity of a span within its trace, eight bytes that are not all zero.
package struct SpanID: Hashable, Sendable {
    /// The bytes, big-endian.
    package let bits: UInt64

    /// An identity of these bytes.
    package init(bits: UInt64) {
        self.bits = bits
    }
}

extension SpanID: CustomStringConvertible {
    /// Its 16 lower-case hexadecimal digits.
    package var description: String { Hexadecimal.text(of: bits.bigEndianBytes) }
}

extension UInt64 {
    fileprivate var bigEndianBytes: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
    }
}
