/// Percent-encoding as URLs and forms use it.
package enum PercentCode {
    /// The text with everything encoded that RFC 3986 does not call unreserved.
    package static func encode(_ text: String) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: characters.append(byte)
            default: characters.append(contentsOf: [0x25, digit(byte >> 4), digit(byte & 15)])
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// What the text stood for; nil when a percent sign is not followed by two digits, or the bytes are no UTF-8.
    ///
    /// In a form a plus sign is a space.
    package static func decode(_ text: some StringProtocol, form: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0x25:
                guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case 0x2B where form: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The names and values of a query or of a form's body, in order; what is malformed is left out.
    package static func fields(_ text: some StringProtocol) -> [(name: String, value: String)] {
        text.split(separator: "&").compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0], form: true), !name.isEmpty,
                let value = decode(parts.count == 2 ? parts[1] : "", form: true)
            else { return nil }
            return (name, value)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x41 + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
