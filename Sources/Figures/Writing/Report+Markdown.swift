import BusinessTime

extension Report {
    /// The report as Markdown, with the numbers as people read them.
    package var markdown: String {
        var text = "# \(heading)\n\n"
        text += "\(period.first) up to \(period.lastDay), \(zone)."
        if let issuedAt { text += " Issued \(issuedAt)." }
        text += "\n"
        for (dimension, value) in filter.list { text += "\n\(dimension.rawValue): \(Self.escaped(value))\n" }
        for kind in Insight.Kind.allCases {
            let own = insights.filter { $0.kind == kind }
            if own.isEmpty { continue }
            text += "\n## \(kind.title)\n\n"
            for insight in own { text += "- \(Self.escaped(insight.text))\n" }
        }
        for table in tables where !table.rows.isEmpty {
            text += "\n## \(table.title)\n\n"
            text += "| " + table.columns.map { Self.escaped($0.title) }.joined(separator: " | ") + " |\n"
            text += "|" + table.columns.map { $0.isNumber ? "---:|" : "---|" }.joined() + "\n"
            for row in table.rows {
                text += "| " + table.spoken(row).map(Self.escaped).joined(separator: " | ") + " |\n"
            }
        }
        text += "\n## Figures\n\n| Figure | Value | Of these | Of all | Number |\n|---|---:|---:|---:|---:|\n"
        for figure in figures {
            let parts = figure.partTexts
            text += "| \(Self.escaped(figure.id)) | \(figure.text) | \(parts.numerator) | \(parts.denominator) | "
            text += figure.numberText + " |\n"
        }
        if !corrections.isEmpty {
            text += "\n## Changed since it was issued\n\n| What | Issued | Now |\n|---|---:|---:|\n"
            for correction in corrections {
                let numbers = spoken(correction)
                text += "| \(Self.escaped(correction.id)) | \(numbers.issued) | \(numbers.now) |\n"
            }
        }
        return text
    }

    /// What the report is called.
    package var heading: String {
        let kind =
            switch period.kind {
            case .day: "Daily report"
            case .weekly: "Weekly report"
            case .biweekly: "Transparency report"
            case .monthly: "Monthly report"
            case .quarterly: "Quarterly report"
            }
        return "\(kind), \(period.title)"
    }

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
