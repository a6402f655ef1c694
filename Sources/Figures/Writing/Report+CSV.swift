extension Report {
    /// The report in long form: a line for each figure and for each cell of a table.
    ///
    /// No cell begins with what a spreadsheet takes for a formula: a text that would has an apostrophe before it.
    package var csv: String {
        var lines = [["section", "id", "row", "column", "value", "unit", "numerator", "denominator", "n"]]
        for figure in figures {
            lines.append([
                "figure", figure.id, "", "", Self.number(figure.value), figure.unit.rawValue,
                Self.number(figure.numerator), Self.number(figure.denominator), String(figure.n),
            ])
        }
        for table in tables {
            for row in table.rows {
                let name = row.first.map(Self.text) ?? ""
                for (column, cell) in zip(table.columns, row).dropFirst() {
                    let unit = table.unit(of: row, in: column)?.rawValue ?? "text"
                    lines.append(["table", table.id, name, column.id, Self.text(cell), unit, "", "", ""])
                }
            }
        }
        for insight in insights {
            lines.append([
                "insight", insight.rule, insight.kind.rawValue, "text", Self.safe(insight.text), "text", "", "", "",
            ])
        }
        for correction in corrections {
            lines.append([
                "correction", correction.id, "", "", Self.number(correction.now), "", Self.number(correction.issued),
                "", "",
            ])
        }
        return lines.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func number(_ value: Double?) -> String { value.map { FigureText.plain($0) } ?? "" }

    private static func text(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): safe(text)
        case .number(let number): FigureText.plain(number)
        case .empty: ""
        }
    }

    private static func safe(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n|%".unicodeScalars.contains(first) else { return text }
        // A number that stands in a column of text is no formula.
        return Double(text) == nil ? "'" + text : text
    }

    private static func quoted(_ text: String) -> String {
        text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
