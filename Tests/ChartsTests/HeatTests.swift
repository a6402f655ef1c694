import Pages
import Testing

@testable import Charts

@Suite struct HeatTests {
    private let whole = ValueScale(.whole) { "\(Int($0))" }

    private func chart(_ change: (inout [[Int]]) -> Void) -> HeatChart {
        var counts = Array(repeating: Array(repeating: 0, count: 24), count: 7)
        change(&counts)
        return HeatChart("week", title: "When messages come", things: "messages", counts: counts, scale: whole)
    }

    @Test func `the busiest hour and day are named, and shades go by share of the largest`() throws {
        let heat = chart {
            $0[0][9] = 10
            $0[0][10] = 5
            $0[2][9] = 12
            $0[6][0] = 1
        }
        let summary =
            "Busiest: Wednesday at 09:00 with 12 messages. Busiest day: Monday with 15. Weekends bring 4\u{A0}%."
        #expect(heat.summary == summary)
        let parsed = try ParsedChart(heat.html)
        try parsed.expectAccessible(title: "When messages come", summary: summary)
        #expect(try parsed.count("//svg[@role='img']/rect") == 168)
        let shade = { (tip: String) in try parsed.texts("//rect[title='\(tip) messages']/@class") }
        #expect(try shade("Wednesday 09:00: 12") == ["heat h5"])
        #expect(try shade("Monday 10:00: 5") == ["heat h3"])
        #expect(try shade("Sunday 00:00: 1") == ["heat h1"])
        #expect(try shade("Friday 23:00: 0") == ["heat h0"])
        #expect(try parsed.count("//tbody/tr") == 24)
        #expect(try parsed.texts("//tbody/tr[10]/td") == ["10", "0", "12", "0", "0", "0", "0"])
    }

    @Test func `a week without anything says so`() throws {
        let heat = chart { _ in }
        #expect(heat.summary == "There is nothing to show for this choice.")
        #expect(try ParsedChart(heat.html).count("//svg") == 0)
        #expect(try ParsedChart(heat.html).count("//tbody/tr") == 24)
    }

    @Test func `a sparkline says how it went`() throws {
        let scale = ValueScale(.whole) { "\(Int($0))" }
        let line = Sparkline("a1", title: "Trend", values: [1, 3, nil, 2], scale: scale)
        #expect(line.summary == "From 1 to 2, between 1 and 3.")
        let parsed = try ParsedChart(line.html)
        #expect(try parsed.texts("//svg/@aria-labelledby") == ["a1-t a1-d"])
        #expect(try parsed.texts("//path/@d") == ["M3 28L41 4M117 16"])
        #expect(Sparkline("a", title: "", values: [1, nil], scale: scale).html.isEmpty)
        let flat = try ParsedChart(Sparkline("a", title: "", values: [2, 2], scale: scale).html)
        #expect(try flat.texts("//path/@d") == ["M3 16L117 16"])
    }

    @Test(arguments: [
        (0, 0, "spent"), (0.5, 90, "spent"), (1, 180, "spent"), (1.2, 216, "spent over"), (9, 235, "spent over"),
    ])
    func `a budget bar is as long as what is used, and reaches beyond its limit when overdrawn`(
        used: Double,
        width: Double,
        style: String
    ) throws {
        let bar = BudgetBar("a2", title: "Budget", used: used, forecast: 2, summary: "6 of 12 used.")
        let parsed = try ParsedChart(bar.html)
        #expect(try parsed.numbers("//rect[@class='\(style)']/@width") == [width])
        #expect(try parsed.numbers("//line[@class='limit']/@x1") == [180])
        #expect(try parsed.count("//path[@class='ahead']") == 1)
        #expect(try parsed.texts("//desc") == ["6 of 12 used."])
        #expect(try parsed.texts("//p") == ["6 of 12 used."])
    }
}
