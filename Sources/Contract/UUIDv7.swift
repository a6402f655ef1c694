/// A time-ordered unique identifier, version 7 of RFC 9562.
///
/// Identifiers made in one process at one millisecond or later sort in the order in which they were made.
package struct UUIDv7: Hashable, Sendable {
    /// The first eight bytes, big-endian.
    package let high: UInt64
    /// The last eight bytes, big-endian.
    package let low: UInt64

    /// An identifier of these sixteen bytes, as a database gives it back.
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new identifier whose first 48 bits are the milliseconds of `instant`.
    package static func generate(at instant: Instant = .now()) -> UUIDv7 {
        let milliseconds = UInt64(clamping: instant.microseconds / 1000) & 0xFFFF_FFFF_FFFF
        let (order, random) = UniqueBits.next(at: milliseconds)
        return UUIDv7(
            high: milliseconds << 16 | 0x7000 | UInt64(order & 0x0FFF),
            low: 0x8000_0000_0000_0000 | random >> 2
        )
    }

    /// The instant, to the millisecond, that the identifier carries.
    package var instant: Instant {
        Instant(milliseconds: high >> 16)
    }
}

extension UUIDv7: Comparable {
    package static func < (left: UUIDv7, right: UUIDv7) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension UUIDv7: LosslessStringConvertible {
    /// Reads the 36-character form, hexadecimal digits of either case; any version is taken.
    package init?(_ text: String) {
        let characters = text.utf8Span.span
        guard characters.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for index in 0..<36 {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard characters[index] == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Hexadecimal.value(of: characters[index]) else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit)
        }
        self.init(high: high, low: low)
    }

    /// The 36-character form in lower case.
    package var description: String {
        var characters: [UInt8] = []
        characters.reserveCapacity(36)
        for index in 0..<16 {
            let half = index < 8 ? high : low
            Hexadecimal.append(UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * (index % 8))), to: &characters)
            if index == 3 || index == 5 || index == 7 || index == 9 {
                characters.append(UInt8(ascii: "-"))
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

/// The identity of an event in a topic.
package typealias EventID = UUIDv7

/// The identity that the server gives to an accepted message.
package typealias MessageID = UUIDv7
