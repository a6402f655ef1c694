/// Quoted-printable of RFC 2045, for text with CRLF at the end of each line.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Adds the text in lines of at most 76 characters.
    ///
    /// A full stop or `From ` that begins a line is escaped too: old servers change them.
    static func append(_ text: [UInt8], to output: inout [UInt8]) {
        var column = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A {
                output.append(contentsOf: [0x0D, 0x0A])
                column = 0
                index += 2
                continue
            }
            let endsLine = index + 1 == text.count || text[index + 1] == 0x0D
            let isPlain = isPlain(byte, at: column, endsLine: endsLine)
            let width = isPlain ? 1 : 3
            // The last column belongs to the sign that the line goes on, unless it ends here.
            if column + width > (endsLine ? 76 : 75) {
                output.append(contentsOf: [UInt8(ascii: "="), 0x0D, 0x0A])
                column = 0
                // What is plain within a line may not be so at its beginning.
                continue
            }
            if isPlain {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "="))
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            }
            column += width
            index += 1
        }
    }

    /// Reads quoted-printable as far as it goes: what is not well formed stays as it is.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            let next = text[index...].prefix(2)
            if let first = next.first, let last = next.last, next.count == 2, let high = value(of: first),
                let low = value(of: last)
            {
                bytes.append(high << 4 | low)
                index += 2
            } else if next.first == 0x0A {
                index += 1
            } else if next.first == 0x0D, next.last == 0x0A {
                index += 2
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func isPlain(_ byte: UInt8, at column: Int, endsLine: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "="): false
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !endsLine
        case UInt8(ascii: "."), UInt8(ascii: "F"): column > 0
        default: (0x21...0x7E).contains(byte)
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
