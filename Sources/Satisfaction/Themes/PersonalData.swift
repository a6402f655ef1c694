/// Takes out of a text what tells of whom it is, so that it can be quoted.
package enum PersonalData {
    /// The text with mail addresses, links, handles, long numbers, names after a title and the given names replaced by
    /// words in brackets.
    package static func mask(_ text: String, names: Set<String> = []) -> String {
        var masked = text
        masked = masked.replacing(/[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+/, with: "[e-mail]")
        masked = masked.replacing(/(?:https?:\/\/|www\.)\S+/.ignoresCase(), with: "[link]")
        masked = masked.replacing(/(^|[^\p{L}\p{N}])@[\p{L}\p{N}_.]{2,}/) { "\($0.output.1)[name]" }
        masked = masked.replacing(/\b[A-Z]{1,3}\p{Nd}{4,}\w*/, with: "[number]")
        masked = masked.replacing(/\+?\p{Nd}(?:[\s.\-\/()]{0,2}\p{Nd}){4,}/, with: "[number]")
        masked = masked.replacing(
            /\b(Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Mme|Mlle|M|Monsieur|Madame)(\.?\s+)\p{Lu}[\p{L}'’\-]+(?:\s+\p{Lu}[\p{L}'’\-]+)?/
        ) { "\($0.output.1)\($0.output.2)[name]" }
        let given = Set(names.flatMap(Word.all(in:)).map(\.key).filter { $0.count > 2 })
        return given.isEmpty ? masked : mask(masked, given)
    }

    private static func mask(_ text: String, _ given: Set<String>) -> String {
        var masked = ""
        var rest = text[...]
        for word in Word.all(in: text) where given.contains(word.key) {
            masked += rest[..<word.range.lowerBound] + "[name]"
            rest = rest[word.range.upperBound...]
        }
        return masked + rest
    }
}
