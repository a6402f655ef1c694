/// Numbers as fields write them: ASCII digits only, one way to write each.
enum NumberShape {
    /// The whole number; nil for signs, leading zeros, anything else, and more than eighteen digits.
    static func integer(_ value: String) -> Int64? {
        let bytes = value.utf8Span.span
        guard (1...18).contains(bytes.count), bytes.count == 1 || bytes[0] != UInt8(ascii: "0") else { return nil }
        var number: Int64 = 0
        for index in bytes.indices {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int64(digit)
        }
        return number
    }

    /// Whether it is up to fifteen digits, with one to four more behind a point if there is one.
    static func isAmount(_ value: String) -> Bool {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, whole.utf8.count <= 15, integer(String(whole)) != nil
        else { return false }
        guard parts.count == 2 else { return true }
        return (1...4).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 }
    }

    /// Whether it is a year of four digits and a month of two.
    static func isMonth(_ value: String) -> Bool {
        let bytes = value.utf8Span.span
        guard bytes.count == 7, bytes[4] == UInt8(ascii: "-") else { return false }
        for index in bytes.indices where index != 4 && bytes[index] &- UInt8(ascii: "0") > 9 { return false }
        let month = Int(bytes[5] - UInt8(ascii: "0")) * 10 + Int(bytes[6] - UInt8(ascii: "0"))
        return (1...12).contains(month)
    }
}
