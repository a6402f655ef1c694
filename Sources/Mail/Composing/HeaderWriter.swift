internal import Contract

/// Writes the fields of a header, folded at 78 characters (RFC 5322, 2.1.1).
///
/// It takes no text but of types without line breaks, and words of the program's own.
struct HeaderWriter {
    private static let lineLength = 78

    private(set) var bytes: [UInt8] = []
    private var column = 0

    mutating func write(_ name: StaticString, _ text: HeaderText) {
        let words = EncodedWord.isNeeded(for: text.text) ? EncodedWord.words(of: text.text) : Self.words(of: text.text)
        write(name, words)
    }

    mutating func write(_ name: StaticString, _ mailbox: Mailbox) {
        var words: [String] = []
        if let name = mailbox.name { words = Self.phrase(name) }
        words.append(words.isEmpty ? mailbox.address.text : "<\(mailbox.address.text)>")
        write(name, words)
    }

    mutating func write(_ name: StaticString, _ ids: [MessageID]) {
        write(name, ids.map(\.bracketed))
    }

    mutating func write(_ name: StaticString, _ link: UnsubscribeLink) {
        write(name, ["<\(link.text)>"])
    }

    mutating func write(_ name: StaticString, _ date: Instant) {
        write(name, MailDate.words(of: date))
    }

    mutating func write(_ name: StaticString, fixed value: StaticString) {
        write(name, ["\(value)"])
    }

    mutating func write(_ name: StaticString, origin: Message.Origin) {
        write(name, [origin.rawValue])
    }

    mutating func write(_ name: StaticString, multipart kind: StaticString, _ boundary: Boundary) {
        write(name, ["multipart/\(kind);", "boundary=\"\(boundary.text)\""])
    }

    mutating func write(_ name: StaticString, attached file: FileName) {
        write(name, ["attachment;", "filename=\"\(file.text)\""])
    }

    /// Ends the header.
    mutating func finish() {
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    private mutating func write(_ name: StaticString, _ words: [String]) {
        append("\(name):")
        for (index, word) in words.enumerated() {
            // The first word stays with the field's name: some readers take a line of nothing but a name for empty.
            if index > 0, column + 1 + word.utf8.count > Self.lineLength {
                bytes.append(contentsOf: [0x0D, 0x0A])
                column = 0
            }
            append(" ")
            append(word)
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
        column = 0
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        column += text.utf8.count
    }

    private static func words(of text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    /// A name as RFC 5322 wants it before an address: encoded, or within quotes.
    private static func phrase(_ name: HeaderText) -> [String] {
        guard !EncodedWord.isNeeded(for: name.text), name.text.utf8.count <= 60 else {
            return EncodedWord.words(of: name.text)
        }
        var quoted = "\""
        for character in name.text {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return [quoted + "\""]
    }
}
