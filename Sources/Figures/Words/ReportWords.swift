package import Policy

/// How a report is said in a language.
///
/// An issued report is kept in English; its parts suffice to say it in another one.
package struct ReportWords: Sendable {
    /// What stands before the fraction of a number.
    let decimalMark: String
    /// What stands between the thousands of a number.
    let thousandsMark: String
    /// What stands between a name and what is said of it.
    let colon: String
    /// The unit of a day.
    let day: String
    /// The phrases of titles and tables, by the English ones; those that are missing stay English.
    package let phrases: [String: String]
    /// What an insight says.
    let sentence: @Sendable (Finding, ReportWords) -> String
    /// What the report of a period is called.
    package let heading: @Sendable (ReportPeriod) -> String
    /// The days that it is about, the first and the last.
    let span: @Sendable (String, String) -> String
    /// When it was issued.
    let issued: @Sendable (String) -> String

    /// The words of the language, English where there are none.
    package static func of(_ language: Language) -> ReportWords {
        language.ranges.last?.rawValue == "fr" ? french : english
    }

    /// A title, or a word of a table.
    package func phrase(_ english: String) -> String { phrases[english] ?? english }

    /// What a finding is said to be.
    package func text(of finding: Finding) -> String { sentence(finding, self) }

    /// What an insight of a report says.
    package func text(of insight: Insight, in report: Report) -> String {
        Finding(insight, in: report).map { text(of: $0) } ?? insight.text
    }

    /// The value of a figure, beside its target if it has one.
    package func text(of figure: Figure, beside target: String? = nil) -> String {
        guard figure.value != nil else { return phrase("unknown") }
        return FigureText.spoken(figure.value, figure.unit, beside: target, in: self)
    }

    /// What a figure is and what it was, with the word between them.
    func text(of now: Figure, _ after: String, _ before: Figure) -> String {
        guard let value = now.value, let earlier = before.value else {
            return "\(text(of: now)) \(after) \(text(of: before))"
        }
        let texts = FigureText.spoken(value, and: earlier, now.unit, in: self)
        return "\(texts.0) \(after) \(texts.1)"
    }

    /// A target, such as `at least 95 %`, as ``FigureText`` has written it in English.
    func target(_ english: String) -> String {
        guard let comparison = ["at least", "at most", "more than", "less than"].first(where: english.hasPrefix) else {
            return phrase(english)
        }
        return phrase(comparison) + english.dropFirst(comparison.count).replacing(".", with: decimalMark)
    }
}
