/// Base64 of RFC 2045.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Adds the bytes in base64, in lines of 76 characters if `inLines`, each with its line break.
    static func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8], inLines: Bool = false) {
        var group: UInt32 = 0
        var held = 0
        var column = 0
        func emit(_ count: Int) {
            for place in 0..<4 {
                let index = Int(group >> UInt32(18 - 6 * place) & 63)
                output.append(place <= count ? alphabet[index] : UInt8(ascii: "="))
            }
            (group, held) = (0, 0)
            column += 4
            if inLines, column == 76 {
                output.append(contentsOf: [0x0D, 0x0A])
                column = 0
            }
        }
        for byte in bytes {
            group |= UInt32(byte) << UInt32(16 - 8 * held)
            held += 1
            if held == 3 { emit(3) }
        }
        if held > 0 { emit(held) }
        if inLines, column > 0 { output.append(contentsOf: [0x0D, 0x0A]) }
    }

    /// Reads base64 as far as it goes: other characters are passed over, and padding ends it.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var group: UInt32 = 0
        var held = 0
        for character in text {
            if character == UInt8(ascii: "=") { break }
            guard let value = value(of: character) else { continue }
            group = group << 6 | UInt32(value)
            held += 6
            guard held >= 8 else { continue }
            held -= 8
            bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(held)))
        }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
