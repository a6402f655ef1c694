/// A value of a strictly read JSON text (RFC 8259).
///
/// Names in an object are unique and keep their order. A number keeps the digits that it was written with.
package indirect enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name in an object with its value.
    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Reads one JSON text that keeps every rule of RFC 8259 and the limits of `JSONReader`.
    package init(parsing text: String) throws(JSONFault) {
        var reader = JSONReader(text)
        self = try reader.document()
    }

    /// The value of that name, if this is an object that has it.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
