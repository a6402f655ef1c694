import Figures
import Policy
import TestKit
import Testing

@testable import MetricsAggregator

/// What several periods are read for at once is what each of them is read for by itself.
@Suite struct StretchTests {
    @Test func `each KPI of the summary is the figure of its window, before and after summing up`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        let store = try aggregator.store(at: "2026-03-30 10:00")
        let filters = [
            FigureFilter(), FigureFilter([.channel: "web"]), FigureFilter([.channel: "web", .category: "refund"]),
        ]
        func told() async throws -> [Summary] {
            var told: [Summary] = []
            for filter in filters { told.append(try await store.summary(filter)) }
            return told
        }
        let before = try await told()
        for (filter, summary) in zip(filters, before) {
            #expect(Set(summary.kpis.map(\.kpi)) == Set(KPI.allCases))
            #expect(Set(summary.kpis.map(\.period.kind)) == [.weekly, .monthly, .quarterly])
            for status in summary.kpis {
                let alone = try await store.figures([status.kpi.rawValue], status.period, filter)
                #expect(alone == [status.figure], "\(status.kpi) in \(status.period)")
                let beside = try await store.statuses(status.period, filter).first { $0.kpi == status.kpi }
                #expect(beside == status, "\(status.kpi) in \(status.period)")
            }
        }
        try await aggregator.sumUp()
        #expect(try await told().map(\.kpis) == before.map(\.kpis))
        await aggregator.close()
    }

    @Test func `the weeks and months of a series are those of the calendar`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        let store = try aggregator.store(at: "2026-04-02 10:00")
        let quarter = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let months = ["2026-01", "2026-02", "2026-03"].compactMap { ReportPeriod($0, as: .monthly) }
        for isSummedUp in [false, true] {
            if isSummedUp { try await aggregator.sumUp() }
            let series = try await store.series(FigureBook.ids, step: .month, quarter, FigureFilter())
            for (place, month) in months.enumerated() {
                let figures = try await store.figures(FigureBook.ids, month, FigureFilter())
                #expect(series.map { $0.points[place].figure } == figures, "\(month)")
            }
            let weekly = try await store.series(["cases.unresolved"], step: .week, quarter, FigureFilter())
            let points = try #require(weekly.first).points
            #expect(points.count == 14)
            for point in points.dropFirst().dropLast() {
                let week = try #require(ReportPeriod(point.label, as: .weekly))
                #expect(try await store.figures(["cases.unresolved"], week, FigureFilter()) == [point.figure])
            }
        }
        await aggregator.close()
    }
}
