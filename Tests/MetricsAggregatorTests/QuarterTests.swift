import Contract
import Figures
import Policy
import Testing

@testable import MetricsAggregator

/// The quarterly report against figures that were worked out by hand.
@Suite struct QuarterTests {
    /// What each figure of the contract must be: its value, and for shares the numerator and the denominator.
    private static let expected: [(String, Double?, [Double]?)] = [
        ("messages.received", 75, nil), ("messages.received.by_category.payment_issue", 25, nil),
        ("messages.received.by_category.login_issue", 20, nil), ("messages.received.by_category.general", 30, nil),
        ("messages.sent", 65, nil), ("messages.sent.by_category.payment_issue", 20, nil),
        ("messages.sent.by_category.login_issue", 15, nil), ("messages.sent.by_category.general", 30, nil),
        ("messages.bot", 0, nil), ("cases.opened", 60, nil), ("cases.resolved", 50, nil), ("cases.reopened", 0, nil),
        ("cases.unresolved", 10, nil), ("cases.escalated.tier", 0, nil), ("cases.escalated.department", 10, nil),
        ("cases.on_first_response", 30, nil), ("cases.without_human_reply", 0, nil),
        ("response.mean", 1_602_000 / 65, nil), ("response.median", 7200, nil), ("response.p90", 86_400, nil),
        ("response.within_24h", 60 / 75, [60, 75]), ("response.24_to_48h", 5 / 75, [5, 75]),
        ("response.over_48h", 10 / 75, [10, 75]), ("resolution.mean", 63_360, nil), ("resolution.median", 3600, nil),
        ("resolution.p90", 180_000, nil), ("resolution.within_24h", 35 / 50, [35, 50]),
        ("satisfaction.positive", 8, nil), ("satisfaction.neutral", 2, nil), ("satisfaction.negative", 2, nil),
        ("satisfaction.rate", 8 / 12, [8, 12]), ("satisfaction.mean_stars", 4, [48, 12]),
        ("satisfaction.wilson_lower", 0.390_6, [8, 12]), ("satisfaction.response_rate", 12 / 20, [12, 20]),
        ("A1", 45 / 55, [45, 55]), ("A2", 10 / 55, [10, 55]), ("A5", 1_602_000 / 65, nil), ("A6", 63_360, nil),
        ("A7", 35 / 50, [35, 50]), ("A8", nil, nil), ("A9", 30 / 50, [30, 50]), ("A10", 8 / 12, [8, 12]),
        ("A11", 4, [48, 12]), ("A13", nil, nil), ("A15", 140, nil),
    ]

    @Test func `says what was worked out by hand, before and after its days are summed up`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let quarter = try await Self.folded(aggregator)
        let period = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let open = try await aggregator.store().report(period, FigureFilter())
        for (id, value, parts) in Self.expected {
            let figure = try #require(open[id], "there is no figure \(id)")
            Self.compare(figure, value, parts)
        }
        Self.expectTables(open)
        try await aggregator.sumUp()
        let openDays = try await aggregator.texts("SELECT day::text FROM metrics.open_days WHERE day < 20544")
        #expect(openDays.isEmpty)
        let closed = try await aggregator.store().report(period, FigureFilter())
        #expect(closed.figures == open.figures)
        #expect(closed.tables == open.tables)
        #expect(try await aggregator.rows(Recount.days).isEmpty)
        #expect(quarter.count > 400)
        await aggregator.close()
    }

    @Test func `is the same in JSON and CSV, figure for figure and cell for cell`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        _ = try await Self.folded(aggregator)
        for (kind, text) in [
            (ReportPeriod.Kind.quarterly, "2026-Q1"), (.monthly, "2026-01"), (.weekly, "2026-W03"),
            (.biweekly, "2026-W03"),
        ] {
            let period = try #require(ReportPeriod(text, as: kind))
            let report = try await aggregator.store().report(period, FigureFilter())
            let json = try JSONValue(parsing: report.json)
            var fromJSON: [String] = []
            if case .array(let figures)? = json["figures"] {
                for figure in figures {
                    fromJSON.append(
                        "\(Self.plain(figure["id"])) \(Self.plain(figure["value"])) \(Self.plain(figure["n"]))"
                    )
                }
            }
            let lines = report.csv.split(separator: "\r\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            let fromCSV = lines.filter { $0[0] == "figure" }.map { "\($0[1]) \($0[4]) \($0[8])" }
            #expect(fromCSV == fromJSON)
            #expect(fromCSV.count > 40)
            let cells = lines.filter { $0[0] == "table" }.count
            #expect(cells == report.tables.reduce(0) { $0 + $1.rows.count * ($1.columns.count - 1) })
            // Read again it is the report that was written.
            let again = Report(json: report.json, issuedAt: Instant(microseconds: 0))
            #expect(again?.figures == report.figures)
            #expect(again?.tables == report.tables)
            #expect(again?.insights == report.insights)
            try Self.expectWords(report)
        }
        await aggregator.close()
    }

    /// Every insight can be said again from the report alone, and every title is there in French.
    private static func expectWords(_ report: Report) throws {
        for insight in report.insights {
            let finding = try #require(Finding(insight, in: report), "\(insight.rule)")
            #expect(ReportWords.english.text(of: finding) == insight.text)
            #expect(ReportWords.french.text(of: finding) != insight.text)
        }
        let titles = report.tables.flatMap { [$0.title] + $0.columns.map(\.title) }
        for title in titles { #expect(ReportWords.french.phrases[title] != nil, "\(title)") }
    }

    @Test func `the cases behind a figure are as many as it counts`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        _ = try await Self.folded(aggregator)
        let period = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let store = try aggregator.store()
        for (id, all, missed) in [
            ("A7", 50, 15), ("A1", 55, 10), ("A9", 50, 20), ("A10", 12, 4), ("A4", 75, 15), ("A5", 65, nil),
            ("cases.opened", 60, nil), ("cases.unresolved", 10, nil), ("cases.escalated.department", 10, nil),
        ] as [(String, Int, Int?)] {
            var (rows, pages) = ([CasePage.Row](), 0)
            var question = CaseQuestion(id, period, limit: 7)
            repeat {
                let page = try await store.cases(question)
                rows += page.rows
                question.after = page.next
                pages += 1
            } while question.after != nil
            #expect(rows.count == all, "\(id)")
            #expect(rows.count { $0.counts == false } == missed ?? 0, "\(id)")
            #expect(pages >= all / 8)
            question.onlyMissed = true
            question.limit = 500
            if let missed {
                #expect(try await store.cases(question).rows.count == missed, "\(id)")
            } else {
                await #expect(throws: CaseFault.judgesNone, "\(id)") { _ = try await store.cases(question) }
            }
        }
        let filtered = try await store.cases(CaseQuestion("A7", period, FigureFilter([.team: "seniors"])))
        #expect(filtered.rows.count == 15)
        await aggregator.close()
    }

    /// Folds the whole quarter with its clocks; the events that were folded.
    static func folded(_ aggregator: DatabaseAggregator) async throws -> [Event] {
        let events = try Quarter(aggregator).events
        let all = events + (try await aggregator.clocks(of: events, at: "2026-04-02 00:00"))
        try await aggregator.fold(all)
        return all
    }

    private static func compare(_ figure: Figure, _ value: Double?, _ parts: [Double]?) {
        if let value {
            let tolerance = figure.id.contains("median") || figure.id.contains("p90") ? value * 0.01 : 0.000_05
            #expect(abs((figure.value ?? .nan) - value) <= tolerance, "\(figure.id): \(figure)")
        } else {
            #expect(figure.value == nil, "\(figure.id): \(figure)")
        }
        if let parts { #expect([figure.numerator, figure.denominator] == parts, "\(figure.id): \(figure)") }
    }

    private static func plain(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .number(let digits): digits
        default: ""
        }
    }
}

