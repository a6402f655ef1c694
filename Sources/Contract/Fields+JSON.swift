/// A text is not a flat JSON object of strings.
package struct MalformedFields: Error, Sendable, Hashable {}

extension Fields {
    /// Reads a flat object of strings; anything else, a name that comes twice included, is an error.
    package init(json: String) throws(MalformedFields) {
        var reader = JSONReader(json)
        guard let fields = try? reader.flatObject() else { throw MalformedFields() }
        self = fields
    }

    /// The fields as a flat JSON object of strings, in order.
    package var json: String {
        var text: [UInt8] = []
        text.reserveCapacity(reduce(2) { $0 + $1.name.utf8.count + $1.value.utf8.count + 6 })
        text.append(UInt8(ascii: "{"))
        for field in self {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            Self.append(field.name, to: &text)
            text.append(UInt8(ascii: ":"))
            Self.append(field.value, to: &text)
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        if needsEscapes(value.utf8Span.span) {
            for byte in value.utf8 {
                append(byte, to: &text)
            }
        } else {
            text.append(contentsOf: value.utf8)
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func needsEscapes(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return true }
        }
        return false
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text.append(UInt8(ascii: "\\"))
            text.append(byte)
        case 0x0A: text.append(contentsOf: "\\n".utf8)
        case 0x0D: text.append(contentsOf: "\\r".utf8)
        case 0x09: text.append(contentsOf: "\\t".utf8)
        case 0..<0x20:
            text.append(contentsOf: "\\u00".utf8)
            Hexadecimal.append(byte, to: &text)
        default: text.append(byte)
        }
    }
}
