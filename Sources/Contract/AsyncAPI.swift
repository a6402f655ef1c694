/// The contract of the streams as an AsyncAPI 3 document: a channel for each kind of stream, a message with a JSON Schema
/// for each type.
///
/// It is made of the tables by which entries are judged, so that it says of them what they do.
package enum AsyncAPI {
    /// The document.
    package static var document: JSONValue {
        [
            "asyncapi": "3.0.0",
            "info": ["title": "SayPro Messaging", "version": "1.0.0", "description": .string(description)],
            "servers": ["redis": ["host": "127.0.0.1:6379", "protocol": "redis", "description": "REDIS_URL"]],
            "channels": JSONValue(Stream.all.map { ($0.name, $0.channel) }),
            "operations": JSONValue(Stream.all.map { ("\($0.action)_\($0.name)", $0.operation) }),
            "components": [
                "parameters": JSONValue(Stream.parameters.map { ($0.name, $0.value) }),
                "schemas": JSONValue(schemas),
            ],
        ]
    }

    private static let description = """
        Entries of Redis streams. A payload is the fields of an entry as an object of strings; a field that is empty is as \
        good as absent, and is left out of it. The JSON Schemas are of draft 2020-12, in words that draft 07 understands \
        alike. They say what can be told from one entry alone. Besides, ingest judges what the policy allows a source, its \
        signature, whether `time` is near enough, what came before, and lengths in bytes of UTF-8 where `maxLength` counts \
        characters; an entry has at most \(Limits.entry) bytes. Events may get further fields while `v` stays the same: \
        pass over what you do not know.
        """

    private static var schemas: [(String, JSONValue)] {
        let texts = [
            ("line", Schema.text()), ("text", Schema.text(allowing: #"\t\n"#, atMost: Limits.text)),
            ("mail", Schema.text(allowing: #"\t\n\r"#)),
        ]
        let shapes = ValueShape.named.map { ($0.name, $0.shape.schema) }
        let entries = CommandType.allCases.map { ("inbound.\($0.rawValue)", $0.schema) }
        let events = Topic.allCases.flatMap { topic in
            topic.types.map { ("\(topic.rawValue).\($0.name)", $0.schema(in: topic)) }
        }
        let told = [("receipt", receipt), ("event", EventType.envelope), ("notice", notice)]
        let dialect = [("$schema", JSONValue.string("https://json-schema.org/draft/2020-12/schema"))]
        return texts + shapes
            + (entries + told + events).map { name, schema in
                guard case .object(let members) = schema else { return (name, schema) }
                return (name, JSONValue(dialect + members.map { ($0.name, $0.value) }))
            }
    }

    private static let receipt: JSONValue = [
        "type": "object", "required": ["status"],
        "properties": [
            "source": Schema.reference("source"), "id": Schema.reference("id"),
            "status": Schema.words(["accepted", "duplicate", "rejected"]),
            "code": Schema.words(RejectionCode.allCases.map(\.rawValue)), "field": ["type": "string"],
            "detail": ["type": "string"], "message": ["type": "string", "format": "uuid"],
            "conversation": Schema.reference("id"),
        ],
        "additionalProperties": ["type": "string"],
        "if": ["properties": ["status": ["const": "rejected"]]], "then": ["required": ["code", "detail"]],
    ]

    /// What the application shows.
    private static let notice: JSONValue = [
        "type": "object", "required": ["recipient", "notification", "subject", "body", "language"],
        "properties": JSONValue(
            [
                "recipient", "notification", "subject", "body", "language", "conversation", "case", "type", "reason",
                "why", "link",
            ].map { ($0, ["type": "string"]) }
        ),
        "additionalProperties": ["type": "string"],
    ]
}
