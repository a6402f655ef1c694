/// A value of a strictly read JSON text (RFC 8259).
///
/// Names in an object are unique and keep their order. A number keeps the digits that it was written with.
indirect enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A name in an object with its value.
    struct Member: Equatable {
        let name: String
        let value: JSONValue
    }

    /// Reads one JSON text; nil unless it keeps every rule of RFC 8259 and the limits of `JSONReader`.
    init?(parsing text: String) {
        var reader = JSONReader(text)
        guard let value = try? reader.document() else { return nil }
        self = value
    }

    /// The value of that name, if this is an object that has it.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
