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
        let places = table.shownColumns
        return DataTable(
            caption: "\(table.title)",
            columns: places.map { place in
                let column = table.columns[place]
                return DataTable.Column(header(column), isNumber: column.isNumber, order: order(column))
            },
            rows: sorted.map { row in
                let texts = FigureNames.texts(of: row, in: table)
                return places.map { place in place == 0 ? first(row[0], texts[0]) : "\(texts[place])" }
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
        next.isDescending = view.sort == column.id ? !view.isDescending : column.isNumber
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

    /// The cell that names the row, as a link to what is filtered by it.
    private func first(_ cell: ReportTable.Cell, _ name: String) -> HTML {
        guard case .text(let value) = cell, let dimension, view.filter[dimension] == nil, !value.isEmpty else {
            return "\(name)"
        }
        var link = path
        link.query = view.with(dimension, value).query
        return "<a href=\"\(link)\">\(name)</a>"
    }
}
