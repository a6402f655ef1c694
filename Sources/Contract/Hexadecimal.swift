/// Hexadecimal digits, byte by byte.
package enum Hexadecimal {
    /// What the digit is worth; nil for any other character.
    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Adds the two lower-case digits of a byte.
    package static func append(_ byte: UInt8, to characters: inout [UInt8]) {
        characters.append(digit(byte >> 4))
        characters.append(digit(byte & 0x0F))
    }

    /// The bytes in lower-case digits.
    package static func text(of bytes: some Sequence<UInt8>) -> String {
        var characters: [UInt8] = []
        for byte in bytes {
            append(byte, to: &characters)
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The bytes that the digits stand for; nil unless all are digits, in pairs.
    static func bytes(of digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var first: UInt8?
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            if let high = first {
                bytes.append(high << 4 | value)
                first = nil
            } else {
                first = value
            }
        }
        return bytes
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
