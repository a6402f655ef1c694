package import Policy
import Triage

/// Recognises a message that says nothing but thanks or goodbye, in any of the languages that the policy has words for.
///
/// The whole message has to be made of the policy's phrases: one word that is in none of them may be a request, a
/// complaint or a question, and so may a question mark, a number, a frown, three dots, or a file that comes with it.
package struct Courtesy: Sendable {
    /// The words that stand for a courtesy where a policy has none.
    package static let builtIn = Courtesy(
        (try? Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files))?.routing.courtesy
            ?? CourtesyRule()
    )

    /// A phrase in words, and whether it only goes on with another one, such as `… for your help`.
    private struct Phrase: Hashable {
        let words: [String]
        let goesOn: Bool
    }

    private let longest: Int
    /// The phrases by their first word.
    private let phrases: [String: Set<Phrase>]

    /// What that rule takes for a courtesy.
    package init(_ rule: CourtesyRule) {
        longest = min(rule.longest, PlainWords.limit)
        var phrases: [String: Set<Phrase>] = [:]
        for text in rule.words.values.values.joined() {
            let words = PlainWords.of(text)
            guard let first = words.first else { continue }
            phrases[first, default: []].insert(Phrase(words: words, goesOn: text.hasPrefix(CourtesyRule.goingOn)))
        }
        self.phrases = phrases
    }

    /// Whether the text is a courtesy and nothing else.
    func isAll(of text: String) -> Bool {
        guard text.utf8.count <= 16 * longest, text.count <= longest, text.unicodeScalars.count <= PlainWords.limit,
            let plain = PleasedSigns.removed(from: text)
        else { return false }
        let words = PlainWords.of(plain.text)
        // A smile or a thumb says it without a word.
        return words.isEmpty ? plain.hadSigns : isMade(words[...])
    }

    private func isMade(_ words: ArraySlice<String>) -> Bool {
        // Every way to cut the text into phrases is followed, since one phrase may begin as another does.
        var reachable: Set<Int> = [words.startIndex]
        for start in words.indices where reachable.contains(start) {
            for phrase in phrases[words[start]] ?? [] where !phrase.goesOn || start > words.startIndex {
                if words[start...].starts(with: phrase.words) { reachable.insert(start + phrase.words.count) }
            }
        }
        return reachable.contains(words.endIndex)
    }
}

/// Smiles, thumbs up and their like.
enum PleasedSigns {
    private static let smiles: Set<String> = [
        ":)", ":-)", ";)", ";-)", "=)", ":D", ":-D", "=D", ":*", ":-*", "<3", "^^", "(:", ":))", ":)))",
    ]
    private static let pictures: Set<Unicode.Scalar> = [
        "👍", "👌", "🙏", "🙂", "😊", "😀", "😃", "😄", "😁", "😉", "😇", "☺", "🤗", "🥰", "😍", "🤩",
        "😘", "❤", "♥", "💙", "💚", "💛", "🧡", "💜", "🎉", "🥳", "👏", "🙌", "🤝", "💪", "💯", "✅", "✔",
        "🌟", "⭐", "✨", "💐", "🌹", "🌷", "🌸", "🌺", "🍀", "🌞", "☀", "👋", "🫶", "😎",
    ]

    /// The text without such signs, and whether there were any; nil if it has a sign that may say something else.
    static func removed(from text: String) -> (text: String, hadSigns: Bool)? {
        var plain = ""
        var hadSigns = false
        for token in text.split(whereSeparator: \.isWhitespace) {
            let smile = smiles.filter { token.hasSuffix($0) }.max { $0.count < $1.count }
            if smile != nil { hadSigns = true }
            var last: Character?
            for character in token.dropLast(smile?.count ?? 0) {
                if character.isLetter {
                    plain.append(character)
                } else if let first = character.unicodeScalars.first, pictures.contains(first) {
                    hadSigns = true
                    plain.append(" ")
                } else if isMark(character), !(character == "." && last == ".") {
                    plain.append(" ")
                } else {
                    return nil
                }
                last = character
            }
            plain.append(" ")
        }
        return (plain, hadSigns)
    }

    /// Whether it is a mark that only parts what is said.
    private static func isMark(_ character: Character) -> Bool {
        [".", ",", ";", ":", "!", "¡", "-", "–", "—", "'", "’", "&", "~", "*"].contains(character)
    }
}
