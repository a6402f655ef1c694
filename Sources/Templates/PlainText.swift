/// A plain text cut at its tags once, which is put together several times faster than by the Mustache library.
///
/// It takes the tags of most templates: variables, and sections that are about one. What else Mustache knows (lists,
/// partials, names with points, tags that have a line to themselves) is left to the library; both say the same.
struct PlainText: Sendable {
    private indirect enum Piece: Sendable {
        case text(String)
        case variable(String)
        case section(String, isInverted: Bool, [Piece])
    }

    private let pieces: [Piece]
    /// The names of its variables and sections.
    let names: Set<String>

    /// The text of that Mustache; nil for what the library has to render.
    init?(_ source: String) {
        var reader = Reader(source: source)
        guard let pieces = reader.pieces(until: nil), reader.rest.isEmpty else { return nil }
        self.pieces = pieces
        names = reader.names
    }

    /// The text with its values; nil where a list stands behind a name, or where it becomes too long.
    func filled(_ values: TemplateValues, atMost bytes: Int) -> String? {
        guard values.lists.isEmpty || names.isDisjoint(with: values.lists.keys) else { return nil }
        var text = ""
        return Self.append(pieces, values, to: &text, atMost: bytes) ? text : nil
    }

    private static func append(
        _ pieces: [Piece],
        _ values: TemplateValues,
        to text: inout String,
        atMost bytes: Int
    ) -> Bool {
        for piece in pieces {
            switch piece {
            case .text(let own): text += own
            case .variable(let name): if let value = values.texts[name] { text += value }
            case .section(let name, let isInverted, let inner):
                guard (values.texts[name] == nil) == isInverted else { continue }
                guard append(inner, values, to: &text, atMost: bytes) else { return false }
            }
            if text.utf8.count > bytes { return false }
        }
        return true
    }

    /// Reads a source from its beginning to its end.
    private struct Reader {
        var rest: Substring
        var names: Set<String> = []

        init(source: String) { rest = source[...] }

        /// The pieces up to the end, or to the tag that closes the section of that name.
        mutating func pieces(until section: String?) -> [Piece]? {
            var pieces: [Piece] = []
            while let opening = rest.firstRange(of: "{{") {
                let before = rest[..<opening.lowerBound]
                if !before.isEmpty { pieces.append(.text(String(before))) }
                let isTriple = rest[opening.upperBound...].first == "{"
                let body = isTriple ? rest[opening.upperBound...].dropFirst() : rest[opening.upperBound...]
                guard let end = body.firstRange(of: isTriple ? "}}}" : "}}") else { return nil }
                var inside = body[..<end.lowerBound].drop(while: \.isWhitespace)
                let mark = isTriple ? nil : inside.first
                if let mark, "#^/&!>=<%$".contains(mark) { inside = inside.dropFirst() }
                let name = String(inside).trimmed
                let after = body[end.upperBound...]
                guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfName) else { return nil }
                switch mark {
                case "#", "^":
                    guard !isAlone(opening.lowerBound, after) else { return nil }
                    names.insert(name)
                    rest = after
                    guard let inner = self.pieces(until: name) else { return nil }
                    pieces.append(.section(name, isInverted: mark == "^", inner))
                case "/":
                    guard name == section, !isAlone(opening.lowerBound, after) else { return nil }
                    rest = after
                    return pieces
                case "!", ">", "=", "<", "%", "$": return nil
                default:
                    names.insert(name)
                    pieces.append(.variable(name))
                    rest = after
                }
            }
            guard section == nil else { return nil }
            if !rest.isEmpty { pieces.append(.text(String(rest))) }
            rest = rest[rest.endIndex...]
            return pieces
        }

        /// Whether a tag may have a line to itself, which Mustache then leaves out.
        private func isAlone(_ start: Substring.Index, _ after: Substring) -> Bool {
            let source = after.base
            let line = source[..<start].reversed().prefix { !$0.isNewline }
            let isFirst = line.allSatisfy(\.isWhitespace)
            return isFirst && after.prefix { !$0.isNewline }.allSatisfy(\.isWhitespace)
        }

        private static func isOfName(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "_") || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") <= 9
        }
    }
}

extension String {
    /// Without the white space around it.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(String(start.reversed().drop(while: \.isWhitespace)).reversed())
    }
}
