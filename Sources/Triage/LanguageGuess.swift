/// The language that a text seems to be in.
package struct LanguageGuess: Sendable, Hashable {
    /// The best fitting language, a BCP 47 tag; nil if the text has no word to go by.
    package let language: String?
    /// How likely it is among the languages that the model knows, 0 to 1.
    package let confidence: Double
    /// Whether there is enough text to go by, and it is like the language at all; how confident to be is the reader's.
    package let isSound: Bool
    /// Whether the guess may be acted on: enough text, clearly ahead, and like the language at all.
    package let isSure: Bool

    /// No guess.
    package static let none = LanguageGuess(language: nil, confidence: 0, isSound: false, isSure: false)
}
