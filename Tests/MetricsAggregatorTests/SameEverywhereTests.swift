import Contract
import Dashboard
import FigureAPI
import Figures
import FoundationXML
import Policy
import Postgres
import Testing

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
            Self.compare(told, try tablesOfPage(page), "\(path) on the dashboard", isInWords: true)
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
        let registry = FigureBook.ids + FigureBook.furtherIDs + KPI.allCases.map(\.rawValue)
        for id in registry {
            let figure = try #require(told.figures.first { $0.id == id }, "\(id) is not told")
            // A month's users have no quarter to be a part of.
            #expect(figure.value != nil || id == "A12", "\(id) has no value, so nothing was compared")
        }
        let month = try ToldReport(try await site.ask("/api/v1/reports/monthly/2026-02").body)
        #expect(month.figures.first { $0.id == "A12" }?.value != nil)
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
                #expect(SpokenNumber.says(row[1], correction.issued, unit), "\(correction): \(row)")
                #expect(SpokenNumber.says(row[2], correction.now, unit), "\(correction): \(row)")
            }
        }
        Self.compare(told, forms[0].filter { !$0.heading.hasPrefix("Changed") }, "Markdown")
        Self.compare(told, forms[2].filter { !$0.heading.hasPrefix("Changed") }, "dashboard", isInWords: true)
        await aggregator.close()
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
}
