extension AsyncAPI {
    /// A kind of stream, as the document describes it.
    struct Stream {
        let name: String
        let address: String
        let description: String
        /// What the system does there: it receives entries, or it sends them.
        var action = "send"
        /// The channel that answers.
        var reply: String?
        /// Its messages by name, and where the schemas of these stand.
        let messages: [(name: String, schema: String)]

        var channel: JSONValue {
            [
                "address": .string(address), "description": .string(description),
                "parameters": JSONValue(
                    Self.parameters.filter { address.contains("{\($0.name)}") }
                        .map { ($0.name, ["$ref": .string("#/components/parameters/\($0.name)")]) }
                ),
                "messages": JSONValue(
                    messages.map { ($0.name, ["name": .string($0.name), "payload": Schema.reference($0.schema)]) }
                ),
            ]
        }

        var operation: JSONValue {
            var members: [(String, JSONValue)] = [("action", .string(action)), ("channel", Self.reference(name))]
            if let reply { members.append(("reply", ["channel": Self.reference(reply)])) }
            return JSONValue(members)
        }

        private static func reference(_ channel: String) -> JSONValue { ["$ref": .string("#/channels/\(channel)")] }

        static let parameters: [(name: String, value: JSONValue)] = [
            ("prefix", ["default": "saypro", "description": "The first part of every key: SAYPRO_PREFIX."]),
            ("source", ["description": "The publisher whose door it is, as the policy names it."]),
            (
                "partition",
                [
                    "description": """
                    The partition's number in braces: the CRC-32 (IEEE, as in zlib) of the bytes of `conversation`, or of the \
                    user or admin that a directory type is about, modulo the field `partitions` of the hash \
                    `<prefix>:config`. Who does not care writes to {0}.
                    """,
                    "examples": ["{0}", "{6}"],
                ]
            ),
        ]

        static var all: [Stream] {
            let commands = CommandType.allCases.map { ($0.rawValue, "inbound.\($0.rawValue)") }
            let receipts = [(name: "receipt", schema: "receipt")]
            let door = SourceID("source")
            return [
                Stream(
                    name: "inbound",
                    address: address { $0.inbound(0) },
                    description: "Publish here: XADD of one entry. What became of it is told in its receipt.",
                    action: "receive",
                    reply: "receipts",
                    messages: commands
                ),
                Stream(
                    name: "inbound_private",
                    address: address { $0.inbound(door: door, 0) },
                    description: "The door of one publisher; `source` may be left out here, and is that of the door.",
                    action: "receive",
                    reply: "receipts_private",
                    messages: commands
                ),
                Stream(
                    name: "receipts",
                    address: address { $0.receipts(0) },
                    description:
                        "What became of entries, in the partition of their conversation or else of the stream written to.",
                    messages: receipts
                ),
                Stream(
                    name: "receipts_private",
                    address: address { $0.receipts(door: door, 0) },
                    description: "The same for the door of one publisher.",
                    messages: receipts
                ),
            ]
                + Topic.allCases.map { topic in
                    Stream(
                        name: topic.rawValue,
                        address: address { $0.topic(topic, 0) },
                        description:
                            "A topic: ids are sequence numbers without gaps, and api.events has what is older.",
                        messages: topic.types.map { ($0.name, "\(topic.rawValue).\($0.name)") }
                    )
                } + [
                    Stream(
                        name: "inbox",
                        address: address { $0.inbox(0) },
                        description: "The notices that the application shows.",
                        messages: [("notice", "notice")]
                    )
                ]
        }

        /// The name of a stream with its parts as parameters; the braces around the partition are its own.
        private static func address(_ key: (Keys) -> String) -> String {
            key(Keys(prefix: "{prefix}")).replacing(":source:", with: ":{source}:").replacing(
                "{0}",
                with: "{partition}"
            )
        }
    }
}
