/// Something said in several languages.
package struct Localized<Value: Sendable & Hashable>: Sendable, Hashable {
    /// What each language says.
    package var values: [Language: Value]

    /// What each language says; nothing if left out.
    package init(_ values: [Language: Value] = [:]) { self.values = values }

    /// Whether no language says anything.
    package var isEmpty: Bool { values.isEmpty }

    /// The languages, sorted.
    package var languages: [Language] { values.keys.sorted() }

    /// What the language says, else a more general one, else the first of `fallback` that says something, else any.
    package func value(for language: Language?, fallback: [Language] = []) -> Value? {
        self.language(for: language, fallback: fallback).flatMap { values[$0] }
    }

    /// The language in which that is said.
    package func language(for language: Language?, fallback: [Language] = []) -> Language? {
        let wanted = ([language].compactMap(\.self) + fallback).flatMap(\.ranges)
        return wanted.first { values[$0] != nil } ?? values.keys.min()
    }
}
