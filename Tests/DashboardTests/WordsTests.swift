import Figures
import Policy
import Testing

@testable import Dashboard

@Suite struct WordsTests {
    @Test(
        arguments: [
            (nil, .count, "–"), (.nan, .share, "–"), (0, .count, "0"), (1_234_567, .count, "1,234,567"),
            (2.25, .count, "2.3"),
            (999.96, .count, "1,000"), (-1234, .count, "−1,234"),
            (0.9523, .share, "95.2 %"), (1, .share, "100.0 %"), (0.00049, .share, "0.0 %"),
            (-0.2, .change, "−20.0 %"), (0.051, .change, "+5.1 %"), (4.5, .stars, "4.50"),
            (0, .seconds, "0 s"), (119.4, .seconds, "119 s"), (120, .seconds, "2 min"), (3599, .seconds, "1 h"),
            (3600, .seconds, "1 h"), (12_000, .seconds, "3 h 20 min"), (86_400, .seconds, "24 h"),
            (172_799, .seconds, "2 d"), (183_600, .seconds, "2 d 3 h"), (-90, .seconds, "−90 s"),
        ] as [(Double?, FigureUnit, String)]
    )
    func `a value is written for people`(value: Double?, unit: FigureUnit, text: String) {
        #expect(FigureWords.text(value, unit).replacing("\u{A0}", with: " ") == text)
    }

    @Test(
        arguments: [
            (KPITarget(.atLeast, 0.95), .share, "at least 95 %"), (KPITarget(.below, 0.005), .share, "less than 0.5 %"),
            (KPITarget(.atMost, 3600), .seconds, "at most 1 h"), (KPITarget(.atLeast, 4.5), .stars, "at least 4.5"),
            (KPITarget(.atMost, -0.2), .change, "at most −20 %"), (KPITarget(.atLeast, 1000), .count, "at least 1,000"),
        ] as [(KPITarget, FigureUnit, String)]
    )
    func `a target is written in words`(target: KPITarget, unit: FigureUnit, text: String) {
        #expect(FigureWords.text(target, unit).replacing("\u{A0}", with: " ") == text)
    }

    @Test(arguments: [
        ("2026-03-09 14:00", "14:00"), ("2026-03-09", "9 Mar"), ("2026-12", "Dec 2026"), ("2026-W12", "W12"),
        ("2026-99-01", "2026-99-01"),
    ])
    func `a step of a chart is named without what its heading says`(label: String, short: String) {
        #expect(Charting.shortened(label) == short)
    }

    @Test func `every KPI and every figure of the contract has a name`() {
        for kpi in KPI.allCases { #expect(FigureNames.name(kpi.rawValue).hasPrefix("\(kpi.rawValue) ")) }
        #expect(FigureNames.name("response.24_to_48h") == "Answered in 24 to 48 h")
        #expect(FigureNames.name("messages.sent.by_category.login_issue") == "Messages sent: Login issue")
        #expect(FigureNames.name("some.new_figure") == "Some: new figure")
    }
}
