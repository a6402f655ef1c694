extension ValueShape {
    /// The shapes that the contract's document names, for many fields have them.
    static let named: [(name: String, shape: ValueShape)] = [
        ("id", .id), ("source", .source), ("boolean", .boolean), ("time", .time), ("month", .month),
        ("language", .language), ("region", .region), ("currency", .currency), ("amount", .amount), ("email", .email),
        ("time_zone", .timeZone), ("web_address", .webAddress), ("attachments", .attachments), ("json", .json),
        ("rating", .rating), ("traceparent", .traceparent), ("signature", .signature),
    ]

    /// A JSON Schema of the values that have the shape, as far as a pattern can tell them.
    ///
    /// Patterns keep to what ECMA-262 and most other regular expressions have in common.
    var schema: JSONValue {
        switch self {
        case .text: Schema.text()
        case .command: .object([.init(name: "enum", value: .array(CommandType.allCases.map { .string($0.rawValue) }))])
        case .oneOf(let words): Schema.words(words)
        case .boolean: Schema.words(["true", "false"])
        case .id: described(pattern, atMost: Limits.id)
        case .language, .timeZone: described(pattern, atMost: 64)
        case .email: described(pattern, atMost: 254)
        case .webAddress: described(pattern, atMost: 2048)
        case .attachments: Schema.json(expectation, AttachmentList.schema)
        case .json: Schema.json(expectation, true)
        default: described(pattern)
        }
    }

    private func described(_ pattern: String, atMost length: Int? = nil) -> JSONValue {
        Schema.string("^(?:\(pattern))$", atMost: length, described: expectation)
    }

    /// The pattern of a whole value.
    private var pattern: String {
        switch self {
        case .id: Pattern.id
        case .source: "[a-z0-9._-]{1,64}"
        case .integer(let range): "0|[1-9][0-9]{0,\(String(range.upperBound).utf8.count - 1)}"
        case .amount: #"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,4})?"#
        case .time: Pattern.time
        case .month: "[0-9]{4}-(?:0[1-9]|1[0-2])"
        case .traceparent: Pattern.traceparent
        case .language: Pattern.language
        case .region: Pattern.region
        case .currency: CurrencyCode.assigned.sorted().joined(separator: "|")
        case .email: Pattern.email
        case .timeZone: "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z][A-Za-z0-9_+-]*){0,2}"
        case .webAddress: Pattern.webAddress
        case .list(let member, let most): " *(?:\(member.pattern)) *(?:, *(?:\(member.pattern)) *){0,\(most - 1)}"
        case .rating: "[1-9]|10"
        case .signature: "v1=[0-9A-Fa-f]{64}"
        case .text, .command, .oneOf, .boolean, .attachments, .json: ""
        }
    }
}

extension ValueShape.Member {
    fileprivate var pattern: String {
        switch self {
        case .label: "[^\(Pattern.controls) ,][^\(Pattern.controls),]*"
        case .language: Pattern.language
        case .region: Pattern.region
        case .oneOf(let words): words.joined(separator: "|")
        }
    }
}

/// JSON Schemas of strings.
enum Schema {
    /// A reference to a schema of the contract's document.
    static func reference(_ name: String) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// A text without control characters, but for those that are allowed.
    static func text(allowing characters: String = "", atMost length: Int = Limits.entry) -> JSONValue {
        let allowed = characters.isEmpty ? "" : "|[\(characters)]"
        return string("^(?:[^\(Pattern.controls)]\(allowed))*$", atMost: length)
    }

    static func words(_ words: [String]) -> JSONValue {
        ["type": "string", "enum": .array(words.map { .string($0) })]
    }

    static func string(_ pattern: String, atMost length: Int? = nil, described expectation: String = "") -> JSONValue {
        var members: [(String, JSONValue)] = [("type", "string")]
        if !expectation.isEmpty { members.append(("description", .string("The value \(expectation)."))) }
        members.append(("pattern", .string(pattern)))
        if let length { members.append(("maxLength", .number(String(length)))) }
        return JSONValue(members)
    }

    /// A string that is JSON itself.
    static func json(_ expectation: String, _ content: JSONValue) -> JSONValue {
        [
            "type": "string", "description": .string("The value \(expectation)."),
            "pattern": .string("^[^\(Pattern.controls)]*$"), "contentMediaType": "application/json",
            "contentSchema": content,
        ]
    }
}

/// The patterns that take more than a line's thought.
enum Pattern {
    /// Control characters, which no value has, as part of a class.
    static let controls = #"\u0000-\u001f\u007f-\u009f"#
    /// Neither blank nor format character of any script, as far as these are in one plane.
    static let id =
        #"[^\u0000- \u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+"#
    static let time =
        #"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)"#
        + #"(?:\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"#
    /// Version 00 has nothing behind its flags.
    static let traceparent =
        "(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?"
    static let language =
        "[Xx](?:-[A-Za-z0-9]{1,8})+|(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?"
        + "(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
        + "(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
    static let region = CountryCode.assigned.sorted().joined(separator: "|")
    /// A dot-atom and a domain name of two labels or more; letters of any script.
    static let email = "\(atom)(?:\\.\(atom))*@\(label)(?:\\.\(label))+"
    static let webAddress =
        #"[Hh][Tt][Tt][Pp][Ss]://(?:\[[0-9A-Fa-f:.]+\]|\#(host)(?:\.\#(host))*)(?::[1-9][0-9]{0,4})?"#
        + #"(?:[/?#][^\u0000- "<>\\^`{-}\u007f-\u009f]*)?"#

    private static let atom = #"[^\u0000- "(),.:-<>@\[-\]\u007f-\u009f]+"#
    private static let letter = #"[^\u0000-/:-@\[-`{-\u009f]"#
    private static let label = "\(letter)(?:(?:\(letter)|-)*\(letter))?"
    private static let host = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
}
