import Contract

/// Writes JSON, member by member.
package struct JSONText: Sendable {
    private var bytes: [UInt8] = []
    private var needsComma = false

    /// What has been written.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Nothing yet.
    package init() {}

    /// An object, whose members the closure writes.
    package mutating func object(_ name: String? = nil, _ members: (inout JSONText) -> Void) {
        begin(name)
        write("{")
        needsComma = false
        members(&self)
        write("}")
        needsComma = true
    }

    /// An array, whose elements the closure writes.
    package mutating func array(_ name: String? = nil, _ elements: (inout JSONText) -> Void) {
        begin(name)
        write("[")
        needsComma = false
        elements(&self)
        write("]")
        needsComma = true
    }

    /// A text, or null.
    package mutating func string(_ name: String? = nil, _ value: String?) {
        begin(name)
        if let value { bytes.appendJSON(value) } else { write("null") }
        needsComma = true
    }

    /// A number, or null for none and for one that is not finite.
    package mutating func number(_ name: String? = nil, _ value: Double?) {
        begin(name)
        write(value.flatMap { $0.isFinite ? FigureText.plain($0) : nil } ?? "null")
        needsComma = true
    }

    /// A Boolean value, or null.
    package mutating func bool(_ name: String? = nil, _ value: Bool?) {
        begin(name)
        write(value.map { $0 ? "true" : "false" } ?? "null")
        needsComma = true
    }

    private mutating func begin(_ name: String?) {
        if needsComma { write(",") }
        guard let name else { return }
        bytes.appendJSON(name)
        write(":")
    }

    private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
