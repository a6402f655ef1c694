package import Contract

/// Everything that is said about a period; the page, the JSON, the CSV and the printed form are made of it alone.
package struct Report: Sendable, Hashable {
    /// A figure that has changed since the report was issued.
    package struct Correction: Sendable, Hashable {
        /// The figure's id; for a cell of a table `table/row/column`.
        package let id: String
        package let issued: Double?
        package let now: Double?

        /// A correction of those parts.
        package init(id: String, issued: Double?, now: Double?) {
            self.id = id
            self.issued = issued
            self.now = now
        }
    }

    package let period: ReportPeriod
    /// The IANA time zone whose days it is about.
    package let zone: String
    package let filter: FigureFilter
    package let figures: [Figure]
    package let tables: [ReportTable]
    package let insights: [Insight]
    /// When it was issued; nil for one of figures as they are now.
    package var issuedAt: Instant?
    /// What has changed since it was issued.
    package var corrections: [Correction] = []

    /// A report of those parts.
    package init(
        period: ReportPeriod,
        zone: String,
        filter: FigureFilter = FigureFilter(),
        figures: [Figure],
        tables: [ReportTable],
        insights: [Insight]
    ) {
        self.period = period
        self.zone = zone
        self.filter = filter
        self.figures = figures
        self.tables = tables
        self.insights = insights
    }

    /// The figure of that id.
    package subscript(id: String) -> Figure? { figures.first { $0.id == id } }

    /// The table of that id.
    package func table(_ id: String) -> ReportTable? { tables.first { $0.id == id } }

    /// A correction's two numbers as people read them.
    package func spoken(_ correction: Correction, in words: ReportWords = .english) -> (issued: String, now: String) {
        let unit = unit(of: correction.id)
        return (
            FigureText.spoken(correction.issued, unit, in: words), FigureText.spoken(correction.now, unit, in: words)
        )
    }

    /// The unit in which people read a figure, or a table's cell.
    private func unit(of id: String) -> FigureUnit {
        if let figure = self[id] { return figure.unit }
        guard let cell = cell(id) else { return .count }
        return cell.table.spokenUnit(of: cell.row, in: cell.column)
    }

    /// The place of a table's cell, which is called `table/row/column`.
    func cell(_ id: String) -> (table: ReportTable, row: [ReportTable.Cell], column: ReportTable.Column)? {
        guard let first = id.firstIndex(of: "/"), let last = id.lastIndex(of: "/"), first < last,
            let table = table(String(id[..<first])),
            let column = table.columns.first(where: { $0.id == id[id.index(after: last)...] })
        else { return nil }
        let name = ReportTable.Cell.text(String(id[id.index(after: first)..<last]))
        return (table, table.rows.first { $0.first == name } ?? [name], column)
    }
}
