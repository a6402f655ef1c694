extension ExampleFile {
    /// The category that stands for a label that is left out.
    private static let leftOut = "-"

    /// The examples of a file with the fields `text` and `category` and, if there is one, `language`.
    ///
    /// With a table of categories each label is replaced by its category; one that the table lacks is a fault.
    package func examples(categories: [String: String]? = nil, weight: Float = 1) throws(TriageFailure) -> [Example] {
        let (text, label) = (try place(of: "text"), try place(of: "category"))
        let language = names.firstIndex(of: "language")
        var examples: [Example] = []
        for row in rows {
            guard let category = categories.map({ $0[row[label]] }) ?? row[label] else {
                throw TriageFailure(.badLine, "The table of categories has no line for \"\(row[label])\".")
            }
            guard category != Self.leftOut else { continue }
            let spoken = language.map { row[$0] }.flatMap { $0.isEmpty ? nil : $0 }
            examples.append(Example(text: row[text], category: category, language: spoken, weight: weight))
        }
        return examples
    }

    /// A table from labels (field `intent`) to categories (field `category`).
    package func categories() throws(TriageFailure) -> [String: String] {
        let (label, category) = (try place(of: "intent"), try place(of: "category"))
        return Dictionary(rows.map { ($0[label], $0[category]) }, uniquingKeysWith: { first, _ in first })
    }

    /// The examples of a file with the fields `label` (`spam`, anything else is not) and `text`.
    package func spamExamples(weight: Float = 1) throws(TriageFailure) -> [SpamExample] {
        let (label, text) = (try place(of: "label"), try place(of: "text"))
        return rows.map { SpamExample(text: $0[text], isSpam: $0[label] == "spam", weight: weight) }
    }

    /// The examples of a file with the fields `language` and `text`.
    package func languageExamples() throws(TriageFailure) -> [LanguageExample] {
        let (language, text) = (try place(of: "language"), try place(of: "text"))
        return rows.map { LanguageExample(text: $0[text], language: $0[language]) }
    }
}
