/// Reads JSON as RFC 8259 writes it and nothing else.
///
/// Beyond the grammar it refuses what programs disagree about or what PostgreSQL's `jsonb` cannot hold: a byte order
/// mark, a name that comes twice in an object, a lone surrogate, U+0000, an exponent of more than three digits,
/// and more than 32 levels.
struct JSONReader {
    /// The text is not such JSON.
    struct Malformed: Error {}

    private static let deepestLevel = 32

    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The one value of the text.
    mutating func document() throws(Malformed) -> JSONValue {
        let value = try value(level: 0)
        skipSpace()
        guard place == bytes.count else { throw Malformed() }
        return value
    }

    private mutating func value(level: Int) throws(Malformed) -> JSONValue {
        skipSpace()
        guard level < Self.deepestLevel else { throw Malformed() }
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

    private mutating func members(level: Int) throws(Malformed) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        var names: Set<String> = []
        try expect("{")
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            let name = try string()
            guard names.insert(name).inserted else { throw Malformed() }
            skipSpace()
            try expect(":")
            members.append(JSONValue.Member(name: name, value: try value(level: level + 1)))
            skipSpace()
        } while take(",")
        try expect("}")
        return members
    }

    private mutating func elements(level: Int) throws(Malformed) -> [JSONValue] {
        var elements: [JSONValue] = []
        try expect("[")
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try value(level: level + 1))
            skipSpace()
        } while take(",")
        try expect("]")
        return elements
    }

    private mutating func number() throws(Malformed) -> String {
        let start = place
        _ = take("-")
        if !take("0") { _ = try digits() }
        if take(".") { _ = try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard try digits() <= 3 else { throw Malformed() }
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits() throws(Malformed) -> Int {
        let start = place
        while let character = current, character &- UInt8(ascii: "0") <= 9 { place += 1 }
        guard place > start else { throw Malformed() }
        return place - start
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Malformed) -> JSONValue {
        for character in word.description.utf8 {
            guard current == character else { throw Malformed() }
            place += 1
        }
        return value
    }

    private var current: UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private mutating func skipSpace() {
        while let character = current, character == 0x20 || (0x09...0x0A).contains(character) || character == 0x0D {
            place += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Malformed) {
        guard take(character) else { throw Malformed() }
    }
}

extension JSONReader {
    private mutating func string() throws(Malformed) -> String {
        try expect("\"")
        let start = place
        while let character = current, character != UInt8(ascii: "\""), character != UInt8(ascii: "\\") {
            guard character >= 0x20 else { throw Malformed() }
            place += 1
        }
        var decoded = Array(bytes[start..<place])
        while !take("\"") {
            guard let character = current, character >= 0x20 else { throw Malformed() }
            place += 1
            if character == UInt8(ascii: "\\") {
                try escape(to: &decoded)
            } else {
                decoded.append(character)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private mutating func escape(to decoded: inout [UInt8]) throws(Malformed) {
        guard let character = current else { throw Malformed() }
        place += 1
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(character)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try scalar()).utf8)
        default: throw Malformed()
        }
    }

    private mutating func scalar() throws(Malformed) -> Character {
        let first = try unit()
        var code = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            try expect("\\")
            try expect("u")
            let second = try unit()
            guard UTF16.isTrailSurrogate(second) else { throw Malformed() }
            code = 0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00)
        }
        guard code != 0, let scalar = Unicode.Scalar(code) else { throw Malformed() }
        return Character(scalar)
    }

    private mutating func unit() throws(Malformed) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let character = current, let digit = Hexadecimal.value(of: character) else { throw Malformed() }
            unit = unit << 4 | UInt16(digit)
            place += 1
        }
        return unit
    }
}
