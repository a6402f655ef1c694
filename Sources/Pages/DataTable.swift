/// A table of data with a caption, headers that say what they head, and numbers that line up.
package struct DataTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// What stands in the header; a link sorts by the column.
        package var name: HTML
        package var isNumber: Bool
        /// How the rows are sorted by this column, if they are.
        package var order: Order?

        package init(_ name: HTML, isNumber: Bool = false, order: Order? = nil) {
            self.name = name
            self.isNumber = isNumber
            self.order = order
        }
    }

    /// The direction of sorting.
    package enum Order: String, Sendable {
        case ascending, descending
    }

    package var caption: HTML
    package var columns: [Column]
    /// The cells of each row; the first one names the row.
    package var rows: [[HTML]]
    /// What is said instead when there is no row.
    package var empty: HTML

    package init(
        caption: HTML,
        columns: [Column],
        rows: [[HTML]],
        empty: HTML = "Nothing to show for this choice."
    ) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.empty = empty
    }

    /// A table of nothing but text.
    package init(caption: String, columns: [(title: String, isNumber: Bool)], texts: [[String]]) {
        self.init(
            caption: HTML(escaping: caption),
            columns: columns.map { Column(HTML(escaping: $0.title), isNumber: $0.isNumber) },
            rows: texts.map { row in row.map { HTML(escaping: $0) } }
        )
    }

    /// The table in a region that scrolls by itself on a narrow screen, reachable with the keyboard.
    package var html: HTML {
        guard !rows.isEmpty else {
            return "<p class=\"empty\"><strong>\(caption):</strong> \(empty)</p>\n"
        }
        let head: [HTML] = columns.map { column in
            "<th scope=\"col\"\(Self.kind(column))\(Self.sorted(column))>\(column.name)</th>"
        }
        let body: [HTML] = rows.map { row in
            let cells: [HTML] = zip(columns, row).enumerated().map { index, cell in
                index == 0
                    ? "<th scope=\"row\">\(cell.1)</th>"
                    : "<td\(Self.kind(cell.0))>\(cell.1)</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        return """
            <div class="scroll" tabindex="0" role="group" aria-label="\(caption.withoutTags)">
            <table\(style)>
            <caption>\(caption)</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body)</tbody>
            </table>
            </div>

            """
    }

    /// A table of many columns is set closer, so that a usual screen and a sheet of paper hold all of them; one whose rows
    /// have short names, such as ids, keeps no room for longer ones.
    private var style: HTML {
        let isBrief = rows.allSatisfy { $0.first.map { $0.withoutTags.text.utf8.count <= 6 } ?? true }
        let words = [columns.count >= 10 ? "wide" : nil, isBrief ? "brief" : nil].compactMap(\.self)
        return words.isEmpty ? "" : " class=\"\(words.joined(separator: " "))\""
    }

    private static func kind(_ column: Column) -> HTML { column.isNumber ? " class=\"number\"" : "" }

    private static func sorted(_ column: Column) -> HTML {
        guard let order = column.order else { return "" }
        return " aria-sort=\"\(order.rawValue)\""
    }
}
