/// What one look at the bytes of a text tells: whether it is ASCII, and which control characters it has.
struct TextBytes {
    private var controls = 0
    private var breaks = 0
    private var high: UInt8 = 0
    private var hasLateControl = false

    /// Looks at the bytes, which are valid UTF-8.
    init(_ bytes: Span<UInt8>) {
        var controls = 0
        var breaks = 0
        var high: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            controls &+= byte < 0x20 || byte == 0x7F ? 1 : 0
            breaks &+= byte == 0x09 || byte == 0x0A ? 1 : 0
            high |= byte
        }
        self.controls = controls
        self.breaks = breaks
        self.high = high
        if high >= 0x80 {
            hasLateControl = Self.hasLateControl(bytes)
        }
    }

    init(of text: String) {
        self.init(text.utf8Span.span)
    }

    /// Whether all of it is ASCII.
    var isASCII: Bool { high < 0x80 }

    /// Whether it has any control character.
    var hasControl: Bool { controls > 0 || hasLateControl }

    /// Whether it has a control character other than tab and newline.
    var hasControlBesidesBreaks: Bool { controls > breaks || hasLateControl }

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
