import Figures
import Pages

/// A table of figures on a page: sorted as the address says, its headers links that sort, its rows links that filter.
struct FigureTable {
    let table: ReportTable
    let view: View
    /// The page that shows the table.
    let path: Link
    /// The dimension whose values the rows are; with it they lead to the same page of that value alone.
    var dimension: Dimension?

    var html: HTML {
        DataTable(
            caption: "\(table.title)",
            columns: table.columns.enumerated().map { index, column in
                DataTable.Column(header(column), isNumber: column.unit != nil, order: order(column))
            },
            rows: sorted.map { row in
                zip(table.columns, row).enumerated().map { index, cell in markup(cell.1, cell.0, isFirst: index == 0) }
            }
        ).html
    }

    /// The rows in the order that the address asks for; what has no value comes last either way.
    var sorted: [[ReportTable.Cell]] {
        guard let place = table.columns.firstIndex(where: { $0.id == view.sort }) else { return table.rows }
        let known = table.rows.filter { $0[place] != .empty }
        let ordered = known.enumerated().sorted { left, right in
            let (a, b) = (left.element[place], right.element[place])
            if a == b { return left.offset < right.offset }
            return Self.precedes(a, b) != view.isDescending
        }
        return ordered.map(\.element) + table.rows.filter { $0[place] == .empty }
    }

    private static func precedes(_ left: ReportTable.Cell, _ right: ReportTable.Cell) -> Bool {
        switch (left, right) {
        case (.number(let a), .number(let b)): a < b
        case (.text(let a), .text(let b)): a.lowercased() < b.lowercased()
        case (.text, .number): true
        default: false
        }
    }

    private func order(_ column: ReportTable.Column) -> DataTable.Order? {
        guard view.sort == column.id else { return nil }
        return view.isDescending ? .descending : .ascending
    }

    private func header(_ column: ReportTable.Column) -> HTML {
        var next = view
        next.sort = column.id
        next.isDescending = view.sort == column.id ? !view.isDescending : column.unit != nil
        var link = path
        link.query = next.query
        let arrow: HTML =
            switch order(column) {
            case .descending: " <span aria-hidden=\"true\">▼</span>"
            case .ascending: " <span aria-hidden=\"true\">▲</span>"
            case nil: ""
            }
        return "<a href=\"\(link)\">\(FigureNames.name(column))\(arrow)</a>"
    }

    private func markup(_ cell: ReportTable.Cell, _ column: ReportTable.Column, isFirst: Bool) -> HTML {
        switch cell {
        case .empty: return "\(FigureWords.nothing)"
        case .number(let number): return "\(FigureWords.text(number, column.unit ?? .count))"
        case .text(let text):
            guard isFirst, let dimension, view.filter[dimension] == nil, !text.isEmpty else {
                return isFirst ? "\(FigureNames.plain(text))" : "\(text)"
            }
            var link = path
            link.query = view.with(dimension, text).query
            return "<a href=\"\(link)\">\(dimension == .admin ? text : FigureNames.plain(text))</a>"
        }
    }
}
