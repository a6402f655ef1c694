package import Pages

/// Values of things side by side, as bars from left to right.
package struct BarChart: Sendable {
    /// How the bars of one thing stand to each other.
    package enum Arrangement: Sendable, Equatable {
        case grouped, stacked
    }

    /// One thing with a value for each series; nil where there is none.
    package struct Row: Sendable {
        package let name: String
        package let values: [Double?]

        package init(_ name: String, _ values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    package let id: String
    package let title: String
    /// What the rows are, such as `Category`.
    package let subject: String
    package let series: [String]
    /// All of them; the drawing has as many as its limit, the sentence and the table are about all.
    package let rows: [Row]
    /// How many rows are drawn at most, the first ones.
    package let limit: Int
    package let scale: ValueScale
    package let arrangement: Arrangement
    /// Which of the six marks each series has; another order than the usual one where colours mean something.
    let marks: [Mark]

    package init(
        _ id: String,
        title: String,
        subject: String,
        series: [String],
        rows: [Row],
        scale: ValueScale,
        arrangement: Arrangement = .grouped,
        marks: [Int]? = nil,
        limit: Int = .max
    ) {
        self.id = id
        self.title = title
        self.subject = subject
        self.series = series
        self.rows = rows
        self.limit = limit
        self.scale = scale
        self.arrangement = arrangement
        self.marks = series.indices.map { index in
            guard let marks, marks.indices.contains(index) else { return Mark(index: index) }
            return Mark(index: marks[index])
        }
    }

    /// The chart with its sentence and its table.
    package var html: HTML {
        ChartFrame(
            id: id,
            title: title,
            summary: summary,
            legend: ChartFrame.legend(Array(zip(marks, series)), isLine: false, in: id),
            picture: picture,
            table: table
        ).html
    }

    /// What a row comes to: its sum when stacked, else its first value.
    func weight(_ row: Row) -> Double? {
        guard arrangement == .stacked else { return row.values.first ?? nil }
        let known = row.values.compactMap { $0 }
        return known.isEmpty ? nil : known.reduce(0, +)
    }

    /// Which row is the largest and which the smallest.
    package var summary: String {
        let known = rows.compactMap { row in weight(row).map { (row.name, $0) } }
        guard let high = known.max(by: { $0.1 < $1.1 }), let low = known.min(by: { $0.1 < $1.1 }) else {
            return ChartFrame.nothing
        }
        let what = arrangement == .grouped && series.count > 1 ? " (\(series[0]))" : ""
        guard known.count > 1 else { return "\(high.0): \(scale.text(high.1))\(what)." }
        return "Highest: \(high.0) with \(scale.text(high.1)); lowest: \(low.0) with \(scale.text(low.1))\(what)."
    }

    /// The same numbers.
    package var table: DataTable {
        let hasSum = arrangement == .stacked && series.count > 1
        let sum: [DataTable.Column] = hasSum ? [.init("Together", isNumber: true)] : []
        return DataTable(
            caption: "\(title)",
            columns: [.init("\(subject)")] + series.map { .init("\($0)", isNumber: true) } + sum,
            rows: rows.map { row in
                let values: [HTML] = row.values.map { $0.map { "\(scale.text($0))" } ?? "–" }
                let together: [HTML] = hasSum ? [weight(row).map { "\(scale.text($0))" } ?? "–"] : []
                return ["\(row.name)"] + values + together
            }
        )
    }
}
