extension Report {
    /// The report as Markdown, as people read it.
    package var markdown: String { markdown(in: .english) }

    /// The report as Markdown in a language.
    package func markdown(in words: ReportWords) -> String {
        var text = "# \(words.heading(period))\n\n\(span(in: words))\n"
        for filter in filters(in: words) { text += "\n\(Self.escaped(filter))\n" }
        for kind in Insight.Kind.allCases {
            let own = insights.filter { $0.kind == kind }
            if own.isEmpty { continue }
            text += "\n## \(words.phrase(kind.title))\n\n"
            for insight in own { text += "- \(Self.escaped(words.text(of: insight, in: self)))\n" }
        }
        for table in tables where !table.rows.isEmpty { text += Self.markdown(table.shown(in: words)) }
        text += Self.markdown(shownFigures(in: words))
        if !corrections.isEmpty { text += Self.markdown(shownCorrections(in: words)) }
        return text
    }

    private static func markdown(_ table: ReportTable.Shown) -> String {
        func line(_ cells: [String]) -> String { "| \(cells.map(escaped).joined(separator: " | ")) |\n" }
        let rule = table.columns.map { $0.isNumber ? "---:|" : "---|" }.joined()
        let head = "\n## \(table.title)\n\n\(line(table.columns.map(\.title)))|\(rule)\n"
        return table.rows.reduce(into: head) { $0 += line($1) }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("\n", with: " ")
    }
}
