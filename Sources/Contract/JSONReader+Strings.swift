extension JSONReader {
    private static let needsEscape = "a control character must be written as an escape"

    /// The string whose opening quote is next.
    mutating func string() throws(JSONFault) -> String {
        place += 1
        let start = place
        while let character = current, character != UInt8(ascii: "\""), character != UInt8(ascii: "\\") {
            guard character >= 0x20 else { throw fault(Self.needsEscape) }
            place += 1
        }
        if current == UInt8(ascii: "\"") {
            place += 1
            return String(decoding: bytes[start..<place - 1], as: UTF8.self)
        }
        var decoded = Array(bytes[start..<place])
        while !take("\"") {
            guard let character = current else { throw fault("the closing double quote is missing") }
            guard character >= 0x20 else { throw fault(Self.needsEscape) }
            place += 1
            if character == UInt8(ascii: "\\") {
                try escape(to: &decoded)
            } else {
                decoded.append(character)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private mutating func escape(to decoded: inout [UInt8]) throws(JSONFault) {
        guard let character = current else { throw fault("an escape is cut short") }
        place += 1
        switch character {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(character)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: String(try scalar()).utf8)
        default: throw fault("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONFault) -> Character {
        let first = try unit()
        var code = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            guard take("\\"), take("u") else { throw fault("the second half of a surrogate pair is missing") }
            let second = try unit()
            guard UTF16.isTrailSurrogate(second) else { throw fault("a surrogate pair does not fit together") }
            code = 0x10000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00)
        }
        guard code != 0 else { throw fault("U+0000 is not allowed") }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half a surrogate pair stands alone") }
        return Character(scalar)
    }

    private mutating func unit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let character = current, let digit = Hexadecimal.value(of: character) else {
                throw fault("four hexadecimal digits are needed")
            }
            unit = unit << 4 | UInt16(digit)
            place += 1
        }
        return unit
    }
}
