import Contract
import FigureAPI
import Figures
import FoundationXML
import Policy
import Postgres
import Testing

@testable import Dashboard
@testable import MetricsAggregator

/// Every figure says the same wherever it stands: in JSON, in CSV, in Markdown, on the page to print, on the dashboard.
@Suite struct SameEverywhereTests {
    private static let now = "2026-03-30 10:00"

    private static func site(_ aggregator: DatabaseAggregator) async throws -> FigureSite {
        try await folded(aggregator)
        return try FigureSite(aggregator, at: now)
    }

    /// Folds a quarter that has something of everything beside the one that was worked out by hand.
    static func folded(_ aggregator: DatabaseAggregator) async throws {
        let events = try Quarter(aggregator).events + VariedQuarter(aggregator).events
        try await aggregator.fold(events + aggregator.clocks(of: events, at: "2026-04-20 00:00"))
    }

    @Test func `every figure and every cell of every report is the same in all its forms`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let night = "R%26D%20%3Cb%3E%22night%22%3C%2Fb%3E"
        for path in [
            "quarterly/2026-Q1?", "monthly/2026-02?", "weekly/2026-W06?", "biweekly/2026-W06?",
            "quarterly/2026-Q1?team=\(night)&", "monthly/2026-02?category=refund&channel=web&", "monthly/2025-03?",
        ] {
            let told = try ToldReport(try await site.ask("/api/v1/reports/\(path)format=json").body)
            #expect(told.figures.count > 60)
            Self.compare(told, csv: try await site.ask("/api/v1/reports/\(path)format=csv").body, path)
            let markdown = try await site.ask("/api/v1/reports/\(path)format=md").body
            Self.compare(told, tablesOfMarkdown(markdown), "\(path) as Markdown")
            for insight in told.insights {
                #expect(
                    markdown.contains("- \(insight.text.replacing("|", with: "\\|").replacing("<", with: "&lt;"))\n")
                )
            }
            let paper = try await site.ask("/api/v1/reports/\(path)format=html").body
            Self.compare(told, try tablesOfPage(paper), "\(path) to print")
            let page = try await site.ask("/reports/\(path)").body
            Self.compare(told, try tablesOfPage(page), "\(path) on the dashboard", isByParts: true)
            try Self.compareInsights(told, on: page)
        }
        await aggregator.close()
    }

    @Test func `the reports tell every figure of the registry, each once and with a value in a quarter of everything`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let told = try ToldReport(try await site.ask("/api/v1/reports/quarterly/2026-Q1").body)
        let ids = told.figures.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in FigureBook.allIDs {
            let figure = try #require(told.figures.first { $0.id == id }, "\(id) is not told")
            // A month's users have no quarter to be a part of.
            #expect(figure.value != nil || id == "A12", "\(id) has no value, so nothing was compared")
            #expect(!FigureNames.name(id).contains(":"), "\(id) has no name")
        }
        let month = try ToldReport(try await site.ask("/api/v1/reports/monthly/2026-02").body)
        #expect(month.figures.first { $0.id == "A12" }?.value != nil)
        let change = try #require(month.figures.first { $0.id == "A8" })
        #expect(change.value == nil, "what is against the quarter before is told of quarters alone")
        #expect(told.tables.filter { !$0.rows.isEmpty }.count >= 20)
        await aggregator.close()
    }

    @Test func `an issued report is the same in all its forms, with what has changed since`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let period = try #require(ReportPeriod("2026-02", as: .monthly))
        let store = try aggregator.store(at: Self.now)
        try await Publishing(store: store, since: aggregator.instant(Self.now)).issue(period, on: aggregator.session)
        // The case begins in the midst of the issued month.
        let time = "2026-02-11 09:00"
        let late: Fields = ["kind": "conversation", "cycle": "1", "channel": "web", "category": "general"]
        try await aggregator.fold([aggregator.event(.cases, "case.opened", time, "late", late)])
        let told = try ToldReport(try await site.ask("/api/v1/reports/monthly/2026-02").body)
        #expect(told.corrections.contains { $0.id == "cases.opened" })
        #expect(told.corrections.contains { $0.id.contains("/") })
        Self.compare(told, csv: try await site.ask("/api/v1/reports/monthly/2026-02?format=csv").body, "csv")
        let forms = [
            tablesOfMarkdown(try await site.ask("/api/v1/reports/monthly/2026-02?format=md").body),
            try tablesOfPage(try await site.ask("/api/v1/reports/monthly/2026-02?format=html").body),
            try tablesOfPage(try await site.ask("/reports/monthly/2026-02").body),
        ]
        for form in forms {
            let rows = try #require(form.first { $0.heading == "Changed since it was issued" }?.rows.dropFirst())
            #expect(rows.count == told.corrections.count)
            for (row, correction) in zip(rows, told.corrections) {
                let unit = told.unit(of: correction.id)
                #expect(!row[0].contains("_") && !row[0].contains("/"), "\(correction): \(row)")
                #expect(SpokenNumber.says(row[1], correction.issued, unit), "\(correction): \(row)")
                #expect(SpokenNumber.says(row[2], correction.now, unit), "\(correction): \(row)")
            }
        }
        for (form, place) in zip(forms, ["Markdown", "paper", "dashboard"]) {
            let others = form.filter { !$0.heading.hasPrefix("Changed") }
            Self.compare(told, others, place, isByParts: place == "dashboard")
        }
        await aggregator.close()
    }

    @Test func `the summary, the overview and the view tell the same of each KPI`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let kpis = try JSONValue(parsing: try await site.ask("/api/v1/summary").body).listAt("kpis")
        #expect(Set(kpis.map { $0.textAt("id") }).count == KPI.allCases.count)
        let page = try XMLDocument(xmlString: try await site.ask("/").body, options: [])
        for kpi in KPI.allCases {
            let windows = kpis.filter { $0.textAt("id") == kpi.rawValue }
            let lead = try #require(windows.first { $0.textAt("window") == "month" } ?? windows.first)
            let others = windows.filter { $0.textAt("window") != lead.textAt("window") }
            let card = try #require(try page.nodes(forXPath: "//article[@id='kpi-\(kpi.rawValue)']").first)
            let terms = try card.nodes(forXPath: "p[@class='soft'][1]").first?.stringValue ?? ""
            expect(terms, toTell: lead.numberAt("n"), of: kpi)
            let texts = try card.nodes(forXPath: "p[@class='reading']/span[1] | ul/li/strong").map {
                $0.stringValue ?? ""
            }
            let badges = try card.nodes(forXPath: "p[@class='reading']/span[2] | ul/li/span").map {
                $0.stringValue ?? ""
            }
            #expect(texts.count == windows.count)
            for (status, (text, badge)) in zip([lead] + others, zip(texts, badges)) {
                let unit = try #require(FigureUnit(rawValue: status.textAt("unit")))
                let number = status.numberAt("value")
                let isSaid = SpokenNumber.says(text.replacing("no value", with: ""), number, unit)
                #expect(
                    isSaid,
                    "\(kpi.rawValue) \(status.textAt("window")): \(text), not \(String(describing: number))"
                )
                let verdict = status["target"] == .null ? "reported" : status.textAt("verdict")
                #expect(
                    Self.badges[verdict].map { badge.hasSuffix($0) } == true,
                    "\(kpi.rawValue): \(badge), \(verdict)"
                )
            }
        }
        let summary = try await aggregator.store(at: Self.now).summary(FigureFilter())
        _ = try await aggregator.session.query(PutKPIs(summary: summary).statement)
        let rows = try await aggregator.rows(
            "SELECT id, period, value, numerator, denominator, n, verdict FROM api.kpis WHERE at < '2026-06-01'"
        )
        #expect(rows.count == kpis.count)
        for row in rows {
            let told = try #require(kpis.first { $0.textAt("id") == row.text(0) && $0.textAt("period") == row.text(1) })
            let parts = [row.doubleOrNull(2), row.doubleOrNull(3), row.doubleOrNull(4), Double(row.int(5))]
            #expect(
                parts == [
                    told.numberAt("value"), told.numberAt("numerator"), told.numberAt("denominator"),
                    told.numberAt("n"),
                ]
            )
            #expect(row.text(6) == told.textAt("verdict"))
        }
        await aggregator.close()
    }

    @Test func `the cards of a month that is over tell what its report tells of each KPI`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let told = try ToldReport(try await site.ask("/api/v1/reports/monthly/2026-02").body)
        let table = try #require(told.tables.first { $0.id == "kpis" })
        let places = ["value", "n", "verdict", "target"].map { id in table.columns.firstIndex { $0.id == id } ?? 0 }
        let page = try XMLDocument(xmlString: try await site.ask("/?period=2026-02").body, options: [])
        for row in table.rows {
            let id = row[0].text ?? ""
            let card = try #require(try page.nodes(forXPath: "//article[@id='kpi-\(id)']").first)
            let terms = try card.nodes(forXPath: "p[@class='soft'][1]").first?.stringValue ?? ""
            if id == "A8" {
                #expect(terms.hasPrefix("Quarter 1 of 2026 · worked out by the quarter alone · "), "\(terms)")
                continue
            }
            #expect(!terms.contains("2026"), "\(id): \(terms)")
            expect(terms, toTell: row[places[1]].number, of: try #require(KPI(rawValue: id)))
            let parts = try card.nodes(forXPath: "p[@class='reading']/span").map { $0.stringValue ?? "" }
            let unit = row[places[0]].unit ?? .count
            let isSaid = SpokenNumber.says(parts[0].replacing("no value", with: ""), row[places[0]].number, unit)
            #expect(isSaid, "\(id): \(parts), not \(row[places[0]])")
            let verdict = row[places[3]].text == "reported" ? "reported" : row[places[2]].text ?? ""
            #expect(Self.badges[verdict].map { parts[1].hasSuffix($0) } == true, "\(id): \(parts), \(verdict)")
            #expect(try card.nodes(forXPath: "ul").isEmpty, "no other window is told of a month that is over")
        }
        await aggregator.close()
    }

    @Test func `tables that a page asks for alone are those of the report`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await Self.folded(aggregator)
        let store = try aggregator.store(at: Self.now)
        let ids = [
            "bottlenecks", "promises", "escalations", "factors", "themes", "kinds", "outcomes", "stages", "causes",
            "communication", "notices", "admins", "recognition", "training", "gaming", "none",
        ]
        for (text, kind, filter) in [
            ("2026-Q1", ReportPeriod.Kind.quarterly, FigureFilter()), ("2026-02", .monthly, FigureFilter()),
            ("2026-W06", .weekly, FigureFilter([.channel: "web"])),
        ] {
            let period = try #require(ReportPeriod(text, as: kind))
            let report = try await store.report(period, filter)
            func own(_ id: String) -> [ReportTable] {
                report.tables.filter { $0.id == id || $0.id.hasPrefix("\(id).") }
            }
            #expect(try await store.tables(ids, period, filter) == ids.flatMap(own), "\(text)")
            for id in ids where kind == .quarterly {
                #expect(try await store.tables([id], period, filter) == own(id), "\(text), \(id) alone")
            }
        }
        await aggregator.close()
    }

    private static let badges = [
        "met": "met", "missed": "missed", "too_few": "too few", "unknown": "no verdict", "reported": "no target",
    ]

    /// What is below a KPI's value ends with the number of things that it is worked out from.
    private func expect(_ terms: String, toTell number: Double?, of kpi: KPI) {
        guard let things = FigureNames.things(of: kpi) else { return }
        #expect(terms.hasSuffix("of \(FigureText.spoken(number, .count)) \(things)"), "\(kpi): \(terms)")
    }

    @Test func `the tiles of each page tell the figures of the report`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let site = try await Self.site(aggregator)
        let told = try ToldReport(try await site.ask("/api/v1/reports/quarterly/2026-Q1").body)
        var seen: Set<String> = []
        for path in ["/volume", "/response", "/satisfaction", "/escalations"] {
            let page = try XMLDocument(xmlString: try await site.ask("\(path)?period=2026-Q1").body, options: [])
            for link in try page.nodes(forXPath: "//dl[@class='tiles']//span[@class='big']/a") {
                let address = try link.nodes(forXPath: "@href").first?.stringValue ?? ""
                let id = try #require(address.split(separator: "figure=").last?.prefix { $0 != "&" })
                let figure = try #require(told.figures.first { $0.id == id }, "\(id)")
                #expect(SpokenNumber.says(link.stringValue ?? "", figure.value, figure.unit), "\(path), \(id)")
                seen.insert(String(id))
            }
        }
        #expect(seen.count > 25)
        await aggregator.close()
    }

    @Test func `behind every figure stand as many cases as it counts`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await Self.folded(aggregator)
        let store = try aggregator.store(at: Self.now)
        let period = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let report = try await store.report(period, FigureFilter())
        // Of people, not of cases; and what is divided by something else.
        let others: Set = ["users.writing", "A8", "A12"]
        for figure in report.figures where Figure.hasCases(figure.id) {
            var question = CaseQuestion(figure.id, period, limit: 500)
            var rows: [CasePage.Row] = []
            repeat {
                let page = try await store.cases(question)
                rows += page.rows
                question.after = page.next
            } while question.after != nil
            let n = rows.reduce(0) { $0 + $1.n }
            if !others.contains(figure.id) {
                let whole = figure.unit == .share || figure.id == "A4" ? Int(figure.denominator ?? 0) : figure.n
                #expect(n == whole, "\(figure.id): \(n) of \(figure)")
            }
            let counting = rows.filter { $0.counts == true }.reduce(0) { $0 + $1.n }
            if rows.contains(where: { $0.counts != nil }), figure.unit == .share {
                #expect(Double(counting) == figure.numerator, "\(figure.id): \(counting) of \(figure)")
            }
        }
        await aggregator.close()
    }
}
