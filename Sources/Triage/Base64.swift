/// Bytes as text (RFC 4648, with padding), so that a model can stand in a source file.
package enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding = UInt8(ascii: "=")

    /// The text of the bytes.
    package static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 {
                group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0)
            }
            for place in 0..<4 {
                text.append(place <= count ? digits[Int(group >> (18 - 6 * place) & 63)] : padding)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that the text stands for, its line breaks passed over; nil if it is no such text.
    package static func bytes(of text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var (group, count, padded): (UInt32, Int, Int) = (0, 0, 0)
        for character in text.utf8 where character != UInt8(ascii: "\n") {
            let value = values[Int(character)]
            if character == padding { padded += 1 }
            guard value < 64 && padded == 0 || character == padding else { return nil }
            group = group << 6 | (character == padding ? 0 : UInt32(value))
            count += 1
            if count.isMultiple(of: 4) {
                guard padded < 3 else { return nil }
                for place in 0..<3 - padded {
                    bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * place)))
                }
                group = 0
            }
        }
        return count.isMultiple(of: 4) ? bytes : nil
    }

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, digit) in digits.enumerated() {
            values[Int(digit)] = UInt8(value)
        }
        return values
    }()
}
