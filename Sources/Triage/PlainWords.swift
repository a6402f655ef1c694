/// The words of a short text as the triage reads them, in small letters and without accents.
package enum PlainWords {
    /// How many characters a text may have; of a longer one not everything would be read.
    package static let limit = MessageText.headLimit

    /// Runs of letters, each digit of a number as 0, and the signs that say something by themselves, such as `?`.
    package static func of(_ text: some StringProtocol) -> [String] {
        let message = MessageText(String(text))
        return message.words.map { word in
            var plain = ""
            for character in message.folded[word.range] {
                plain.unicodeScalars.append(Unicode.Scalar(character) ?? " ")
            }
            return plain
        }
    }
}
