/// Reads numbers of a fixed number of ASCII digits.
enum DigitReader {
    static func number(_ text: Span<UInt8>, at start: Int, digits: Int) -> Int? {
        guard start + digits <= text.count else { return nil }
        var number = 0
        for index in start..<start + digits {
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
