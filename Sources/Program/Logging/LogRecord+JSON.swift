import Logging

extension LogRecord {
    /// Appends the record as one JSON object; nested metadata becomes flat keys joined by dots.
    func appendJSON(to line: inout [UInt8]) {
        line.append(contentsOf: "{\"ts\":".utf8)
        line.appendJSON(time)
        line.append(contentsOf: ",\"level\":".utf8)
        line.appendJSON(level.rawValue)
        line.append(contentsOf: ",\"message\":".utf8)
        line.appendJSON(message)
        line.append(contentsOf: ",\"program\":".utf8)
        line.appendJSON(program)
        for (key, value) in metadata {
            let isTaken = ["ts", "level", "message", "program"].contains(key)
            Self.append(isTaken ? "metadata.\(key)" : key, value, to: &line)
        }
        line.append(UInt8(ascii: "}"))
    }

    private static func append(_ key: String, _ value: Logger.MetadataValue, to line: inout [UInt8]) {
        if case .dictionary(let nested) = value {
            for (name, inner) in nested.sorted(by: { $0.key < $1.key }) {
                append("\(key).\(name)", inner, to: &line)
            }
            return
        }
        line.append(UInt8(ascii: ","))
        line.appendJSON(key)
        line.append(UInt8(ascii: ":"))
        append(value, to: &line)
    }

    private static func append(_ value: Logger.MetadataValue, to line: inout [UInt8]) {
        switch value {
        case .string(let text): line.appendJSON(text)
        case .stringConvertible(let number as any BinaryInteger): line.append(contentsOf: number.description.utf8)
        case .stringConvertible(let flag as Bool): line.append(contentsOf: (flag ? "true" : "false").utf8)
        case .stringConvertible(let value): line.appendJSON(value.description)
        case .dictionary(let nested): line.appendJSON("\(nested)")
        case .array(let values):
            line.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { line.append(UInt8(ascii: ",")) }
                append(value, to: &line)
            }
            line.append(UInt8(ascii: "]"))
        }
    }
}

extension [UInt8] {
    /// Appends text as a JSON string with its quotes, escaped as RFC 8259 asks.
    mutating func appendJSON(_ text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0A: append(contentsOf: "\\n".utf8)
            case 0x0D: append(contentsOf: "\\r".utf8)
            case 0x09: append(contentsOf: "\\t".utf8)
            case 0..<0x20, 0x7F:
                append(contentsOf: "\\u00".utf8)
                appendHexadecimal(byte)
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends a byte as two hexadecimal digits.
    mutating func appendHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 0x0F] {
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
