/// The JSON list of a message's attachments: `[{"url": …, "name": …, "type": …, "size": …}]`.
enum AttachmentList {
    private static let names: Set<String> = ["url", "name", "type", "size"]
    private static let longestName = 255
    private static let largestSize: Int64 = 1 << 50

    /// How many members the list has; 0 if it is not one.
    static func count(of value: String) -> Int {
        guard case .array(let members)? = try? JSONValue(parsing: value) else { return 0 }
        return members.count
    }

    /// A JSON Schema of the list, as far as one can tell.
    static let schema: JSONValue = [
        "type": "array", "maxItems": .number("\(Limits.attachmentCount)"),
        "items": [
            "type": "object", "required": ["url", "name", "type", "size"], "additionalProperties": false,
            "properties": [
                "url": Schema.reference("web_address"),
                "name": [
                    "type": "string", "minLength": 1, "maxLength": .number("\(longestName)"),
                    "pattern": .string("^[^\(Pattern.controls)]*$"),
                ],
                "type": ["type": "string", "pattern": "^[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}$"],
                "size": ["type": "integer", "minimum": 0, "maximum": .number("\(largestSize)")],
            ],
        ],
    ]

    static func accepts(_ value: String) -> Bool {
        guard case .array(let members)? = try? JSONValue(parsing: value), members.count <= Limits.attachmentCount
        else { return false }
        return members.allSatisfy(isAttachment)
    }

    private static func isAttachment(_ value: JSONValue) -> Bool {
        guard case .object(let members) = value, Set(members.map(\.name)) == names,
            case .string(let url) = value["url"], case .string(let name) = value["name"],
            case .string(let type) = value["type"], case .number(let size) = value["size"]
        else { return false }
        return WebAddress.accepts(url)
            && !name.isEmpty && name.utf8.count <= longestName && !TextBytes(of: name).hasControl
            && isMediaType(type)
            && NumberShape.integer(size).map { $0 <= largestSize } ?? false
    }

    /// A type and a subtype of RFC 6838, without parameters.
    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                (1...127).contains(part.count)
                    && part.allSatisfy { $0 < 0x80 && (HostName.isLetterOrDigit($0) || "!#$&-^_.+".utf8.contains($0)) }
            }
    }
}
