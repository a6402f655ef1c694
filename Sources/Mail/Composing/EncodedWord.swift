/// Text of any script as words of ASCII (RFC 2047).
enum EncodedWord {
    /// The bytes of one word, so that word and field name fit a line of 76 characters.
    private static let bytesPerWord = 39

    /// Whether the text would be read back otherwise if it were written as it is.
    static func isNeeded(for text: String) -> Bool {
        text.contains("=?") || !text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            || text.utf8.split(separator: UInt8(ascii: " ")).contains { $0.count > 60 }
    }

    /// The text as encoded words, each of at most 64 characters; none is cut within a character that fits one word.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var held: [UInt8] = []
        func finish() {
            guard !held.isEmpty else { return }
            var word = Array("=?UTF-8?B?".utf8)
            Base64.append(held, to: &word)
            word.append(contentsOf: "?=".utf8)
            words.append(String(decoding: word, as: UTF8.self))
            held.removeAll(keepingCapacity: true)
        }
        func add(_ bytes: some Collection<UInt8>) {
            if held.count + bytes.count > bytesPerWord { finish() }
            held.append(contentsOf: bytes)
        }
        for character in text {
            let bytes = character.utf8
            if bytes.count <= bytesPerWord {
                add(bytes)
            } else {
                for scalar in character.unicodeScalars { add(String(scalar).utf8) }
            }
        }
        finish()
        return words
    }
}
