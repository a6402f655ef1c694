package import Pages

/// How much came at each hour of each weekday.
package struct HeatChart: Sendable {
    package let id: String
    package let title: String
    /// What is counted, such as `messages`.
    package let things: String
    /// Seven rows from Monday, each of 24 hours.
    package let counts: [[Int]]
    private let scale: ValueScale

    package init(_ id: String, title: String, things: String, counts: [[Int]], scale: ValueScale) {
        self.id = id
        self.title = title
        self.things = things
        self.counts = counts
        self.scale = scale
    }

    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let (left, top, cell, row) = (44.0, 18.0, 18.0, 20.0)
    /// Into how many shades what is not zero is told apart.
    private static let shades = 5

    /// The chart with its sentence and its table.
    package var html: HTML {
        ChartFrame(id: id, title: title, summary: summary, legend: legend, picture: picture, table: table).html
    }

    /// The busiest hour, the busiest day, and how much falls outside office days.
    package var summary: String {
        let all = cells
        let sum = all.reduce(0) { $0 + $1.count }
        guard sum > 0, let busiest = all.max(by: { ($0.count, $1.order) < ($1.count, $0.order) }) else {
            return ChartFrame.nothing
        }
        let perDay = counts.map { $0.reduce(0, +) }
        let day = perDay.enumerated().max { ($0.element, $1.offset) < ($1.element, $0.offset) }?.offset ?? 0
        let weekend = perDay.suffix(2).reduce(0, +)
        let share = Int((Double(weekend) / Double(sum) * 100).rounded())
        return "Busiest: \(Self.days[busiest.day]) at \(Self.hour(busiest.hour)) with \(text(busiest.count)) \(things)."
            + " Busiest day: \(Self.days[day]) with \(text(perDay[day])). Weekends bring \(share)\u{A0}%."
    }

    /// The same numbers, hours down and days across.
    package var table: DataTable {
        DataTable(
            caption: "\(title)",
            columns: [.init("Hour")] + Self.days.map { .init("\($0.prefix(3))", isNumber: true) },
            rows: (0..<24).map { hour in
                ["\(Self.hour(hour))"] + counts.map { "\(text($0[hour]))" }
            }
        )
    }

    private struct Cell {
        let day: Int
        let hour: Int
        let count: Int
        var order: Int { day * 24 + hour }
    }

    private var cells: [Cell] {
        counts.enumerated().flatMap { day, hours in
            hours.enumerated().map { Cell(day: day, hour: $0.offset, count: $0.element) }
        }
    }

    private var largest: Int { counts.joined().max() ?? 0 }

    private func shade(_ count: Int) -> Int {
        count == 0 || largest == 0 ? 0 : max(1, (count * Self.shades + largest - 1) / largest)
    }

    private var legend: HTML {
        guard largest > 0 else { return "" }
        let keys: [HTML] = (0...Self.shades).map { shade in
            Drawing.box(Double(shade) * 16, 1, 15, 12, "heat h\(shade)")
        }
        return """
            <p class="legend">0 <svg viewBox="0 0 96 14" width="96" height="14" aria-hidden="true">\(keys)</svg> \(text(largest))</p>
            """
    }

    private var picture: HTML {
        let boxes: [HTML] = cells.map { cell in
            Drawing.box(
                Self.left + Double(cell.hour) * Self.cell,
                Self.top + Double(cell.day) * Self.row,
                Self.cell - 1.4,
                Self.row - 1.4,
                "heat h\(shade(cell.count))",
                tip: "\(Self.days[cell.day]) \(Self.hour(cell.hour)): \(text(cell.count)) \(things)"
            )
        }
        let days: [HTML] = Self.days.enumerated().map { index, day in
            Drawing.text(String(day.prefix(3)), 0, Self.top + Double(index) * Self.row + 14, "tick")
        }
        let hours: [HTML] = stride(from: 0, to: 24, by: 6).map { hour in
            Drawing.text(Self.hour(hour), Self.left + Double(hour) * Self.cell, 12, "tick")
        }
        return Drawing.picture(
            id,
            width: Self.left + 24 * Self.cell,
            height: Self.top + 7 * Self.row,
            title: title,
            description: summary,
            style: "plot",
            "\(days)\(hours)\(boxes)"
        )
    }

    private func text(_ count: Int) -> String { scale.text(Double(count)) }

    private static func hour(_ hour: Int) -> String { "\(hour < 10 ? "0" : "")\(hour):00" }
}
