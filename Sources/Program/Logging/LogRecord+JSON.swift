import Contract
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
