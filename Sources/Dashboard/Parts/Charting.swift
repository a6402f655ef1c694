import Charts
import Figures
import Policy

extension KPI {
    /// Its place among all KPIs.
    var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// Charts made of figures.
enum Charting {
    /// Series over time as lines.
    static func lines(_ id: String, title: String, _ series: [Series], target: KPITarget? = nil) -> LineChart {
        let unit = series.first?.unit ?? .count
        return LineChart(
            id,
            title: title,
            labels: series.first?.points.map { shortened($0.label) } ?? [],
            lines: series.map { LineChart.Line(FigureNames.name($0.id), $0.points.map(\.figure.value)) },
            scale: FigureWords.scale(unit),
            target: target.map { .init($0.bound, "Target: \(FigureWords.text($0, unit))") }
        )
    }

    /// Columns of a breakdown as bars, one group or stack for each row; the largest rows, if there are too many.
    static func bars(
        _ id: String,
        title: String,
        subject: String,
        _ table: ReportTable,
        columns: [String],
        arrangement: BarChart.Arrangement = .grouped,
        limit: Int = 12
    ) -> BarChart {
        let places = columns.compactMap { column in table.columns.firstIndex { $0.id == column } }
        let unit = places.first.flatMap { table.columns[$0].unit } ?? .count
        let rows = table.rows.map { row in
            BarChart.Row(name(row[0]), places.map { row[$0].number })
        }
        let weight = { (row: BarChart.Row) in
            arrangement == .stacked ? row.values.reduce(0) { $0 + ($1 ?? 0) } : (row.values.first ?? nil) ?? -1
        }
        let ordered = rows.enumerated().sorted {
            let (a, b) = (weight($0.element), weight($1.element))
            return a == b ? $0.offset < $1.offset : a > b
        }
        let isCut = rows.count > limit
        return BarChart(
            id,
            title: isCut ? "\(title) (the \(limit) largest)" : title,
            subject: subject,
            series: places.map { table.columns[$0].title },
            rows: ordered.prefix(limit).map(\.element),
            scale: FigureWords.scale(unit),
            arrangement: arrangement
        )
    }

    private static func name(_ cell: ReportTable.Cell) -> String {
        switch cell {
        case .text(let text): FigureNames.plain(text)
        case .number(let number): FigureWords.text(number, .count)
        case .empty: FigureNames.plain("")
        }
    }

    /// The hour of a point within a day, for which the day stands in the heading.
    private static func shortened(_ label: String) -> String {
        label.count > 10 && label.contains(" ") ? String(label.suffix(5)) : label
    }
}
