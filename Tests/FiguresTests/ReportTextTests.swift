import BusinessTime
import Contract
import Figures
import Policy
import Testing

/// A report as people read it: names for ids, words for codes, times in its zone, lengths of time in hours and minutes.
struct ReportTextTests {
    private func report() throws -> Report {
        let columns: [ReportTable.Column] = [
            .text("id", "KPI"), .text("name", "What"), .text("unit", "Unit"), .text("target", "Target"),
            .byRow("value", "Value"), .number("numerator", "Of these"), .number("denominator", "Of all"),
            .number("n", "Number"), .text("verdict", "Verdict"),
        ]
        func row(_ id: String, _ name: String, _ unit: FigureUnit, _ numbers: [Double]) -> [ReportTable.Cell] {
            [.text(id), .text(name), .text(unit.rawValue), .text("at most 3\u{A0}h")]
                + numbers.map { .number($0) } + [.text("too_few")]
        }
        var report = Report(
            period: try #require(ReportPeriod("2026-W09", as: .weekly)),
            zone: "Africa/Johannesburg",
            filter: FigureFilter([.team: "first_line", .admin: "ann_b", .language: "fr"]),
            figures: [
                Figure("response.mean", .seconds, 9000, numerator: 45_000, denominator: 5, n: 5),
                .count("messages.received.by_category.login_issue", 7),
                Figure("A4", .seconds, 9000, numerator: 4, denominator: 5, n: 5),
                Figure("A5", .seconds, 9000, numerator: 45_000, denominator: 5, n: 5),
                Figure("A16", .share, 0.5, numerator: 7200, denominator: 14_400, n: 4),
            ],
            tables: [
                ReportTable(
                    "kpis",
                    "Targets",
                    columns: columns,
                    rows: [
                        row("A5", "Wait on the mean", .seconds, [9000, 45_000, 5, 5]),
                        row("A8", KPI.a8.title, .change, [-0.2, -9000, 45_000, 5]),
                    ]
                ),
                ReportTable(
                    "outcomes",
                    "Outcomes and their reasons",
                    columns: [
                        .text("end", "End"), .text("kind", "Kind"), .text("reason", "Reason"), .number("n", "Number"),
                    ],
                    rows: [[.text("refund/refused/over_limit"), .text("refund"), .text("over_limit"), .count(3)]]
                ),
            ],
            insights: []
        )
        report.issuedAt = Instant(rfc3339: "2026-03-01T22:30:59Z")
        report.corrections = [
            .init(id: "A5", issued: 9000, now: 9060), .init(id: "kpis/A5/numerator", issued: 45_000, now: 45_300),
            .init(id: "outcomes/refund/refused/over_limit/n", issued: 3, now: nil),
        ]
        return report
    }

