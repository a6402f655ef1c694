import Pages
import Testing

@testable import Charts

@Suite struct BarTests {
    private let whole = ValueScale(.whole) { "\(Int($0))" }

    private func chart(_ arrangement: BarChart.Arrangement, _ rows: [BarChart.Row], series: [String]) -> BarChart {
        BarChart(
            "teams",
            title: "Cases by team",
            subject: "Team",
            series: series,
            rows: rows,
            scale: whole,
            arrangement: arrangement
        )
    }

    @Test func `bars are as long as their values and say them`() throws {
        let bars = chart(.grouped, [.init("first_line", [288]), .init("payments", [72])], series: ["Cases"])
        let parsed = try ParsedChart(bars.html)
        let summary = "Highest: first_line with 288; lowest: payments with 72."
        #expect(bars.summary == summary)
        try parsed.expectAccessible(title: "Cases by team", summary: summary)
        #expect(try parsed.numbers("//svg[@role='img']/rect[@class='bar']/@width") == [364, 91])
        #expect(try parsed.texts("//text[@class='value']") == ["288", "72"])
        #expect(try parsed.count("//ul[@class='legend']") == 0)
    }

    @Test func `stacked bars follow each other and the sum stands at the end`() throws {
        let rows: [BarChart.Row] = [.init("a", [10, 20, 6]), .init("b", [0, nil, 18]), .init("c", [nil, nil, nil])]
        let bars = chart(.stacked, rows, series: ["positive", "neutral", "negative"])
        let parsed = try ParsedChart(bars.html)
        try parsed.expectAccessible(title: "Cases by team", summary: "Highest: a with 36; lowest: b with 18.")
        #expect(try parsed.numbers("//svg[@role='img']/rect[@class='bar']/@x") == [64, 175.1, 397.3, 64])
        #expect(try parsed.numbers("//svg[@role='img']/rect[@class='bar']/@width") == [111.1, 222.2, 66.7, 200])
        #expect(try parsed.texts("//text[@class='value']") == ["36", "18", "–"])
        #expect(try parsed.texts("//tbody/tr[1]/td") == ["10", "20", "6", "36"])
        #expect(try parsed.texts("//tbody/tr[3]/td") == ["–", "–", "–", "–"])
    }

    @Test func `each series has a pattern of its own, that every bar of it is painted with`() throws {
        let bars = chart(.grouped, [.init("a", [1, 2]), .init("b", [3, nil])], series: ["this", "last"])
        let parsed = try ParsedChart(bars.html)
        let patterns = try parsed.texts("//pattern/@id")
        #expect(patterns == ["teams-s1", "teams-s2"])
        let fills = try parsed.texts("//svg[@role='img']/rect[@class='bar']/@fill")
        #expect(fills == ["url(#teams-s1)", "url(#teams-s2)", "url(#teams-s1)"])
        #expect(try parsed.count("//ul[@class='legend']/li") == 2)
    }

    @Test func `a long name is cut in the drawing and whole in the table`() throws {
        let name = "verification of an account <abroad>"
        let parsed = try ParsedChart(chart(.grouped, [.init(name, [1])], series: ["n"]).html)
        #expect(try parsed.texts("//text[@class='name']") == ["verification of an …"])
        #expect(try parsed.texts("//tbody/tr/th") == [name])
    }

    @Test(arguments: [("a", "9", 64.0, 400.0), ("twenty letters, all.", "9", 190, 274), ("a", "15 h 52 min", 64, 337)])
    func `names and values have the room that they need`(
        name: String,
        value: String,
        left: Double,
        width: Double
    ) throws {
        let bars = BarChart(
            "b",
            title: "B",
            subject: "Row",
            series: ["n", "m"],
            rows: [.init(name, [8, 4])],
            scale: ValueScale(.whole) { _ in value }
        )
        let parsed = try ParsedChart(bars.html)
        #expect(try parsed.numbers("//svg[@role='img']/rect[@class='bar']/@x") == [left, left])
        #expect(try parsed.numbers("//svg[@role='img']/rect[@class='bar']/@width") == [width, width / 2])
        // Values one below the other do not touch.
        let lines = try parsed.numbers("//text[@class='value']/@y")
        #expect(lines[1] - lines[0] >= 17)
    }

    @Test func `rows beyond the limit are not drawn, and are in the sentence and the table`() throws {
        let rows = [9.0, 5, 2].map { (value: Double) in BarChart.Row("row \(Int(value))", [value]) }
        let bars = BarChart("b", title: "B", subject: "Row", series: ["n"], rows: rows, scale: whole, limit: 2)
        let parsed = try ParsedChart(bars.html)
        #expect(try parsed.texts("//text[@class='name']") == ["row 9", "row 5"])
        #expect(bars.summary == "Highest: row 9 with 9; lowest: row 2 with 2.")
        #expect(try parsed.count("//tbody/tr") == 3)
    }

    @Test func `bars of nothing say so`() throws {
        let bars = chart(.stacked, [], series: ["a"])
        #expect(bars.summary == "There is nothing to show for this choice.")
        #expect(try ParsedChart(bars.html).count("//svg") == 0)
    }
}
