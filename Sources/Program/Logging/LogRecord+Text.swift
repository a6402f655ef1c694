import Logging

extension LogRecord {
    /// Appends the record as `time LEVEL program: message key=value …`.
    ///
    /// Control characters are written as escapes, so that no text can forge a line or steer the terminal.
    func appendText(to line: inout [UInt8], isColoured: Bool) {
        line.append(contentsOf: time.utf8)
        line.append(UInt8(ascii: " "))
        if isColoured { line.append(contentsOf: level.colour.utf8) }
        line.append(contentsOf: level.column.utf8)
        if isColoured { line.append(contentsOf: "\u{1B}[0m".utf8) }
        line.append(UInt8(ascii: " "))
        line.append(contentsOf: program.utf8)
        line.append(contentsOf: ": ".utf8)
        line.appendVisible(message)
        for (key, value) in metadata {
            line.append(UInt8(ascii: " "))
            if isColoured { line.append(contentsOf: "\u{1B}[2m".utf8) }
            line.appendVisible(key)
            line.append(UInt8(ascii: "="))
            if isColoured { line.append(contentsOf: "\u{1B}[0m".utf8) }
            line.appendWord("\(value)")
        }
    }
}

extension Logger.Level {
    fileprivate var column: String {
        switch self {
        case .trace: "TRACE   "
        case .debug: "DEBUG   "
        case .info: "INFO    "
        case .notice: "NOTICE  "
        case .warning: "WARNING "
        case .error: "ERROR   "
        case .critical: "CRITICAL"
        }
    }

    fileprivate var colour: String {
        switch self {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .notice: "\u{1B}[36m"
        case .warning: "\u{1B}[33m"
        case .error: "\u{1B}[31m"
        case .critical: "\u{1B}[1;31m"
        }
    }
}

extension [UInt8] {
    /// Appends a value, in quotes where it would otherwise run into its neighbours.
    fileprivate mutating func appendWord(_ text: String) {
        let needsQuotes = text.isEmpty || text.utf8.contains { $0 == 0x20 || $0 == 0x3D || $0 == 0x22 }
        if needsQuotes { append(UInt8(ascii: "\"")) }
        appendVisible(text, escaping: needsQuotes ? "\"" : nil)
        if needsQuotes { append(UInt8(ascii: "\"")) }
    }

    /// Appends text with its control characters written as escapes.
    fileprivate mutating func appendVisible(_ text: String, escaping quote: Unicode.Scalar? = nil) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": append(contentsOf: "\\n".utf8)
            case "\r": append(contentsOf: "\\r".utf8)
            case "\t": append(contentsOf: "\\t".utf8)
            case quote: append(contentsOf: "\\\"".utf8)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}"..."\u{2029}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
            default: append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            }
        }
    }
}
