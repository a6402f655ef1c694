/// Ids: printable characters without spaces, within the limit.
enum IDShape {
    static func accepts(_ value: String) -> Bool {
        let bytes = value.utf8Span.span
        guard !bytes.isEmpty, bytes.count <= Limits.id else { return false }
        var high: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte > 0x20, byte != 0x7F else { return false }
            high |= byte
        }
        return high < 0x80 || value.unicodeScalars.allSatisfy(isPrintable)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default:
            true
        }
    }
}
