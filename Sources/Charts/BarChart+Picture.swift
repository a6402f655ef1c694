import Pages

extension BarChart {
    private static let width = 512.0
    private static let (top, gap) = (4.0, 9.0)
    /// How high one bar is: as the letters beside it are on a phone.
    private static let thickness = 17.0

    private var drawn: ArraySlice<Row> { rows.prefix(limit) }

    /// The room for the names before the bars, and for the values behind them, as large as letters are on a phone.
    private var left: Double { max(64, 9 * Double(drawn.map { Self.shortened($0.name).count }.max() ?? 0) + 10) }
    private var right: Double {
        let values = drawn.flatMap { row in arrangement == .stacked ? [weight(row)] : row.values }
        return max(48, 9 * Double(values.compactMap { $0.map { scale.text($0).count } }.max() ?? 0) + 12)
    }

    private var rowHeight: Double {
        Self.thickness * Double(arrangement == .grouped ? max(1, series.count) : 1) + Self.gap
    }

    private var largest: Double { drawn.compactMap { row in extent(row) }.max() ?? 0 }

    private func extent(_ row: Row) -> Double? {
        arrangement == .stacked ? weight(row) : row.values.compactMap { $0 }.max()
    }

    var picture: HTML {
        let height = Self.top + rowHeight * Double(max(1, drawn.count)) + 4
        let bottom = height - 2
        let axis = Drawing.line(left, 0, left, bottom, "axis")
        let all: [HTML] = drawn.enumerated().map { place, row in
            bars(of: row, at: Self.top + rowHeight * Double(place))
        }
        let content: HTML = "\(Mark.patterns(marks, in: id))\(all)\(axis)"
        return Drawing.picture(
            id,
            width: Self.width,
            height: height,
            title: title,
            description: summary,
            style: "plot",
            content
        )
    }

    private func length(_ value: Double) -> Double {
        largest > 0 ? (Self.width - left - right) * max(0, value) / largest : 0
    }

    private func bars(of row: Row, at y: Double) -> HTML {
        let middle = y + (rowHeight - Self.gap) / 2 + 5
        let name = Drawing.text(Self.shortened(row.name), left - 6, middle, "name", anchor: "end")
        return name + (arrangement == .stacked ? stacked(row, at: y) : grouped(row, at: y))
    }

    private func grouped(_ row: Row, at y: Double) -> HTML {
        let bars: [HTML] = row.values.enumerated().map { index, value in
            let top = y + Self.thickness * Double(index)
            guard let value else { return mark("–", after: left, top) }
            let tip = "\(row.name)\(series.count > 1 ? ", \(series[index])" : ""): \(scale.text(value))"
            return bar(index, left, top, length(value), tip)
                + mark(scale.text(value), after: left + length(value), top)
        }
        return bars.joined()
    }

    private func stacked(_ row: Row, at y: Double) -> HTML {
        var x = left
        var bars: [HTML] = []
        for (index, value) in row.values.enumerated() {
            guard let value, value > 0 else { continue }
            bars.append(bar(index, x, y, length(value), "\(row.name), \(series[index]): \(scale.text(value))"))
            x += length(value)
        }
        let sum = weight(row).map(scale.text) ?? "–"
        return bars.joined() + mark(sum, after: x, y)
    }

    /// The value at the end of a bar.
    private func mark(_ text: String, after x: Double, _ y: Double) -> HTML {
        Drawing.text(text, x + 5, y + Self.thickness / 2 + 4.5, "value")
    }

    private func bar(_ index: Int, _ x: Double, _ y: Double, _ width: Double, _ tip: String) -> HTML {
        Drawing.box(x, y, width, Self.thickness - 1, "bar", fill: marks[index].fill(in: id), tip: tip)
    }

    /// A name that fits beside the bars; the table has the whole of it.
    private static func shortened(_ name: String) -> String {
        name.count <= 20 ? name : name.prefix(19) + "…"
    }
}
