import Figures
import FoundationXML
import Testing

@testable import Dashboard

extension SameEverywhereTests {
    /// Each figure and each cell has its line in the CSV, and there is no other line.
    static func compare(_ told: ToldReport, csv text: String, _ place: String) {
        var lines = linesOfCSV(text)[...]
        #expect(
            lines.popFirst() == ["section", "id", "row", "column", "value", "unit", "numerator", "denominator", "n"]
        )
        func number(_ cell: String) -> Double? { Double(cell) }
        for figure in told.figures {
            guard let line = lines.popFirst(), line.count == 9 else { return }
            #expect(Array(line[0...3]) == ["figure", figure.id, "", ""], "\(place)")
            #expect(line[5] == figure.unit.rawValue, "\(place), \(figure.id)")
            let numbers = [line[4], line[6], line[7], line[8]].map(number)
            let expected = [figure.value, figure.numerator, figure.denominator, figure.n]
            #expect(numbers == expected, "\(place), \(figure.id)")
        }
        for table in told.tables {
            for row in table.rows {
                for (column, cell) in zip(table.columns, row).dropFirst() {
                    guard let line = lines.popFirst(), line.count == 9 else { return }
                    let name = "\(place), \(table.id)/\(row[0].text ?? "")/\(column.id)"
                    #expect([line[0], line[1], line[3]] == ["table", table.id, column.id], "\(name)")
                    #expect(isSafe(line[2], row[0].text ?? ""), "\(name)")
                    if let unit = cell.unit {
                        #expect(line[5] == unit.rawValue && number(line[4]) == cell.number, "\(name): \(line)")
                    } else {
                        #expect(line[5] == "text" && isSafe(line[4], cell.text ?? ""), "\(name): \(line)")
                    }
                }
            }
        }
        let insights = told.insights.map { ["insight", $0.rule, $0.kind, $0.text] }
        #expect(lines.prefix(insights.count).map { [$0[0], $0[1], $0[2], $0[4]] } == insights, "\(place)")
        #expect(lines.count == insights.count + told.corrections.count, "\(place)")
    }

    /// A text stands as it is, or with an apostrophe before what a spreadsheet would take for a formula.
    private static func isSafe(_ cell: String, _ text: String) -> Bool {
        let isFormula = text.first.map { "=+-@|%".contains($0) } == true && Double(text) == nil
        return cell == (isFormula ? "'" + text : text)
    }

    /// Each figure and each cell stands in a table as people read it: under its name, in the unit that it has, without codes.
    static func compare(
        _ told: ToldReport,
        _ tables: [(heading: String, rows: [[String]])],
        _ place: String,
        isByParts: Bool = false
    ) {
        var filled = told.tables.filter { !$0.rows.isEmpty }
        var own = tables
        if isByParts { filled.sort { $0.title < $1.title } }
        guard let place0 = own.firstIndex(where: { $0.heading.hasPrefix("Figures") }) else {
            Issue.record("\(place): there is no table of figures")
            return
        }
        let figures = own.remove(at: place0)
        if isByParts { own.sort { $0.heading < $1.heading } }
        #expect(figures.rows.count == told.figures.count + 1, "\(place)")
        for (figure, row) in zip(told.figures, figures.rows.dropFirst()) {
            #expect(row[0] == FigureNames.name(figure.id), "\(place)")
            #expect(SpokenNumber.says(row[1], figure.value, figure.unit), "\(place), \(figure): \(row)")
            for (text, part, name) in [
                (row[2], figure.numerator, "numerator"), (row[3], figure.denominator, "denominator"),
            ] {
                let isTime = isTime(name, of: figure.id, figure.unit)
                #expect(
                    part == nil ? text.isEmpty : SpokenNumber.says(text, part, isTime ? .seconds : .count),
                    "\(place), \(figure): \(row)"
                )
            }
            #expect(SpokenNumber.says(row[4], figure.n, .count), "\(place), \(figure): \(row)")
        }
        #expect(own.map(\.heading) == filled.map(\.title), "\(place)")
        for (table, shown) in zip(filled.map { $0.without(unshown) }, own) {
            #expect(shown.rows[0] == table.columns.map(\.title), "\(place), \(table.id)")
            #expect(shown.rows.count == table.rows.count + 1, "\(place), \(table.id)")
            for (row, texts) in zip(table.rows, shown.rows.dropFirst()) {
                compare(row, texts, table, "\(place), \(table.id)/\(row[0].text ?? "")")
            }
        }
    }

    private static func compare(
        _ row: [ToldReport.Cell],
        _ texts: [String],
        _ table: ToldReport.Table,
        _ place: String
    ) {
        #expect(texts.count == row.count, "\(place)")
        for (column, (cell, text)) in zip(table.columns, zip(row, texts)) {
            if let own = cell.unit {
                let isTime = table.id == "kpis" && isTime(column.id, of: row[0].text ?? "", table.unit(of: row))
                let unit = isTime ? FigureUnit.seconds : own
                #expect(SpokenNumber.says(text, cell.number, unit), "\(place)/\(column.id): \(cell), \(text)")
            } else if column.id == "figure" {
                #expect(text == FigureNames.name(cell.text ?? ""), "\(place)/\(column.id)")
            } else {
                let said = cell.text ?? ""
                let isJudged = column.id != "verdict" || !row.contains { $0.text == "reported" }
                let isNothing = said.isEmpty && text == "–" || ["", "none"].contains(said) && text.hasPrefix("No ")
                let isUnknown = isNothing || !isJudged && text == "–"
                let isLanguage = table.id == "languages" && languages[said] == text
                let isUnstaged = column.id == "stage" && text.hasSuffix(" · before its first stage")
                let isEscalation = table.id == "escalations" && escalations[said] == text
                #expect(
                    word(text) == word(said) || isUnknown || isLanguage || isEscalation || isUnstaged,
                    "\(place)/\(column.id): \(said), \(text)"
                )
                let isName = ["admin", "phrase"].contains(column.id)
                #expect(isName || !text.contains("_"), "\(place)/\(column.id): \(text) is a code")
            }
        }
    }

    private static let languages = ["en": "English", "fr": "French", "pt": "Portuguese"]
    private static let escalations = [
        "tier": "To a senior", "department": "To a department", "sla": "By the ladder of a broken promise",
    ]
    /// What says nothing that another column does not say.
    private static let unshown: Set = ["unit", "theme", "end", "escalation", "what"]

    /// Whether what a figure is worked out from is a time: sums of times, and the hours of the live chat.
    static func isTime(_ part: String, of id: String, _ unit: FigureUnit?) -> Bool {
        switch part {
        case "numerator": unit == .seconds && id != "A4" || ["A8", "A16"].contains(id)
        case "denominator": ["A8", "A16"].contains(id)
        default: false
        }
    }

    /// A code and its words are the same word.
    private static func word(_ text: String) -> String {
        text.lowercased().replacing("_", with: " ").split(separator: "/").joined(separator: " · ")
    }

    /// Each insight stands on the page with the figures behind it.
    static func compareInsights(_ told: ToldReport, on text: String) throws {
        let page = try XMLDocument(xmlString: text, options: [])
        let items = try page.nodes(forXPath: "//section[starts-with(@aria-labelledby, 'insight-')]//li")
        #expect(items.count == told.insights.count)
        let kinds = ["strength", "improve", "action", "follow_up"]
        let ordered = kinds.flatMap { kind in told.insights.filter { $0.kind == kind } }
        for (item, insight) in zip(items, ordered) {
            let said = item.stringValue ?? ""
            #expect(said.hasPrefix(insight.text))
            let proofs = said.dropFirst(insight.text.count).split(separator: " · ")
            #expect(proofs.count == insight.evidence.count, "\(said)")
            for (proof, figure) in zip(proofs, insight.evidence) {
                let value = proof.split(separator: ": ").last.map(String.init) ?? ""
                #expect(SpokenNumber.says(value, figure.value, figure.unit), "\(said)")
            }
        }
    }
}

extension ToldReport {
    /// The unit of a figure, or of a table's cell by `table/row/column`.
    func unit(of id: String) -> FigureUnit {
        if let figure = figures.first(where: { $0.id == id }) { return figure.unit }
        for table in tables {
            for row in table.rows {
                for (column, cell) in zip(table.columns, row)
                where "\(table.id)/\(row[0].text ?? "")/\(column.id)" == id {
                    let isTime =
                        table.id == "kpis"
                        && SameEverywhereTests.isTime(column.id, of: row[0].text ?? "", table.unit(of: row))
                    return isTime ? .seconds : cell.unit ?? .count
                }
            }
        }
        return .count
    }
}

extension ToldReport.Table {
    /// The unit that a row names.
    func unit(of row: [ToldReport.Cell]) -> FigureUnit? {
        zip(columns, row).first { $0.0.id == "value" }?.1.unit
    }

    /// The table without some columns.
    func without(_ unshown: Set<String>) -> ToldReport.Table {
        let places = columns.indices.filter { !unshown.contains(columns[$0].id) }
        return ToldReport.Table(
            id: id,
            title: title,
            columns: places.map { columns[$0] },
            rows: rows.map { row in places.map { row[$0] } }
        )
    }
}
