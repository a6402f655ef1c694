/// A text with places for values, `{{name}}`; a line that has no value for one of its places is left out.
struct Template: Sendable {
    private enum Part: Sendable {
        case text(String)
        case place(String)
    }

    private let lines: [[Part]]

    init(_ text: String) {
        lines = text.split(separator: "\n").map { line in
            var parts: [Part] = []
            var rest = line
            while let opening = rest.firstRange(of: "{{"), let closing = rest.firstRange(of: "}}") {
                parts.append(.text(String(rest[..<opening.lowerBound])))
                parts.append(.place(String(rest[opening.upperBound..<closing.lowerBound])))
                rest = rest[closing.upperBound...]
            }
            parts.append(.text(String(rest)))
            return parts
        }
    }

    /// The text with its values.
    func filled(_ value: (String) -> String?) -> String {
        var text = ""
        for parts in lines {
            guard let line = Self.line(parts, value) else { continue }
            if !text.isEmpty { text += "\n" }
            text += line
        }
        return text
    }

    /// The names of the places.
    var names: Set<String> {
        var names: Set<String> = []
        for case .place(let name) in lines.joined() { names.insert(name) }
        return names
    }

    private static func line(_ parts: [Part], _ value: (String) -> String?) -> String? {
        var line = ""
        for part in parts {
            switch part {
            case .text(let text): line += text
            case .place(let name):
                guard let value = value(name), !value.isEmpty else { return nil }
                line += value
            }
        }
        return line
    }
}
