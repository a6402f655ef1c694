import Contract
import Figures
import FoundationXML

/// A report as its JSON tells it, read without the types that it was written from.
struct ToldReport {
    struct Number {
        let id: String
        let unit: FigureUnit
        let value: Double?
        let numerator: Double?
        let denominator: Double?
        let n: Double?
    }

    struct Cell {
        let text: String?
        let number: Double?
        /// Nil for text.
        let unit: FigureUnit?
    }

    struct Table {
        let id: String
        let title: String
        let columns: [(id: String, title: String)]
        let rows: [[Cell]]
    }

    let figures: [Number]
    let tables: [Table]
    let insights: [(kind: String, rule: String, text: String, evidence: [Number])]
    let corrections: [(id: String, issued: Double?, now: Double?)]

    init(_ json: String) throws {
        let value = try JSONValue(parsing: json)
        figures = value.listAt("figures").compactMap(Number.init)
        tables = value.listAt("tables").map(Table.init)
        insights = value.listAt("insights").map {
            ($0.textAt("kind"), $0.textAt("rule"), $0.textAt("text"), $0.listAt("evidence").compactMap(Number.init))
        }
        corrections = value.listAt("corrections").map { ($0.textAt("id"), $0.numberAt("issued"), $0.numberAt("now")) }
    }
}

extension ToldReport.Number {
    init?(_ value: JSONValue) {
        guard let unit = FigureUnit(rawValue: value.textAt("unit")) else { return nil }
        id = value.textAt("id")
        self.unit = unit
        self.value = value.numberAt("value")
        numerator = value.numberAt("numerator")
        denominator = value.numberAt("denominator")
        n = value.numberAt("n")
    }
}

extension ToldReport.Table {
    init(_ value: JSONValue) {
        id = value.textAt("id")
        title = value.textAt("title")
        let heads = value.listAt("columns")
        columns = heads.map { ($0.textAt("id"), $0.textAt("title")) }
        let unitPlace = heads.firstIndex { $0.textAt("id") == "unit" }
        rows = value.listAt("rows").map { row in
            guard case .array(let cells) = row else { return [] }
            return zip(heads, cells).map { head, cell in
                let unit =
                    switch head.textAt("unit") {
                    case "text": FigureUnit?.none
                    case "row": unitPlace.flatMap { FigureUnit(rawValue: cells[$0].plainText ?? "") }
                    case let name: FigureUnit(rawValue: name)
                    }
                return ToldReport.Cell(text: cell.plainText, number: cell.plainNumber, unit: unit)
            }
        }
    }
}

extension JSONValue {
    var plainText: String? { if case .string(let text) = self { text } else { nil } }

    var plainNumber: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }

    func textAt(_ name: String) -> String { self[name]?.plainText ?? "" }

    func numberAt(_ name: String) -> Double? { self[name]?.plainNumber }

    func listAt(_ name: String) -> [JSONValue] { if case .array(let list)? = self[name] { list } else { [] } }
}

/// The lines of a CSV text (RFC 4180).
func linesOfCSV(_ text: String) -> [[String]] {
    var (lines, line, cell, isQuoted) = ([[String]](), [String](), "", false)
    var rest = Substring(text)
    while let character = rest.popFirst() {
        switch character {
        case "\"" where isQuoted && rest.first == "\"": cell.append(rest.removeFirst())
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            line.append(cell)
            cell = ""
        case "\r\n" where !isQuoted:
            lines.append(line + [cell])
            (line, cell) = ([], "")
        default: cell.append(character)
        }
    }
    return lines
}

/// The tables of a Markdown text, each with its heading.
func tablesOfMarkdown(_ text: String) -> [(heading: String, rows: [[String]])] {
    var tables: [(heading: String, rows: [[String]])] = []
    var heading = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("## ") { heading = String(line.dropFirst(3)) }
        guard line.hasPrefix("| ") else { continue }
        let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|", omittingEmptySubsequences: false)
            .dropFirst().dropLast().map { cell in
                cell.dropFirst().dropLast().replacing("\u{1}", with: "|").replacing("&lt;", with: "<")
            }
        if tables.last?.heading != heading { tables.append((heading, [])) }
        tables[tables.count - 1].rows.append(cells.map(String.init))
    }
    return tables
}

/// The tables of a page, each with its caption; the first row is its head.
func tablesOfPage(_ text: String) throws -> [(heading: String, rows: [[String]])] {
    let page = try XMLDocument(xmlString: text, options: [])
    return try page.nodes(forXPath: "//main//table[not(ancestor::figure)]").map { table in
        let caption = try table.nodes(forXPath: "caption").first?.stringValue ?? ""
        let rows = try table.nodes(forXPath: ".//tr").map { row in
            try row.nodes(forXPath: "th | td").map { $0.stringValue ?? "" }
        }
        return (caption, rows)
    }
}