    @Test func `Markdown names what ids and codes stand for, and tells times as they are lived`() throws {
        let text = try report().markdown.replacing("\u{A0}", with: " ")
        let lines = text.split(separator: "\n").map(String.init)
        let expected = [
            "# Weekly report, week 2026-W09",
            "2026-02-23 up to 2026-03-01, Africa/Johannesburg. Issued 2026-03-02 00:30.",
            "Team: First line", "Admin: ann_b", "Language: French",
            "| KPI | What | Target | Value | Of these | Of all | Number | Verdict |",
            "| A5 | Wait on the mean | at most 3 h | 2 h 30 min | 12 h 30 min | 5 | 5 | Too few |",
            "| A8 | \(KPI.a8.title) | at most 3 h | −20.0 % | −2 h 30 min | 12 h 30 min | 5 | Too few |",
            "| Kind | Reason | Number |", "| Refund | Over limit | 3 |",
            "| Mean response time | 2 h 30 min | 12 h 30 min | 5 | 5 |",
            "| Messages received: Login issue | 7 |  |  | 7 |",
            "| A4 \(KPI.a4.title) | 2 h 30 min | 4 | 5 | 5 |",
            "| A5 Wait on the mean | 2 h 30 min | 12 h 30 min | 5 | 5 |",
            "| A16 \(KPI.a16.title) | 50.0 % | 2 h | 4 h | 4 |",
            "| A5 Wait on the mean | 2 h 30 min | 2 h 31 min |",
            "| Targets: A5, Of these | 12 h 30 min | 12 h 35 min |",
            "| Outcomes and their reasons: Refund · refused · over limit, Number | 3 | – |",
        ]
        for line in expected { #expect(lines.contains(line), "\(line)\n\(text)") }
        #expect(text.matches(of: /Africa\/Johannesburg/).count == 1)
        #expect(!text.contains("over_limit") && !text.contains("00:30:59") && !text.contains("response.mean"))
    }

    @Test func `in French figures, languages and filters have French names`() throws {
        let text = try report().markdown(in: .french).replacing("\u{A0}", with: " ")
        let expected = [
            "Du 2026-02-23 au 2026-03-01, Africa/Johannesburg. Établi le 2026-03-02 00:30.", "Équipe : First line",
            "Langue : Français", "| Délai moyen de réponse | 2 h 30 min | 12 h 30 min | 5 | 5 |",
            "| Messages reçus : Login issue | 7 |", "| Trop peu |", "| Objectifs : A5, Dont |",
        ]
        for part in expected { #expect(text.contains(part), "\(part)\n\(text)") }
    }

    @Test func `every name of a figure has a French one`() {
        let missing = FigureNames.names.values.filter { ReportWords.french.phrases[$0] == nil }
        #expect(missing.isEmpty)
    }

    @Test(
        arguments: [
            (4.497, .stars, "at least 4.5", "4.497", "4,497"), (4.5, .stars, "at least 4.5", "4.50", "4,50"),
            (4.1, .stars, "at least 4.5", "4.10", "4,10"), (0.94996, .share, "at least 95 %", "94.996 %", "94,996 %"),
            (0.9496, .share, "at least 95 %", "94.96 %", "94,96 %"),
            (0.95, .share, "at least 95 %", "95.0 %", "95,0 %"),
            (0.9496, .share, "reported", "95.0 %", "95,0 %"), (nil, .share, "at least 95 %", "–", "–"),
            (10_800, .seconds, "less than 3 h", "3 h", "3 h"),
        ] as [(Double?, FigureUnit, String, String, String)]
    )
    func `a value beside a target that it misses never reads like it`(
        value: Double?,
        unit: FigureUnit,
        target: String,
        english: String,
        french: String
    ) {
        let written = target.replacing(" %", with: "\u{A0}%").replacing(" h", with: "\u{A0}h")
        func text(_ words: ReportWords) -> String {
            FigureText.spoken(value, unit, beside: written, in: words).replacing("\u{A0}", with: " ")
        }
        #expect(text(.english) == english)
        #expect(text(.french) == french)
    }

    @Test(
        arguments: [
            (0.99976, 0.9998, .share, "99.976 %", "99.980 %"), (0.5, 0.5, .share, "50.0 %", "50.0 %"),
            (0.951, 0.952, .share, "95.1 %", "95.2 %"), (4.4971, 4.499, .stars, "4.497", "4.499"),
            (0.99999991, 0.9999999, .share, "100.0 %", "100.0 %"), (60, 60.2, .seconds, "60 s", "60 s"),
        ] as [(Double, Double, FigureUnit, String, String)]
    )
    func `two values that differ read differently beside each other`(
        now: Double,
        before: Double,
        unit: FigureUnit,
        first: String,
        second: String
    ) {
        let (one, other) = (Figure("A16", unit, now, n: 9), Figure("A16", unit, before, n: 9))
        for (words, after, mark) in [(ReportWords.english, "after", "."), (.french, "après", ",")] {
            let course = Finding.Course.worse
            let text = words.text(of: .followUp(name: "Live chat", course, now: one, before: other))
            let expected = [first, second].map { $0.replacing(".", with: mark) }
            #expect(
                text.replacing("\u{A0}", with: " ").hasSuffix(", \(expected[0]) \(after) \(expected[1])."),
                "\(text)"
            )
        }
    }

    @Test func `a report says of a KPI the same number wherever it stands beside its target`() throws {
        let figure = Figure("A11", .stars, 4.4971, n: 40)
        let report = Report(
            period: ReportPeriod(.weekly, containing: LocalDate(day: 20_500)),
            zone: "UTC",
            figures: [figure],
            tables: [
                ReportTable(
                    "kpis",
                    "Targets",
                    columns: [
                        .text("id", "KPI"), .text("name", "What"), .text("unit", "Unit"), .text("target", "Target"),
                        .byRow("value", "Value"), .text("verdict", "Verdict"),
                    ],
                    rows: [
                        [
                            .text("A11"), .text("Mean satisfaction"), .text("stars"), .text("at least 4.5"),
                            .number(4.4971),
                            .text("missed"),
                        ]
                    ]
                )
            ],
            insights: [Insight(.improve, rule: "kpi.A11", "", evidence: [figure])]
        )
        let text = report.markdown
        #expect(text.contains("Mean satisfaction: 4.497 misses the target of at least 4.5."))
        #expect(text.contains("| at least 4.5 | 4.497 | Missed |"))
        #expect(text.contains("| A11 Mean satisfaction | 4.497 |"))
    }

    @Test func `where most time is spent with the office, the plan is not to ask others`() {
        for words in [ReportWords.english, .french] {
            let steps = ["bottleneck.us", "bottleneck", "other"].map { words.text(of: .step(rule: $0)) }
            #expect(Set(steps).count == 3, "\(steps)")
        }
        #expect(FigureNames.name("bottlenecks.with us") == "Of all time to resolution, with us")
        let insight = Insight(.improve, rule: "bottleneck.us", "", evidence: [.share("bottlenecks.with us", 9, of: 10)])
        let report = Report(
            period: ReportPeriod(.weekly, containing: LocalDate(day: 20_500)),
            zone: "UTC",
            figures: [],
            tables: [],
            insights: [insight]
        )
        #expect(
            ReportWords.english.text(of: insight, in: report)
                == "90.0\u{A0}% of all time to resolution is spent with us."
        )
    }

    @Test func `machines keep ids, seconds and universal time`() throws {
        let report = try report()
        #expect(report.json.contains(#""issued_at":"2026-03-01T22:30:59"#))
        #expect(report.json.contains(#"{"id":"A5","value":9000,"unit":"seconds","numerator":45000"#))
        #expect(report.json.contains(#""refund/refused/over_limit""#))
        #expect(report.csv.contains("table,kpis,A5,numerator,45000,count,,,\r\n"))
        #expect(report.csv.contains("table,outcomes,refund/refused/over_limit,reason,over_limit,text,,,\r\n"))
    }
}
