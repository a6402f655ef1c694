/// Rows of text under headings, in columns as wide as their widest cell.
struct TextTable {
    private let headings: [String]
    private let alignsRight: [Bool]
    private var rows: [[String]] = []

    /// A table with these headings; a heading that ends in `>` is a column of numbers, aligned to the right.
    init(_ headings: String...) {
        alignsRight = headings.map { $0.hasSuffix(">") }
        self.headings = headings.map { $0.hasSuffix(">") ? String($0.dropLast()) : $0 }
    }

    /// Whether there is no row yet.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; cells that are missing at the end stay empty.
    mutating func add(_ cells: [String]) {
        rows.append((cells + Array(repeating: "", count: max(0, headings.count - cells.count))).map(Self.onOneLine))
    }

    /// The lines of the table, headings first.
    var lines: [String] {
        let all = [headings] + rows
        let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return alignsRight[column] ? space + row[column] : row[column] + space
            }
            return cells.joined(separator: "  ").trimmingEnd()
        }
    }

    private static func onOneLine(_ cell: String) -> String {
        String(cell.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}

extension String {
    /// The text without the spaces at its end.
    fileprivate func trimmingEnd() -> String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
