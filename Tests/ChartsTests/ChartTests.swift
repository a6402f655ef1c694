import Pages
import Testing

@testable import Charts

@Suite struct ChartTests {
    private let whole = ValueScale(.whole) { "\(Int($0))" }

    private func lineChart(_ values: [Double?]..., target: LineChart.Target? = nil) -> LineChart {
        LineChart(
            "volume",
            title: "Messages & more",
            labels: values[0].indices.map { "2026-03-0\($0 + 1)" },
            lines: values.enumerated().map { LineChart.Line("line \($0)", $1) },
            scale: whole,
            target: target
        )
    }

    @Test func `a line chart has its points where their values are`() throws {
        let chart = lineChart([0, 50, 100])
        let parsed = try ParsedChart(chart.html)
        let summary = "From 0 (2026-03-01) to 100 (2026-03-03); lowest 0 (2026-03-01), highest 100 (2026-03-03)."
        #expect(chart.summary == summary)
        try parsed.expectAccessible(title: "Messages & more", summary: summary)
        #expect(try parsed.numbers("//circle[@class='s1 point']/@cx") == [62, 265, 468])
        #expect(try parsed.numbers("//circle[@class='s1 point']/@cy") == [200, 107, 14])
        #expect(try parsed.texts("//path[@class='s1 stroke']/@d") == ["M62 200L265 107L468 14"])
        #expect(try parsed.texts("//path[@class='s1 area']/@d") == ["M62 200L62 200L265 107L468 14L468 200Z"])
        #expect(try parsed.texts("//circle/title") == ["2026-03-01: 0", "2026-03-02: 50", "2026-03-03: 100"])
        #expect(try parsed.texts("//tbody/tr/th") == ["2026-03-01", "2026-03-02", "2026-03-03"])
        #expect(try parsed.texts("//tbody/tr/td") == ["0", "50", "100"])
    }

    @Test func `the time axis is named at even steps`() throws {
        for count in [2, 5, 14, 24, 31] {
            let values = (1...count).map(Double.init)
            let chart = LineChart(
                "t",
                title: "T",
                labels: values.map { "W\(Int($0))" },
                lines: [.init("n", values)],
                scale: whole
            )
            let names = try ParsedChart(chart.html).texts("//text[@class='tick'][starts-with(., 'W')]")
            let places = names.compactMap { Int($0.dropFirst()) }
            #expect(places.first == 1 && (2...6).contains(places.count), "\(places)")
            #expect(Set(zip(places, places.dropFirst()).map { $1 - $0 }).count == 1, "\(places)")
        }
    }

    @Test func `an axis may say its marks more shortly than values are said`() throws {
        let scale = ValueScale(.decimal, ceiling: 1, tick: { "\(Int($0 * 100)) %" }) { "\($0 * 100).0 %" }
        let chart = LineChart("t", title: "T", labels: ["a", "b"], lines: [.init("n", [0.5, 1])], scale: scale)
        let parsed = try ParsedChart(chart.html)
        #expect(try parsed.texts("//text[@class='tick']").contains("100 %"))
        #expect(try parsed.texts("//tbody/tr/td") == ["50.0.0 %", "100.0.0 %"])
    }

    @Test func `a missing value is a gap, and a value between two gaps is a point`() throws {
        let parsed = try ParsedChart(lineChart([1, nil, 3, nil, 5, 6]).html)
        #expect(try parsed.count("//path[@class='s1 stroke']") == 1)
        #expect(try parsed.count("//circle[@class='s1 point']") == 4)
        #expect(try parsed.texts("//tbody/tr/td") == ["1", "–", "3", "–", "5", "6"])
    }

    @Test func `several lines differ by dashes and shapes, not by colour alone`() throws {
        let chart = lineChart([1, 2], [2, 3], [3, 4])
        let parsed = try ParsedChart(chart.html)
        let dashes = try parsed.texts("//svg[@role='img']/path[contains(@class, 'stroke')]/@stroke-dasharray")
        #expect(Set(dashes).count == 3)
        #expect(try parsed.count("//svg[@role='img']/circle[@class='s1 point']") == 2)
        #expect(try parsed.count("//svg[@role='img']/rect[@class='s2 point']") == 2)
        #expect(try parsed.count("//svg[@role='img']/path[@class='s3 point']") == 2)
        #expect(try parsed.count("//ul[@class='legend']/li") == 3)
        #expect(try parsed.count("//path[contains(@class, 'area')]") == 0)
    }

    @Test func `a target is drawn across and said`() throws {
        let chart = lineChart([1, 2], target: .init(4, "Target: at most 4"))
        let parsed = try ParsedChart(chart.html)
        #expect(chart.summary.hasSuffix("Target: at most 4."))
        #expect(try parsed.numbers("//line[@class='target']/@y1") == [14])
        #expect(try parsed.texts("//text[@class='target-label']") == ["Target: at most 4"])
    }

    @Test func `a chart of nothing says so`() throws {
        for chart in [lineChart([]), lineChart([nil, nil])] {
            let parsed = try ParsedChart(chart.html)
            #expect(chart.summary == "There is nothing to show for this choice.")
            #expect(try parsed.count("//svg") == 0)
        }
        #expect(try ParsedChart(lineChart([7]).html).numbers("//circle/@cx") == [265])
    }

    @Test(
        arguments: [
            (ValueScale.Steps.whole, nil, 0.0, [0.0, 1]),
            (.whole, nil, 3, [0, 1, 2, 3]), (.whole, nil, 100, [0, 50, 100]),
            (.whole, nil, 1234, [0, 500, 1000, 1500]),
            (.decimal, 1, 0.97, [0, 0.5, 1]), (.decimal, 1, 0.04, [0, 0.01, 0.02, 0.03, 0.04]),
            (.decimal, 5, 4.7, [0, 2, 4, 5]),
            (.time, nil, 3 * 3600, [0, 3600, 7200, 10_800]),
            (.time, nil, 86_400 * 2, [0, 43_200, 86_400, 129_600, 172_800]),
            (.time, nil, 50, [0, 15, 30, 45, 60]),
        ] as [(ValueScale.Steps, Double?, Double, [Double])]
    )
    func `an axis has steps that people use`(steps: ValueScale.Steps, ceiling: Double?, top: Double, ticks: [Double]) {
        let found = ValueScale(steps, ceiling: ceiling) { "\($0)" }.ticks(upTo: top)
        #expect(found.count == ticks.count)
        #expect(zip(found, ticks).allSatisfy { abs($0 - $1) < 1e-9 }, "\(found)")
    }

    @Test(arguments: [(0, "0"), (1.04, "1"), (1.06, "1.1"), (-0.26, "-0.3"), (-0.04, "0"), (123.95, "124")])
    func `a coordinate has one decimal at most`(value: Double, text: String) {
        #expect(Drawing.number(value) == text)
    }

    @Test func `what is drawn twice is the same text`() {
        let chart = lineChart([1, 5, nil, 2], [3, 3, 3, 3])
        #expect(chart.html == chart.html)
    }
}
