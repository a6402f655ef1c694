import Pages

extension BarChart {
    private static let width = 512.0
    private static let (left, right, top, gap) = (144.0, 80.0, 4.0, 9.0)

    private var drawn: ArraySlice<Row> { rows.prefix(limit) }

    /// How high one bar is: thinner where each row has several.
    private var thickness: Double { arrangement == .grouped && series.count > 1 ? 13 : 17 }

    private var rowHeight: Double {
        thickness * Double(arrangement == .grouped ? max(1, series.count) : 1) + Self.gap
    }

    private var largest: Double { drawn.compactMap { row in extent(row) }.max() ?? 0 }

    private func extent(_ row: Row) -> Double? {
        arrangement == .stacked ? weight(row) : row.values.compactMap { $0 }.max()
    }

    var picture: HTML {
        let height = Self.top + rowHeight * Double(max(1, drawn.count)) + 4
        let bottom = height - 2
        let axis = Drawing.line(Self.left, 0, Self.left, bottom, "axis")
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
        largest > 0 ? (Self.width - Self.left - Self.right) * max(0, value) / largest : 0
    }

    private func bars(of row: Row, at y: Double) -> HTML {
        let middle = y + (rowHeight - Self.gap) / 2 + 4.5
        let name = Drawing.text(Self.shortened(row.name), Self.left - 6, middle, "name", anchor: "end")
        return name + (arrangement == .stacked ? stacked(row, at: y) : grouped(row, at: y))
    }

    private func grouped(_ row: Row, at y: Double) -> HTML {
        let bars: [HTML] = row.values.enumerated().map { index, value in
            let top = y + thickness * Double(index)
            let style = "value" + (thickness < 14 ? " small" : "")
            guard let value else {
                return Drawing.text("–", Self.left + 5, top + thickness / 2 + 4, style)
            }
            let tip = "\(row.name)\(series.count > 1 ? ", \(series[index])" : ""): \(scale.text(value))"
            return bar(index, Self.left, top, length(value), tip)
                + Drawing.text(scale.text(value), Self.left + length(value) + 5, top + thickness / 2 + 4, style)
        }
        return bars.joined()
    }

    private func stacked(_ row: Row, at y: Double) -> HTML {
        var x = Self.left
        var bars: [HTML] = []
        for (index, value) in row.values.enumerated() {
            guard let value, value > 0 else { continue }
            bars.append(bar(index, x, y, length(value), "\(row.name), \(series[index]): \(scale.text(value))"))
            x += length(value)
        }
        let sum = weight(row).map(scale.text) ?? "–"
        return bars.joined() + Drawing.text(sum, x + 5, y + thickness / 2 + 4, "value")
    }

    private func bar(_ index: Int, _ x: Double, _ y: Double, _ width: Double, _ tip: String) -> HTML {
        Drawing.box(x, y, width, thickness - 1, "bar", fill: marks[index].fill(in: id), tip: tip)
    }

    /// A name that fits beside the bars; the table has the whole of it.
    private static func shortened(_ name: String) -> String {
        name.count <= 20 ? name : name.prefix(19) + "…"
    }
}
