extension NoticeLinks {
    /// A link with its places filled, what stands there percent-encoded; nil where the policy has no such link.
    package static func filled(_ pattern: String?, _ places: [String: String?]) -> String? {
        guard let pattern else { return nil }
        var link = ""
        var rest = pattern[...]
        while let opening = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let closing = rest.utf8[opening...].firstIndex(of: UInt8(ascii: "}"))
        {
            let after = rest.utf8.index(after: closing)
            link += rest[..<opening]
            if let value = places[String(rest[rest.utf8.index(after: opening)..<closing])] {
                link += percentEncoded(value ?? "")
            } else {
                link += rest[opening..<after]
            }
            rest = rest[after...]
        }
        return link + rest
    }

    /// The bytes of a text as they may stand anywhere in an address.
    private static func percentEncoded(_ text: String) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
