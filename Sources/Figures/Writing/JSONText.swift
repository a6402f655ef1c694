/// Writes JSON, member by member.
package struct JSONText: Sendable {
    /// What has been written.
    package private(set) var text = ""
    private var needsComma = false

    /// Nothing yet.
    package init() {}

    /// An object, whose members the closure writes.
    package mutating func object(_ name: String? = nil, _ members: (inout JSONText) -> Void) {
        begin(name)
        text += "{"
        needsComma = false
        members(&self)
        text += "}"
        needsComma = true
    }

    /// An array, whose elements the closure writes.
    package mutating func array(_ name: String? = nil, _ elements: (inout JSONText) -> Void) {
        begin(name)
        text += "["
        needsComma = false
        elements(&self)
        text += "]"
        needsComma = true
    }

    /// A text, or null.
    package mutating func string(_ name: String? = nil, _ value: String?) {
        begin(name)
        if let value { quote(value) } else { text += "null" }
        needsComma = true
    }

    /// A number, or null for none and for one that is not finite.
    package mutating func number(_ name: String? = nil, _ value: Double?) {
        begin(name)
        text += value.flatMap { $0.isFinite ? FigureText.plain($0) : nil } ?? "null"
        needsComma = true
    }

    /// A Boolean value, or null.
    package mutating func bool(_ name: String? = nil, _ value: Bool?) {
        begin(name)
        text += value.map { $0 ? "true" : "false" } ?? "null"
        needsComma = true
    }

    private mutating func begin(_ name: String?) {
        if needsComma { text += "," }
        guard let name else { return }
        quote(name)
        text += ":"
    }

    private mutating func quote(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "<": text += "\\u003c"
            case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
