extension CommandType {
    /// A JSON Schema of the entries of this type, as far as what stands in one entry can tell.
    ///
    /// A field that is empty is as good as absent; the schema is of an entry without such fields.
    var schema: JSONValue {
        var members: [(String, JSONValue)] = [
            ("type", "object"), ("required", names(fields.filter { $0.requirement == .required })),
            ("properties", JSONValue([("type", ["const": .string(rawValue)])] + fields.dropFirst().map(\.property))),
            ("patternProperties", ["^x-[^\(Pattern.controls)]+$": Schema.reference("line")]),
            ("additionalProperties", false), ("maxProperties", .number("\(Limits.fieldCount)")),
        ]
        let demands = fields.compactMap(\.demand) + between
        if !demands.isEmpty { members.append(("allOf", .array(demands))) }
        return JSONValue(members)
    }

    /// The type's own fields, as the topic `commands` has them in an event.
    var eventProperties: [(String, JSONValue)] {
        let own = FieldTable(self).rows.filter(\.isOwn).map(\.rule.property)
        let numbered = self == .messagePost ? ["message", "message_no"] : []
        return own + (numbered + ["backfill"]).map { ($0, ["type": "string"]) }
    }

    private func names(_ rules: [FieldRule]) -> JSONValue {
        .array(rules.map { .string($0.name.text) })
    }

    /// What the value of one field says of that of another.
    private var between: [JSONValue] {
        switch self {
        case .messagePost: [["not": FieldRule.has([.role: "user", .visibility: "private"])]]
        case .surveyAnswer:
            [
                [
                    "if": FieldRule.has([.scale: "10"]), "then": true,
                    "else": [
                        "properties": JSONValue(
                            fields.filter { $0.shape == .rating }.map { ($0.name.text, ["pattern": "^[1-5]$"]) }
                        )
                    ],
                ]
            ]
        default: []
        }
    }
}

extension FieldRule {
    /// The field with a schema of its values.
    fileprivate var property: (String, JSONValue) {
        (name.text, schema)
    }

    private var schema: JSONValue {
        if shape == .text { return text }
        return ValueShape.named.first { $0.shape == shape }.map { Schema.reference($0.name) } ?? shape.schema
    }

    private var text: JSONValue {
        switch name {
        case .text: Schema.reference("text")
        case .mail: Schema.reference("mail")
        case let name where name.limit == Limits.entry: Schema.reference("line")
        default: Schema.text(atMost: name.limit)
        }
    }

    /// A schema that an entry keeps in which the field is there when it must be; nil if that is always or never.
    fileprivate var demand: JSONValue? {
        switch requirement {
        case .optional, .required: nil
        case .when(let other, let values):
            [
                "if": [
                    "properties": [other.text: Schema.words(values)], "required": Self.names([other]),
                ],
                "then": ["required": Self.names([name])],
            ]
        case .unless(let other, let exception):
            ["anyOf": [["required": Self.names([name])], Self.has([other: exception])]]
        case .with(let other):
            ["if": ["required": Self.names([other])], "then": ["required": Self.names([name])]]
        case .unlessAny(let others):
            ["anyOf": .array(([name] + others).map { ["required": Self.names([$0])] })]
        }
    }

    /// A schema of the entries in which the fields have those values.
    fileprivate static func has(_ values: KeyValuePairs<FieldName, String>) -> JSONValue {
        [
            "properties": JSONValue(values.map { ($0.key.text, ["const": .string($0.value)]) }),
            "required": names(values.map(\.key)),
        ]
    }

    private static func names(_ names: [FieldName]) -> JSONValue {
        .array(names.map { .string($0.text) })
    }
}
