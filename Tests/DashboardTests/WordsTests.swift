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
            (172_799, .seconds, "2 d"), (183_600, .seconds, "2 d 3 h"), (183_913_200, .seconds, "2,128 d 15 h"),
            (-90, .seconds, "−90 s"),
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

    @Test func `every KPI is called as the registry or the policy has it, and every figure has a name`() {
        for kpi in KPI.allCases {
            #expect(FigureNames.name(kpi.rawValue) == "\(kpi.rawValue) \(kpi.title)")
            #expect(FigureNames.name(kpi.rawValue, [kpi: "Other"]) == "\(kpi.rawValue) Other")
        }
        #expect(FigureNames.name("response.24_to_48h") == "Answered in 24 to 48 h")
        #expect(FigureNames.name("messages.sent.by_category.login_issue") == "Messages sent: Login issue")
        #expect(FigureNames.name("some.new_figure") == "Some: new figure")
    }

    @Test(arguments: [
        ("first_line", "First line"), ("refund/refused/over_limit", "Refund · refused · over limit"),
        ("verification/approved/", "Verification · approved"), ("tier seniors/over_limit", "Tier seniors · over limit"),
        ("too_few", "Too few"), ("", "None"), ("/", "None"), ("api", "API"), ("it", "IT"),
    ])
    func `a code is told in words`(code: String, words: String) { #expect(FigureNames.words(code) == words) }

    @Test func `a row is told in words, but for what people are called and what they say`() {
        let columns: [ReportTable.Column] = [
            .text("end", "End"), .text("admin", "Admin"), .text("phrase", "Phrase"), .text("reason", "Reason"),
            .text("to", "To"), .text("what", "What"), .text("figure", "Figure"), .number("share", "Share", .share),
            .text("unit", "Unit"), .byRow("value", "Value"), .number("mean", "Mean", .seconds),
        ]
        let row: [ReportTable.Cell] = [
            .text("refund/paid/"), .text("ann_b"), .text("late_refund"), .text(""), .text("it_desk"),
            .text("ann empty_reply"), .text("response.mean"), .number(0.8712345), .text("stars"), .number(4.5678),
            .number(5400.25),
        ]
        let table = ReportTable("x", "X", columns: columns, rows: [row])
        #expect(
            FigureNames.texts(of: row, in: table).map { $0.replacing("\u{A0}", with: " ") } == [
                "Refund · paid", "ann_b", "late_refund", "–", "It desk", "ann empty reply", "Mean response time",
                "87.1 %",
                "Stars", "4.57", "1 h 30 min",
            ]
        )
        #expect(table.shownColumns.map { table.columns[$0].id }.contains("unit") == false)
        let languages = ReportTable("languages", "By language", columns: [.text("id", "Name")], rows: [[.text("fr")]])
        #expect(FigureNames.texts(of: languages.rows[0], in: languages) == ["French"])
    }

    @Test(arguments: [(4.497, "4.497"), (4.5, "4.50"), (4.4, "4.40"), (4.51, "4.51")])
    func `a value that would read like the target it misses has another decimal`(value: Double, text: String) {
        let figure = Figure("A11", .stars, value, n: 40)
        #expect(FigureWords.text(figure, against: KPITarget(.atLeast, 4.5)) == text)
        #expect(FigureWords.text(figure, against: nil) == figure.text)
    }
}
