/// A message whose category is known.
package struct Example: Sendable, Hashable {
    package let text: String
    package let category: String
    /// The text's language, where it is known: it then teaches that too.
    package let language: String?
    /// How much it counts; 1 for most.
    package let weight: Float

    package init(text: String, category: String, language: String? = nil, weight: Float = 1) {
        self.text = text
        self.category = category
        self.language = language
        self.weight = weight
    }

    /// Whether it is held back from learning when a share of one in `parts` is: by its text, so the same always are.
    func isHeldBack(oneIn parts: UInt64, salt: UInt64) -> Bool {
        var generator = SeededGenerator(seed: Checksum.of(text.utf8) ^ salt)
        return generator.next() % parts == 0
    }
}

/// A message that is known to be spam or not.
package struct SpamExample: Sendable, Hashable {
    package let text: String
    package let isSpam: Bool
    package let weight: Float

    package init(text: String, isSpam: Bool, weight: Float = 1) {
        self.text = text
        self.isSpam = isSpam
        self.weight = weight
    }
}

/// A text whose language is known.
package struct LanguageExample: Sendable, Hashable {
    package let text: String
    package let language: String

    package init(text: String, language: String) {
        self.text = text
        self.language = language
    }
}

/// What a model learns from; messages of known category are taken for honest ones as well.
package struct Lessons: Sendable {
    package var examples: [Example] = []
    package var spam: [SpamExample] = []
    package var languages: [LanguageExample] = []
    /// What admins corrected, oldest first; each counts as much as several examples.
    package var corrections: [Correction] = []
    /// As how many examples each correction counts.
    package var correctionWeight = Correction.standardWeight

    package init(examples: [Example] = [], spam: [SpamExample] = [], languages: [LanguageExample] = []) {
        self.examples = examples
        self.spam = spam
        self.languages = languages
    }

    /// The lessons in two: what is learned, and one in so many (a tenth), chosen by its text, to measure with.
    package func split(oneIn parts: UInt64 = 10) -> (learned: Lessons, heldBack: Lessons) {
        let salt: UInt64 = 0x5350
        func isHeld(_ text: String) -> Bool { Example(text: text, category: "").isHeldBack(oneIn: parts, salt: salt) }
        return (
            Lessons(
                examples: examples.filter { !isHeld($0.text) },
                spam: spam.filter { !isHeld($0.text) },
                languages: languages.filter { !isHeld($0.text) }
            ),
            Lessons(
                examples: examples.filter { isHeld($0.text) },
                spam: spam.filter { isHeld($0.text) },
                languages: languages.filter { isHeld($0.text) }
            )
        )
    }
}
