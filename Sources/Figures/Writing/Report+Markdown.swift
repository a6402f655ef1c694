import BusinessTime
import Contract

extension Report {
    /// The report as Markdown, with the numbers as people read them.
    package var markdown: String { markdown(in: .english) }

    /// The report as Markdown in a language.
    package func markdown(in words: ReportWords) -> String {
        var text = "# \(words.heading(period))\n\n"
        text += "\(words.span(period.first.description, period.lastDay)), \(zone)."
        if let issuedAt { text += " \(words.issued(issuedAt.description))" }
        text += "\n"
        for (dimension, value) in filter.list { text += "\n\(dimension.rawValue): \(Self.escaped(value))\n" }
        for kind in Insight.Kind.allCases {
            let own = insights.filter { $0.kind == kind }
            if own.isEmpty { continue }
            text += "\n## \(words.phrase(kind.title))\n\n"
            for insight in own { text += "- \(Self.escaped(words.text(of: insight, in: self)))\n" }
        }
        for table in tables where !table.rows.isEmpty {
            text += "\n## \(words.phrase(table.title))\n\n"
            text += "| " + table.columns.map { Self.escaped(words.phrase($0.title)) }.joined(separator: " | ") + " |\n"
            text += "|" + table.columns.map { $0.isNumber ? "---:|" : "---|" }.joined() + "\n"
            for row in table.rows {
                text += "| " + table.spoken(row, in: words).map(Self.escaped).joined(separator: " | ") + " |\n"
            }
        }
        let heads = ["Figure", "Value", "Of these", "Of all", "Number"].map { words.phrase($0) }
        text += "\n## \(words.phrase("Figures"))\n\n| \(heads.joined(separator: " | ")) |\n|---|---:|---:|---:|---:|\n"
        for figure in figures {
            let parts = figure.partTexts(in: words)
            text += "| \(Self.escaped(figure.id)) | \(figure.text(in: words)) | \(parts.numerator) | "
            text += "\(parts.denominator) | \(figure.numberText(in: words)) |\n"
        }
        if !corrections.isEmpty {
            let heads = ["What", "Issued", "Now"].map { words.phrase($0) }
            text += "\n## \(words.phrase("Changed since it was issued"))\n\n"
            text += "| \(heads.joined(separator: " | ")) |\n|---|---:|---:|\n"
            for correction in corrections {
                let numbers = spoken(correction, in: words)
                text += "| \(Self.escaped(correction.id)) | \(numbers.issued) | \(numbers.now) |\n"
            }
        }
        return text
    }

    /// What the report is called.
    package var heading: String { ReportWords.english.heading(period) }

    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("\n", with: " ")
    }
}

extension ReportPeriod {
    /// The last day of the period, as text.
    package var lastDay: String { String(describing: end.before) }
}

extension Insight.Kind {
    /// What a list of them is called.
    package var title: String {
        switch self {
        case .strength: "Strengths"
        case .improve: "Areas to improve"
        case .action: "Action plan"
        case .followUp: "What became of the last plan"
        }
    }
}
