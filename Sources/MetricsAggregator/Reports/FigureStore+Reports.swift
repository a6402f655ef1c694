import Contract
package import Figures
import Postgres

extension FigureStore {
    /// The report about a period: as it was issued, with what has changed since; else of the figures as they are.
    package func report(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> Report {
        let fresh = try await freshReport(period, filter)
        guard filter.values.isEmpty, let issued = try await issuedReport(period) else { return fresh }
        var report = issued
        report.corrections = fresh.corrections(of: issued)
        return report
    }

    /// The report as it was issued; nil where it never was.
    private func issuedReport(_ period: ReportPeriod) async throws -> Report? {
        let rows = try await reader.rows(of: [
            Statement(
                "SELECT content, issued_at FROM metrics.reports WHERE kind = $1 AND period = $2",
                .text(period.kind.rawValue),
                .text(period.description)
            )
        ])
        guard let row = rows[0].first else { return nil }
        return Report(json: row.text(0), issuedAt: Instant(microseconds: row.timestamp(1)))
    }

    /// The reports that have been issued, the latest first.
    package func issuedReports() async throws -> [IssuedReport] {
        let rows = try await reader.rows(of: [
            Statement("SELECT kind, period, issued_at FROM metrics.reports ORDER BY issued_at DESC, kind LIMIT 500")
        ])
        return rows[0].compactMap { row in
            guard let kind = ReportPeriod.Kind(rawValue: row.text(0)), let period = ReportPeriod(row.text(1), as: kind)
            else { return nil }
            return IssuedReport(period: period, issuedAt: Instant(microseconds: row.timestamp(2)))
        }
    }
}

extension Report {
    /// What has changed in an issued report, by the same report of today: figures, and cells of tables.
    func corrections(of issued: Report) -> [Correction] {
        var found: [Correction] = []
        let now = Dictionary(figures.map { ($0.id, $0.value) }) { first, _ in first }
        for figure in issued.figures where now[figure.id] != .some(figure.value) {
            found.append(Correction(id: figure.id, issued: figure.value, now: now[figure.id] ?? nil))
        }
        // A figure of every report that this one does not have is one that came with a later version, and no change.
        let known = Set(issued.figures.map(\.id)).union(FigureBook.allIDs)
        for figure in figures where !known.contains(figure.id) {
            found.append(Correction(id: figure.id, issued: nil, now: figure.value))
        }
        for table in issued.tables {
            // The same holds for a table's columns, and for its rows where each is about a figure.
            let later = Set(FigureBook.allIDs).subtracting(table.rowNames)
            let today = self.table(table.id)?.numbers(under: table.columns, besides: later) ?? [:]
            let numbers = table.numbers(under: table.columns)
            for place in Set(numbers.keys).union(today.keys).sorted() where today[place] != numbers[place] {
                // Beside what stood there before, a pseudonym would tell whose it is.
                guard !place.contains("erased-") else { continue }
                found.append(Correction(id: place, issued: numbers[place], now: today[place]))
            }
        }
        return found
    }
}

extension ReportTable {
    fileprivate var rowNames: [String] {
        rows.compactMap { row in
            guard case .text(let name)? = row.first else { return nil }
            return name
        }
    }

    /// The numbers by `table/row/column`, under columns of those ids and in other rows than those.
    fileprivate func numbers(under known: [Column], besides others: Set<String> = []) -> [String: Double] {
        let known = Set(known.map(\.id))
        var numbers: [String: Double] = [:]
        for row in rows {
            guard case .text(let name)? = row.first, !others.contains(name) else { continue }
            for (column, cell) in zip(columns, row) where known.contains(column.id) {
                if let number = cell.number { numbers["\(id)/\(name)/\(column.id)"] = number }
            }
        }
        return numbers
    }
}
