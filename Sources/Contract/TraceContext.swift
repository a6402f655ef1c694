/// The W3C `traceparent`: version, trace, parent and flags in lower-case hexadecimal digits.
package struct TraceContext: Hashable, Sendable {
    package let trace: TraceID
    /// The span that led here.
    package let parent: SpanID
    /// Whether whoever was here before records the trace.
    package let isSampled: Bool

    /// A context of those parts.
    package init(trace: TraceID, parent: SpanID, isSampled: Bool) {
        self.trace = trace
        self.parent = parent
        self.isSampled = isSampled
    }

    /// Reads a context; nil where the text is none.
    package init?(_ text: String) {
        guard Self.accepts(text) else { return nil }
        let bytes = text.utf8Span.span
        func number(_ range: Range<Int>) -> UInt64 {
            var number: UInt64 = 0
            for index in range { number = number << 4 | UInt64(Hexadecimal.value(of: bytes[index]) ?? 0) }
            return number
        }
        trace = TraceID(high: number(3..<19), low: number(19..<35))
        parent = SpanID(bits: number(36..<52))
        isSampled = number(53..<55) & 1 == 1
    }

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

extension TraceContext: CustomStringConvertible {
    /// The context as version 00 writes it.
    package var description: String { "00-\(trace)-\(parent)-\(isSampled ? "01" : "00")" }
}
