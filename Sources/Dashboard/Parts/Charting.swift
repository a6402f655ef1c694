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
    static func lines(
        _ id: String,
        title: String,
        _ series: [Series],
        target: KPITarget? = nil,
        note: String? = nil
    ) -> LineChart {
        let unit = series.first?.unit ?? .count
        return LineChart(
            id,
            title: title,
            labels: series.first?.points.map { shortened($0.label) } ?? [],
            lines: series.map { LineChart.Line(FigureNames.name($0.id), $0.points.map(\.figure.value)) },
            scale: FigureWords.scale(unit),
            target: target.map { .init($0.bound, "Target: \(FigureWords.text($0, unit))") },
            note: note
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
        marks: [Int]? = nil,
        limit: Int = 12
    ) -> BarChart {
        let places = columns.compactMap { column in table.columns.firstIndex { $0.id == column } }
        let unit = places.first.flatMap { table.columns[$0].unit } ?? .count
        // Who did nothing because nobody did it is not compared with people.
        let isOfPeople = subject == Dimension.admin.title
        let rows = table.rows.filter { !isOfPeople || $0[0] != .text("") }.map { row in
            BarChart.Row(FigureNames.texts(of: row, in: table)[0], places.map { row[$0].number })
        }
        let weight = { (row: BarChart.Row) in
            arrangement == .stacked ? row.values.reduce(0) { $0 + ($1 ?? 0) } : (row.values.first ?? nil) ?? -1
        }
        let ordered = rows.enumerated().sorted {
            let (a, b) = (weight($0.element), weight($1.element))
            return a == b ? $0.offset < $1.offset : a > b
        }
        let isCut = rows.count > limit
        let largest = unit == .seconds ? "longest" : "largest"
        return BarChart(
            id,
            title: isCut ? "\(title) (the \(limit) \(largest))" : title,
            subject: subject,
            series: places.map { FigureNames.name(table.columns[$0]) },
            rows: ordered.map(\.element),
            scale: FigureWords.scale(unit),
            arrangement: arrangement,
            marks: marks,
            limit: limit
        )
    }

    /// A step's name without what the heading says already: `14:00`, `9 Mar`, `W12`, `Mar 2026`, or what it is called.
    static func shortened(_ label: String) -> String {
        if let space = label.firstIndex(of: " ") { return String(label[label.index(after: space)...]) }
        let parts = label.split(separator: "-")
        if parts.count == 2, parts[1].hasPrefix("W") { return String(parts[1]) }
        guard parts.count > 1, let month = Int(parts[1]), (1...12).contains(month) else { return label }
        guard parts.count == 3, let day = Int(parts[2]) else { return "\(months[month - 1]) \(parts[0])" }
        return "\(day) \(months[month - 1])"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
