/// What one look at the bytes of a text tells: whether it is ASCII, and which control characters it has.
struct TextBytes {
    /// Whether all of it is ASCII.
    let isASCII: Bool
    /// Whether it has any control character.
    let hasControl: Bool
    /// Whether it has a control character other than tab and newline.
    let hasControlBesidesBreaks: Bool
    /// Whether it has a control character other than tab, newline and carriage return, with which lines of a mail end.
    let hasControlBesidesLineEnds: Bool

    /// Looks at the bytes, which are valid UTF-8.
    ///
    /// One pass without branches finds out whether there is anything to look for; a second one, rarely, what it is.
    init(_ bytes: Span<UInt8>) {
        var high: UInt8 = 0
        var control: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            high |= byte
            control |= (byte < 0x20 ? 1 : 0) | (byte == 0x7F ? 1 : 0)
        }
        isASCII = high < 0x80
        let hasLateControl = high >= 0x80 && Self.hasLateControl(bytes)
        hasControl = control != 0 || hasLateControl
        hasControlBesidesBreaks = hasLateControl || control != 0 && Self.hasControl(bytes, besides: [0x09, 0x0A])
        hasControlBesidesLineEnds =
            hasControlBesidesBreaks && (hasLateControl || Self.hasControl(bytes, besides: [0x09, 0x0A, 0x0D]))
    }

    init(of text: String) {
        self.init(text.utf8Span.span)
    }

    private static func hasControl(_ bytes: Span<UInt8>, besides allowed: [UInt8]) -> Bool {
        for index in bytes.indices {
            switch bytes[index] {
            case 0x20...0x7E, 0x80...: continue
            case let byte: if !allowed.contains(byte) { return true }
            }
        }
        return false
    }

    /// Whether a value of that field may not have a control character that these bytes have.
    func hasControl(refusedIn field: FieldName?) -> Bool {
        switch field {
        case .text: hasControlBesidesBreaks
        case .mail: hasControlBesidesLineEnds
        default: hasControl
        }
    }

    /// Whether it has one of the control characters U+0080 to U+009F.
    private static func hasLateControl(_ bytes: Span<UInt8>) -> Bool {
        var found = false
        var previous: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            found = found || previous == 0xC2 && byte < 0xA0
            previous = byte
        }
        return found
    }
}
