/// Reads JSON as RFC 8259 writes it and nothing else.
///
/// Beyond the grammar it refuses what programs disagree about or what PostgreSQL's `jsonb` cannot hold: a byte order
/// mark, a name that comes twice in an object, a lone surrogate, U+0000, an exponent of more than three digits,
/// and more than 32 levels.
struct JSONReader {
    private static let deepestLevel = 32

    let bytes: [UInt8]
    var place = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The one value of the text.
    mutating func document() throws(JSONFault) -> JSONValue {
        let value = try value(level: 0)
        skipSpace()
        guard place == bytes.count else { throw fault("nothing may follow the value") }
        return value
    }

    /// The fields of the text's one value, which is a flat object of strings.
    ///
    /// It takes no more than ``document()`` does, and builds nothing in between.
    mutating func flatObject() throws(JSONFault) -> Fields {
        skipSpace()
        guard take("{") else { throw fault("an object is needed") }
        var fields = Fields()
        skipSpace()
        if !take("}") {
            fields.reserve(16)
            repeat {
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw fault("a name in double quotes is needed") }
                let name = try string()
                guard fields[name] == nil else { throw fault("a name comes once in an object") }
                skipSpace()
                guard take(":") else { throw fault("a colon must follow a name") }
                skipSpace()
                guard current == UInt8(ascii: "\"") else { throw fault("a text in double quotes is needed") }
                fields.append(name, try string())
                skipSpace()
            } while take(",")
            guard take("}") else { throw fault("a comma or the closing brace is needed") }
        }
        skipSpace()
        guard place == bytes.count else { throw fault("nothing may follow the value") }
        return fields
    }

    private mutating func value(level: Int) throws(JSONFault) -> JSONValue {
        skipSpace()
        guard level < Self.deepestLevel else { throw fault("at most \(Self.deepestLevel) levels are allowed") }
        switch current {
        case UInt8(ascii: "{"): return .object(try members(level: level))
        case UInt8(ascii: "["): return .array(try elements(level: level))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func members(level: Int) throws(JSONFault) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        place += 1
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw fault("a name in double quotes is needed") }
            let name = try string()
            guard names.insert(name).inserted else { throw fault("a name comes once in an object") }
            skipSpace()
            guard take(":") else { throw fault("a colon must follow a name") }
            members.append(JSONValue.Member(name: name, value: try value(level: level + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw fault("a comma or the closing brace is needed") }
        return members
    }

    private mutating func elements(level: Int) throws(JSONFault) -> [JSONValue] {
        var elements: [JSONValue] = []
        place += 1
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try value(level: level + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw fault("a comma or the closing bracket is needed") }
        return elements
    }

    private mutating func number() throws(JSONFault) -> String {
        let start = place
        _ = take("-")
        if !take("0") { try digits(or: "a value is needed here") }
        if take(".") { try digits(or: "digits must follow the decimal point") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            let count = try digits(or: "digits must follow the exponent")
            guard count <= 3 else { throw fault("an exponent has at most three digits") }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    @discardableResult
    private mutating func digits(or expectation: String) throws(JSONFault) -> Int {
        let start = place
        while let character = current, character &- UInt8(ascii: "0") <= 9 { place += 1 }
        guard place > start else { throw fault(expectation) }
        return place - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
        for character in word.description.utf8 {
            guard current == character else { throw fault("a value is needed here") }
            place += 1
        }
        return value
    }

    var current: UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private mutating func skipSpace() {
        while let character = current, character == 0x20 || (0x09...0x0A).contains(character) || character == 0x0D {
            place += 1
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    func fault(_ expected: String) -> JSONFault { JSONFault(expected: expected, offset: place) }
}
