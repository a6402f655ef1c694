/// What a part of a message is, by its field Content-Type.
struct ContentType {
    /// Type and subtype in lower case.
    let name: String
    private var parameters: [String: String] = [:]

    /// Reads the value of the field; text where it says nothing.
    init(_ value: String) {
        var pieces = Self.pieces(of: value)
        let first = pieces.isEmpty ? "" : MailLines.lowered(pieces.removeFirst())
        name = first.isEmpty ? "text/plain" : first
        for piece in pieces.prefix(20) {
            guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = MailLines.lowered(piece[..<equals])
            let value = MailLines.trimmed(Array(piece[(equals + 1)...]))
            if parameters[key] == nil { parameters[key] = value }
        }
    }

    /// The parameter of that name, given in lower case.
    subscript(_ name: String) -> String? { parameters[name] }

    /// The value cut at its semicolons, except those within quotes, which are taken away.
    private static func pieces(of value: String) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in value.utf8 {
            if isEscaped {
                pieces[pieces.count - 1].append(byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\"), isQuoted {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                pieces.append([])
            } else {
                pieces[pieces.count - 1].append(byte)
            }
        }
        return pieces
    }
}
