package import Policy

/// How a report is said in a language.
///
/// An issued report is kept in English; its parts suffice to say it in another one.
package struct ReportWords: Sendable {
    /// What stands before the fraction of a number.
    let decimalMark: String
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

    /// What stands in a place of a table.
    package func text(of cell: ReportTable.Cell, in column: ReportTable.Column) -> String {
        switch cell {
        case .text(let text): phrase(text)
        case .number(let number): FigureText.spoken(number, column.unit ?? .count, in: self)
        case .empty: "–"
        }
    }

    /// The value of a figure.
    package func text(of figure: Figure) -> String {
        figure.value.map { FigureText.spoken($0, figure.unit, in: self) } ?? phrase("unknown")
    }

    /// A target in the unit of its figure.
    func text(of target: KPITarget?, _ unit: FigureUnit) -> String {
        target.map { "\($0.comparison.rawValue) \(FigureText.spoken($0.bound, unit, in: self))" } ?? ""
    }
}
