/// What the triage takes a character for.
enum Letters {
    /// A character in lower case, with and without its accent.
    struct Letter {
        let lower: UInt32
        let folded: UInt32
    }

    /// How a character takes part in a text.
    enum Role {
        case letter(Letter)
        case digit(UInt32)
        /// A mark that says something by itself: an exclamation or question mark, a currency.
        case sign(UInt32)
        /// Neither seen nor a gap: accents that stand alone, characters of no width.
        case nothing
        case gap
    }

    static let zero: UInt32 = 0x30

    static func role(of scalar: Unicode.Scalar) -> Role {
        let value = scalar.value
        return value < 0x80 ? asciiRole(value) : value < 0x180 ? latinRole(value, scalar) : otherRole(value, scalar)
    }

    private static func asciiRole(_ value: UInt32) -> Role {
        let lower = value | 0x20
        if lower &- 0x61 < 26 { return .letter(Letter(lower: lower, folded: lower)) }
        if value &- zero < 10 { return .digit(value) }
        return value == 0x21 || value == 0x24 || value == 0x3F ? .sign(value) : .gap
    }

    private static func latinRole(_ value: UInt32, _ scalar: Unicode.Scalar) -> Role {
        switch value {
        case 0xA2...0xA5: return .sign(value)
        case 0xAD: return .nothing
        case 0xC0...0xDE where value != 0xD7: return letter(value + 0x20)
        case 0xDF...0xFF where value != 0xF7: return letter(value)
        case 0x100...: return letter(lowered(scalar))
        default: return .gap
        }
    }

    private static func otherRole(_ value: UInt32, _ scalar: Unicode.Scalar) -> Role {
        switch value {
        case 0x300...0x36F, 0x200B...0x200D, 0x2060, 0xFE00...0xFE0F, 0xFEFF: .nothing
        case 0x20A0...0x20CF: .sign(value)
        // Letters of full width are read as the ones they look like.
        case 0xFF10...0xFF19: .digit(value - 0xFEE0)
        case 0xFF21...0xFF3A: letter(value - 0xFEE0 + 0x20)
        case 0xFF41...0xFF5A: letter(value - 0xFEE0)
        default: scalar.properties.isAlphabetic ? letter(lowered(scalar)) : .gap
        }
    }

    private static func letter(_ lower: UInt32) -> Role {
        .letter(Letter(lower: lower, folded: lower < 0x180 ? bases[Int(lower)] : lower))
    }

    private static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
    }

    /// The letters below U+0180 without their accents.
    private static let bases: [UInt32] = {
        let accented: [(base: Unicode.Scalar, letters: String)] = [
            ("a", "àáâãäåāăąæ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏőœ"),
            ("r", "ŕŗř"), ("s", "ßśŝşšſ"), ("t", "ţťŧ"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ]
        var bases = (0..<0x180).map { UInt32($0) }
        for (base, letters) in accented {
            for letter in letters.unicodeScalars {
                bases[Int(letter.value)] = base.value
            }
        }
        return bases
    }()
}
