extension JSONReader {
    /// The string whose opening quote is next.
    mutating func string() throws(Malformed) -> String {
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
