extension [UInt8] {
    /// Appends a text as a JSON string with its quotation marks (RFC 8259, section 7).
    package mutating func appendJSON(_ text: String) {
        append(UInt8(ascii: "\""))
        if Self.needsEscapes(text.utf8Span.span) {
            for byte in text.utf8 { appendEscaped(byte) }
        } else {
            append(contentsOf: text.utf8)
        }
        append(UInt8(ascii: "\""))
    }

    private static func needsEscapes(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            switch bytes[index] {
            case 0..<0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "\\"): return true
            default: continue
            }
        }
        return false
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(contentsOf: [UInt8(ascii: "\\"), byte])
        case 0x0A: append(contentsOf: "\\n".utf8)
        case 0x0D: append(contentsOf: "\\r".utf8)
        case 0x09: append(contentsOf: "\\t".utf8)
        // DEL needs no escape, but harms a terminal that shows the text.
        case 0..<0x20, 0x7F:
            append(contentsOf: "\\u00".utf8)
            Hexadecimal.append(byte, to: &self)
        default: append(byte)
        }
    }
}
