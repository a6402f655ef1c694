/// Recognises a message that says nothing but thanks.
package enum Courtesy {
    /// The phrases that courtesies are made of, in the languages of the office.
    package static let defaults: [String: [String]] = [
        "en": [
            "thanks", "thank you", "thank you so much", "thank you very much", "many thanks", "thanks a lot",
            "thanks so much", "thx", "ty", "cheers", "ok", "okay", "great", "perfect", "lovely", "got it", "noted",
            "brilliant", "wonderful", "awesome", "much appreciated", "all good", "cool", "good",
        ],
        "fr": [
            "merci", "merci beaucoup", "merci bien", "un grand merci", "d accord", "ok", "parfait", "super",
            "bien reçu",
            "c est noté", "très bien",
        ],
        "pt": [
            "obrigado", "obrigada", "muito obrigado", "muito obrigada", "ok", "perfeito", "valeu", "certo", "ótimo",
        ],
        "es": ["gracias", "muchas gracias", "mil gracias", "ok", "perfecto", "vale", "genial", "de acuerdo"],
        "de": [
            "danke", "vielen dank", "danke schön", "dankeschön", "danke sehr", "ok", "alles klar", "super", "perfekt",
        ],
        "af": ["dankie", "baie dankie", "ok", "reg so", "goed so", "perfek"],
        "zu": ["ngiyabonga", "siyabonga", "ngiyabonga kakhulu", "kulungile", "ok"],
    ]

    /// Whether the text is made of the phrases of the language, or of any where the language is not known to the rules.
    static func isNothingElse(_ text: String, language: String?, _ phrases: [String: [String]]) -> Bool {
        guard text.utf8.count <= 200 else { return false }
        let words = words(of: text)
        let primary = language?.split(separator: "-").first.map { $0.lowercased() }
        let known = primary.flatMap { phrases[$0] } ?? phrases.values.flatMap { $0 }
        return isMade(words[...], of: known.map { Self.words(of: $0) })
    }

    private static func isMade(_ words: ArraySlice<String>, of phrases: [[String]]) -> Bool {
        guard !words.isEmpty else { return false }
        // Every way to cut the text into phrases is followed, since one phrase may begin as another does.
        var reachable: Set<Int> = [words.startIndex]
        for start in words.indices where reachable.contains(start) {
            for phrase in phrases where words[start...].starts(with: phrase) { reachable.insert(start + phrase.count) }
        }
        return reachable.contains(words.endIndex)
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