extension QuarterTests {
    private static func expectTables(_ report: Report) {
        #expect(
            report.lines("messages.by_category") == [
                "accounts 20 15 0 20 0 -", "general 30 30 0 15 0 -", "payments 25 20 0 25 0 -",
            ]
        )
        #expect(
            report.lines("quarters.received") == [
                "accounts 20 0 0 0 -", "general 30 0 0 0 -", "payments 25 0 0 0 -", "total 75 0 0 0 -",
            ]
        )
        #expect(
            report.lines("quarters.sent") == [
                "accounts 15 0 0 0 -", "general 30 0 0 0 -", "payments 20 0 0 0 -", "total 65 0 0 0 -",
            ]
        )
        // Number, mean, median, p90 (in whole seconds), within 1, 3 and 24 h, 24 to 48 h, over 48 h.
        #expect(
            report.lines("response") == [
                "first 50 29880 1800 86400 30 35 45 5 0", "later 15 7200 7200 7200 0 15 15 0 0",
                "still waiting 0 - - - 0 0 0 0 10", "all 65 24646 7200 86400 30 50 60 5 10",
            ]
        )
        #expect(
            report.lines("satisfaction") == [
                "all 12 8 2 2 0.67 0.39 4 20 0.6", "web 12 8 2 2 0.67 0.39 4 20 0.6",
            ]
        )
        #expect(report.lines("factors") == ["ease of use 0 -", "response time 0 -", "helpfulness 0 -", "clarity 12 4"])
        #expect(
            report.lines("escalations") == [
                "department finance/refund_over_limit department finance refund_over_limit 10"
            ]
        )
        // Received, sent, opened, resolved; mean and p90 of responses, share in 24 h; mean of resolutions, share in 24 h;
        // ratings, satisfied, stars.
        #expect(
            report.lines("teams") == [
                "none 5 0 5 0 - - 0 - - 0 - -", "first_line 40 35 40 35 2571 7200 0.88 13371 1 12 0.67 4",
                "seniors 30 30 15 15 50400 108000 0.83 180000 0 0 - -",
            ]
        )
        #expect(
            report.lines("kinds") == ["conversation 60 0 50 10 63360 3600 180000 0.7 0 -"]
        )
        #expect(
            report.lines("admins").map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "ann 35", "ben 30",
            ]
        )
    }
}

extension Report {
    /// A table's rows, with numbers cut to two digits, durations to seconds within the histogram's 1 %.
    fileprivate func lines(_ id: String) -> [String] {
        let known: [Double] = [1800, 3600, 7200, 86_400, 108_000, 180_000]
        return (table(id)?.rows ?? []).map { row in
            row.map { cell in
                switch cell {
                case .text(let text): text
                case .empty: "-"
                case .number(let number):
                    if let near = known.first(where: { abs($0 - number) <= $0 * 0.01 }) {
                        FigureText.plain(near)
                    } else if number > 100 {
                        String(Int(number))
                    } else {
                        FigureText.plain((number * 100).rounded() / 100)
                    }
                }
            }.joined(separator: " ")
        }
    }
}
