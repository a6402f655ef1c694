/// The W3C `traceparent`: version, trace, parent and flags in lower-case hexadecimal digits.
enum TraceContext {
    static func accepts(_ value: String) -> Bool {
        let bytes = value.utf8Span.span
        guard bytes.count >= 55, bytes.count <= Limits.label else { return false }
        var trace: UInt8 = 0
        var parent: UInt8 = 0
        for index in 0..<55 {
            if index == 2 || index == 35 || index == 52 {
                guard bytes[index] == UInt8(ascii: "-") else { return false }
                continue
            }
            let byte = bytes[index]
            guard let digit = Hexadecimal.value(of: byte), byte < UInt8(ascii: "A") || byte >= UInt8(ascii: "a")
            else { return false }
            if index < 35 && index > 2 { trace |= digit }
            if index < 52 && index > 35 { parent |= digit }
        }
        guard trace != 0, parent != 0 else { return false }
        if bytes[0] == UInt8(ascii: "f") && bytes[1] == UInt8(ascii: "f") { return false }
        if bytes[0] == UInt8(ascii: "0") && bytes[1] == UInt8(ascii: "0") { return bytes.count == 55 }
        return bytes.count == 55 || bytes[55] == UInt8(ascii: "-")
    }
}
