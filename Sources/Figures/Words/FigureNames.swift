package import Policy

/// What people call figures, and what stands in codes where they are kept.
package enum FigureNames {
    /// The name of a figure; a KPI is called as `titles` say, else as the registry does, a part by category after both, and
    /// what has no name of its own says its id.
    package static func name(_ id: String, _ titles: [KPI: String] = [:], in words: ReportWords = .english) -> String {
        if let name = names[id] { return words.phrase(name) }
        if let kpi = KPI(rawValue: id) { return "\(id) \(words.phrase(titles[kpi] ?? kpi.title))" }
        if id.hasPrefix(Finding.bottlenecks) {
            let place = words.phrase(String(id.dropFirst(Finding.bottlenecks.count)))
            return "\(words.phrase("Of all time to resolution")), \(place)"
        }
        if let by = id.firstRange(of: ".by_category.") {
            let whole = name(String(id[..<by.lowerBound]), in: words)
            let category = id[by.upperBound...]
            return category == "none"
                ? "\(whole)\(words.colon) \(without(.category, in: words))"
                : "\(whole)\(words.colon) \(plain(category, in: words))"
        }
        return plain(id.replacing(".", with: ": "))
    }

    /// What a column is called: by what it says, or after the figure that it holds.
    package static func name(_ column: ReportTable.Column, in words: ReportWords = .english) -> String {
        column.title == column.id ? name(column.id, in: words) : words.phrase(column.title)
    }

    /// A row of a table as it is read: codes in words, ids of figures by their names, names of people and what users say as
    /// they are.
    package static func texts(
        of row: [ReportTable.Cell],
        in table: ReportTable,
        in words: ReportWords = .english
    ) -> [String] {
        zip(table.columns, table.spoken(row, in: words)).enumerated().map { place, column in
            guard case .text(let text) = row[place] else { return column.1 }
            if place == 0, text.isEmpty || text == "none", let dimension = dimension(of: table) {
                return without(dimension, in: words)
            }
            if table.id == "languages", place == 0 { return language(text, in: words) }
            return switch column.0.id {
            case "figure": name(text, in: words)
            case "kind" where table.id == "escalations" && text == "sla":
                words.phrase("By the ladder of a broken promise")
            case "kind" where table.id == "escalations": words.phrase("To a \(text == "tier" ? "senior" : text)")
            case "admin", "id", "phrase": text.isEmpty ? FigureText.nothing : text
            case "target": column.1
            // What is only reported is not judged.
            case "verdict" where row.contains(.text("reported")): FigureText.nothing
            case "what": text.replacing("_", with: " ")
            case "stage" where text.hasSuffix("/"):
                "\(self.words(text, in: words)) · \(words.phrase("before its first stage"))"
            case "end", "escalation", "stage", "cause": self.words(text, in: words)
            default: text.isEmpty && place > 0 ? FigureText.nothing : plain(text, in: words)
            }
        }
    }

    /// The dimension whose values the rows of a table are; nil for others.
    private static func dimension(of table: ReportTable) -> Dimension? {
        guard let first = table.columns.first?.id else { return nil }
        return Dimension(rawValue: first == "name" ? String(table.id.dropLast()) : first)
    }

    /// What is called what has no value of a dimension, such as a case of no team.
    package static func without(_ dimension: Dimension, in words: ReportWords = .english) -> String {
        words.phrase("No \(dimension.rawValue)")
    }

    /// A code of parts, such as `refund/refused/over_limit`, in words.
    package static func words(_ code: String, in words: ReportWords = .english) -> String {
        let parts = code.split(separator: "/")
        guard let first = parts.first else { return plain("", in: words) }
        let others = parts.dropFirst().map {
            abbreviations[String($0)] ?? words.phrase(String($0)).replacing("_", with: " ")
        }
        return ([plain(first, in: words)] + others).joined(separator: " · ")
    }

    /// What a value of a dimension is called: the policy's word, with spaces; where there is none, as reports say it.
    package static func plain(_ word: some StringProtocol) -> String { plain(word, in: .english) }

    /// What a value of a dimension is called in a language.
    package static func plain(_ word: some StringProtocol, in words: ReportWords) -> String {
        let text = words.phrase(String(word)).replacing("_", with: " ")
        if let capitals = abbreviations[text] { return capitals }
        return text.isEmpty ? words.phrase("None") : text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The words that are abbreviations.
    private static let abbreviations = ["api": "API", "it": "IT"]

    /// What a language is called; a code that is not known stands as it is.
    package static func language(_ code: String, in words: ReportWords = .english) -> String {
        languages[code].map { words.phrase($0) } ?? plain(code, in: words)
    }
}
