import Contract
import Figures
import Policy
import Postgres
import Testing

@testable import MetricsAggregator

/// What the view `api.kpis` shows when windows have ended.
@Suite struct KPIViewTests {
    private func show(_ aggregator: DatabaseAggregator, at now: String) async throws {
        let store = try aggregator.store(at: now)
        let summary = try await store.summary(FigureFilter())
        _ = try await aggregator.session.query(PutKPIs(summary: summary).statement)
        let ended = try await store.summaryOfEnded()
        _ = try await aggregator.session.query(PutKPIs(summary: ended).statement)
        _ = try await aggregator.session.query(DropKPIs(ended: ended).statement)
    }

    private func periods(_ aggregator: DatabaseAggregator, of kpi: String) async throws -> [String] {
        try await aggregator.texts("SELECT period FROM api.kpis WHERE id = '\(kpi)' ORDER BY period")
    }

    @Test func `a window that has ended still takes in late news, and goes once nobody corrects it`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let events = try Quarter(aggregator).events
        let late = Set(events.suffix(events.count / 3).map(\.conversation))
        let early = events.filter { !late.contains($0.conversation) }
        try await aggregator.fold(early + aggregator.clocks(of: early, at: "2026-04-01 00:00"))
        try await show(aggregator, at: "2026-03-31 20:00")
        let before = try await aggregator.texts("SELECT n::text FROM api.kpis WHERE (id, period) = ('A1', '2026-Q1')")

        let rest = events.filter { late.contains($0.conversation) }
        try await aggregator.fold(rest + aggregator.clocks(of: rest, at: "2026-04-01 00:00"))
        try await show(aggregator, at: "2026-04-02 00:00")
        let store = try aggregator.store(at: "2026-04-02 00:00")
        let quarter = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let statuses = try await store.statuses(quarter, FigureFilter())
        let told = try #require(statuses.first { $0.kpi == .a1 })
        let shown = try await aggregator.rows(
            "SELECT n, value, verdict FROM api.kpis WHERE (id, period) = ('A1', '2026-Q1')"
        )
        let row = try #require(shown.first)
        #expect(before != [String(told.figure.n)])
        #expect(Int(row.int(0)) == told.figure.n)
        #expect(row.doubleOrNull(1) == told.figure.value)
        #expect(row.text(2) == told.verdict.rawValue)

        #expect(try await periods(aggregator, of: "A1").contains("2026-Q2"))
        try await show(aggregator, at: "2026-07-02 00:00")
        #expect(try await periods(aggregator, of: "A1").filter { $0.contains("Q") } == ["2026-Q2", "2026-Q3"])
        await aggregator.close()
    }
}
