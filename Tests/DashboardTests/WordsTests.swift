import Charts
import Figures
import Policy
import Testing

@testable import Dashboard

@Suite struct WordsTests {
    @Test(
        arguments: [
            (nil, .count, "–"), (.nan, .share, "–"), (0, .count, "0"), (1_234_567, .count, "1,234,567"),
            (2.25, .count, "2.3"),
            (999.96, .count, "1,000.0"), (2.04, .count, "2.0"), (19.999_999_999_9, .count, "20"),
            (-1234, .count, "−1,234"),
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
        ("department/it", "Department · IT"),
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

    @Test(arguments: [
        ("by_team", "team", "", "No team"), ("teams", "name", "none", "No team"),
        ("languages", "name", "none", "No language"),
        ("by_admin", "admin", "", "No admin"), ("channels", "name", "in_app", "In app"), ("kinds", "kind", "", "None"),
        ("messages.by_category", "category", "none", "No category"), ("escalations", "kind", "tier", "To a senior"),
        ("escalations", "kind", "sla", "By the ladder of a broken promise"),
        ("escalations", "kind", "department", "To a department"),
        ("stages", "stage", "listing/", "Listing · before its first stage"),
        ("stages", "stage", "listing/review", "Listing · review"),
    ])
    func `what has no value of a dimension is called so`(table: String, column: String, text: String, word: String) {
        let table = ReportTable(table, "", columns: [.text(column, column)], rows: [[.text(text)]])
        #expect(FigureNames.texts(of: table.rows[0], in: table) == [word])
    }

    @Test func `work that nobody did is not compared with what people did`() {
        let rows: [[ReportTable.Cell]] = [
            [.text(""), .count(0)], [.text("ann"), .count(7)], [.text("ben"), .count(3)],
        ]
        for (subject, lowest) in [("admin", "ben with 3"), ("team", "No team with 0")] {
            let table = ReportTable("by_x", "", columns: [.text(subject, ""), .number("n", "N")], rows: rows)
            let title = subject == "admin" ? Dimension.admin.title : Dimension.team.title
            let chart = Charting.bars("a", title: "Sent", subject: title, table, columns: ["n"])
            #expect(chart.summary.hasSuffix("lowest: \(lowest)."), "\(chart.summary)")
        }
        #expect(FigureNames.name("messages.sent.by_category.none") == "Messages sent: No category")
    }

    @Test(arguments: [(4.497, "4.497"), (4.5, "4.50"), (4.4, "4.40"), (4.51, "4.51")])
    func `a value that would read like the target it misses has another decimal`(value: Double, text: String) {
        let figure = Figure("A11", .stars, value, n: 40)
        #expect(FigureWords.text(figure, against: KPITarget(.atLeast, 4.5)) == text)
        #expect(FigureWords.text(figure, against: nil) == figure.text)
    }
}
