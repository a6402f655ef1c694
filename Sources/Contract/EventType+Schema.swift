extension EventType {
    /// A JSON Schema of the fields that every event may have.
    static let envelope: JSONValue = [
        "type": "object", "required": ["type", "v", "event", "time"],
        "properties": [
            "type": text, "v": Schema.string("^[1-9][0-9]*$"), "event": ["type": "string", "format": "uuid"],
            "time": Schema.reference("time"), "conversation": text, "case": text, "cause": text,
            "traceparent": Schema.reference("traceparent"),
        ],
        "additionalProperties": text,
    ]

    /// A JSON Schema of the type's events; a command's fields are those that were accepted.
    func schema(in topic: Topic) -> JSONValue {
        let command = topic == .commands ? CommandType(rawValue: name) : nil
        let own = command?.eventProperties ?? fields.map { ($0, Self.schema(of: $0)) }
        return [
            "allOf": [Schema.reference("event")],
            "properties": JSONValue([("type", ["const": .string(name)])] + own),
        ]
    }

    private static let text: JSONValue = ["type": "string"]

    private static func schema(of field: String) -> JSONValue {
        let isTime =
            field.hasSuffix("_at") || field.hasSuffix("_since")
            || ["acknowledge_by", "due", "eta", "expires", "happened", "until"].contains(field)
        return isTime ? Schema.reference("time") : text
    }
}
