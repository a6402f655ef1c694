import Contract
import Figures
import Pipeline
import Policy
import Postgres
import TestKit
import Testing

@testable import MetricsAggregator

/// What is read for some figures alone gives the same as what is read for all of them.
@Suite struct NeedsTests {
    @Test func `each figure asked for by itself is that of the report, in all and by category`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        let store = try aggregator.store(at: "2026-03-30 10:00")
        let period = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let report = try await store.report(period, FigureFilter())
        let parts = try await store.facts(period, by: .category)
        for id in FigureBook.allIDs {
            #expect(try await store.figures([id], period, FigureFilter()) == [try #require(report[id])], "\(id)")
            guard FigureNeeds.of([id]).measures.isEmpty == false else { continue }
            let table = try await store.breakdown([id], by: .category, period, FigureFilter())
            for row in table.rows where row.count == 2 {
                guard case .text(let category) = row[0], let facts = parts[category] else { continue }
                #expect(row[1].number == store.book(facts).figure(id)?.value, "\(id) of \(category)")
            }
        }
        await aggregator.close()
    }

    @Test func `the days of a series add up to the period, before and after they are summed up`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        let store = try aggregator.store(at: "2026-03-30 10:00")
        let period = try #require(ReportPeriod("2026-02", as: .monthly))
        let counted = ["messages.received", "messages.sent", "cases.opened", "cases.resolved", "satisfaction.positive"]
        let all = FigureBook.ids + KPI.allCases.map(\.rawValue)
        func series() async throws -> [Series] { try await store.series(all, step: .day, period, FigureFilter()) }
        let open = try await series()
        let whole = try await store.figures(counted, period, FigureFilter())
        for figure in whole {
            let points = try #require(open.first { $0.id == figure.id }).points
            #expect(points.reduce(0) { $0 + ($1.figure.value ?? 0) } == figure.value, "\(figure.id)")
        }
        let heat = try await store.heatMap("messages.received", period, FigureFilter())
        #expect(Double(heat.counts.joined().reduce(0, +)) == whole[0].value)
        let filter = FigureFilter([.channel: "web"])
        let part = try await store.heatMap("messages.received", period, filter)
        try await aggregator.sumUp()
        #expect(try await series() == open)
        #expect(try await store.heatMap("messages.received", period, FigureFilter()) == heat)
        #expect(try await store.heatMap("messages.received", period, filter) == part)
        // As of a day that was summed up by an earlier version.
        _ = try await aggregator.rows("UPDATE metrics.closed_days SET has_clock = day % 2 = 0")
        #expect(try await store.heatMap("messages.received", period, FigureFilter()) == heat)
        await aggregator.close()
    }

    @Test func `people are counted once for a month and a quarter, and anew when one comes late`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        let store = try aggregator.store(at: "2026-04-02 10:00")
        let periods = [("2026-Q1", ReportPeriod.Kind.quarterly), ("2026-02", .monthly), ("2026-Q2", .quarterly)]
        func counted() async throws -> [Double?] {
            var found: [Double?] = []
            for (text, kind) in periods {
                let period = try #require(ReportPeriod(text, as: kind))
                let figures = try await store.figures(["users.writing", "A12"], period, FigureFilter())
                found += figures.map { $0.id == "A12" ? $0.numerator : $0.value }
            }
            return found
        }
        let before = try await counted()
        try await aggregator.sumUp()
        #expect(try await counted() == before)
        let kept = try await aggregator.rows(
            "SELECT n FROM metrics.people_sums WHERE months = 3 AND measure = 'received'"
        )
        #expect(kept.map { Double($0.int(0)) } == [before[0]])
        #expect(try await aggregator.texts(Recount.months) == [])
        // Nothing but what was summed up is read.
        _ = try await aggregator.rows("UPDATE metrics.people_sums SET n = n + 100")
        #expect(try await counted()[0] == before[0].map { $0 + 100 })
        let spoilt = try await aggregator.texts(Recount.months)
        #expect(
            spoilt.contains { $0.hasPrefix("people, 3 months from 2026-01-01") && $0.contains("received: summed up") }
        )
        _ = try await aggregator.rows("UPDATE metrics.people_sums SET n = n - 100")
        // Somebody new, late: the day is open, so that all are counted again.
        let message: Fields = ["role": "user", "user": "late", "channel": "web"]
        let opening: Fields = ["kind": "conversation", "cycle": "1", "channel": "web"]
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-02-11 09:00", "late", opening),
            aggregator.event(.cases, "message.posted", "2026-02-11 09:00", "late", message),
        ])
        let after = try await counted()
        #expect(after[0] == before[0].map { $0 + 1 } && after[2] == before[2].map { $0 + 1 })
        try await aggregator.sumUp()
        #expect(try await counted() == after)
        #expect(try await aggregator.texts(Recount.months) == [])
        await aggregator.close()
    }

    @Test func `what is folded in while its day is summed up is counted`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let opening: Fields = ["kind": "conversation", "cycle": "1", "channel": "web"]
        try await aggregator.fold([aggregator.event(.cases, "case.opened", "2026-03-09 09:00", "a", opening)])
        let other = try await PostgresSession.connect(
            to: aggregator.url,
            applicationName: "metrics-other",
            connectTimeout: .seconds(10)
        )
        // A lane is in the midst of its transaction, and another beats.
        let event = try aggregator.event(.cases, "case.opened", "2026-03-09 10:00", "a", case: "case-b", opening)
        let input = Input(partition: event.partition, content: .event(event), conversation: "a")
        var fold = try Fold([input], in: try aggregator.store().reportZone)
        try fold.apply(to: [:])
        _ = try await aggregator.session.run([Statement("BEGIN")] + fold.statements)
        let sums = DaySums(zone: try aggregator.store().reportZone)
        async let summed: Void = Self.sumUp(sums, on: other)
        let looking = try await PostgresSession.connect(
            to: aggregator.url,
            applicationName: "metrics-looking",
            connectTimeout: .seconds(10)
        )
        try await eventually(within: .seconds(20), "the day is waited for, or summed up") {
            let rows = try await looking.query(
                Statement(
                    """
                    SELECT FROM pg_stat_activity WHERE application_name = 'metrics-other' AND wait_event_type = 'Lock'
                    UNION ALL SELECT FROM metrics.closed_days
                    """
                )
            )
            return !rows.isEmpty
        }
        _ = try await aggregator.session.query(Statement("COMMIT"))
        try await summed
        #expect(try await aggregator.texts(Recount.days) == [])
        let period = try #require(ReportPeriod("2026-03", as: .monthly))
        let opened = try await aggregator.store().figures(["cases.opened"], period, FigureFilter())
        #expect(opened.first?.value == 2)
        await other.close()
        await looking.close()
        await aggregator.close()
    }

    private static func sumUp(_ sums: DaySums, on session: PostgresSession) async throws {
        while try await sums.sumUpOne(before: 20_544, on: session) {}
    }
}
