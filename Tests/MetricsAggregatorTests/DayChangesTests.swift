import Contract
import Figures
import Policy
import Postgres
import TestKit
import Testing

@testable import MetricsAggregator

/// What is told of a day that is open without reading its cells.
@Suite struct DayChangesTests {
    private static let asked =
        KPI.allCases.map(\.rawValue)
        + ["messages.received", "messages.sent", "cases.opened", "cases.resolved", "cases.unresolved"]

    @Test func `what the overview asks for is added up by day as it comes`() {
        let needs = FigureNeeds.of(Self.asked)
        #expect(needs.measures.union(needs.standing).union(needs.previous) == DayChanges.measures)
        #expect(!needs.hasLabels)
    }

    @Test func `it is what the cells say, before days are summed up, after it, and when more has come`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.sumUp()
        let events = try VariedQuarter(aggregator).events
        let early = Set(events.prefix(events.count / 2).map(\.conversation))
        func fold(_ part: [Event]) async throws {
            try await aggregator.fold(part + aggregator.clocks(of: part, at: "2026-04-20 00:00"))
        }
        try await fold(events.filter { early.contains($0.conversation) })
        try await compare(aggregator, "before")
        try await aggregator.sumUp()
        try await compare(aggregator, "summed up")
        try await fold(events.filter { !early.contains($0.conversation) })
        let both =
            "SELECT count(*)::text FROM metrics.open_days AS o JOIN metrics.closed_days USING (day) WHERE has_changes"
        #expect(try await aggregator.texts(both) != ["0"])
        try await compare(aggregator, "with more")
        try await aggregator.sumUp()
        try await compare(aggregator, "summed up again")
        await aggregator.close()
    }

    /// What is told with the changes is what is told without them.
    private func compare(_ aggregator: DatabaseAggregator, _ when: Comment) async throws {
        #expect(try await aggregator.texts(Recount.days) == [], when)
        let figures = try await told(aggregator)
        #expect(figures.contains { $0.n > 0 }, when)
        _ = try await aggregator.rows("UPDATE metrics.open_days SET has_changes = false")
        #expect(try await told(aggregator) == figures, when)
        _ = try await aggregator.rows("UPDATE metrics.open_days SET has_changes = true")
    }

    private func told(_ aggregator: DatabaseAggregator) async throws -> [Figure] {
        let store = try aggregator.store(at: "2026-03-30 10:00")
        let month = try #require(ReportPeriod("2026-03", as: .monthly))
        let series = try await store.series(Self.asked, step: .day, month, FigureFilter())
        return try await store.summary(FigureFilter()).kpis.map(\.figure) + series.flatMap { $0.points.map(\.figure) }
    }

    private static let day = 20_521
    private static let opening: Fields = ["kind": "conversation", "cycle": "1", "channel": "web"]

    private func opened(_ aggregator: DatabaseAggregator) async throws -> Double? {
        let month = try #require(ReportPeriod("2026-03", as: .monthly))
        let store = try aggregator.store(at: "2026-03-09 12:00")
        return try await store.figures(["cases.opened"], month, FigureFilter()).first?.value
    }

    @Test func `no cell of an open day is read, and verify names what its changes lack`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.sumUp()
        try await aggregator.fold([aggregator.event(.cases, "case.opened", "2026-03-09 09:00", "a", Self.opening)])
        #expect(try await aggregator.texts(Recount.days) == [])
        _ = try await aggregator.rows("UPDATE metrics.cells SET n = n + 1000 WHERE measure = 'opened'")
        #expect(try await opened(aggregator) == 1)
        let found = try await aggregator.texts(Recount.days)
        #expect(
            found == [
                """
                open day 2026-03-09, opened, bucket -1: summed up and changed since 1 with sum 0, cells 1001 with sum 0
                """
            ]
        )
        await aggregator.close()
    }

    @Test func `a day that a program of the version before adds to is read from its cells, until it is summed up`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.sumUp()
        let event = try aggregator.event(.cases, "case.opened", "2026-03-09 09:00", "a", Self.opening)
        try await aggregator.fold([event])
        // What that program's batch says of its cells and of the day.
        _ = try await aggregator.rows("UPDATE metrics.cells SET n = n + 1 WHERE measure = 'opened'")
        _ = try await aggregator.session.query(
            Statement(
                """
                INSERT INTO metrics.open_days (partition, day)
                SELECT partition, day FROM unnest($1::int[], $2::int[]) AS n (partition, day) ORDER BY partition, day
                ON CONFLICT (partition, day) DO UPDATE SET day = EXCLUDED.day WHERE false
                """,
                .int4s([Int32(event.partition)]),
                .int4s([Int32(Self.day)])
            )
        )
        #expect(try await opened(aggregator) == 2)
        #expect(try await aggregator.texts("SELECT day::text FROM metrics.day_changes") == [])
        #expect(try await aggregator.texts(Recount.days) == [])

        let sums = DaySums(zone: try aggregator.store().reportZone)
        while try await sums.sumUpOne(before: Self.day, on: aggregator.session) {}
        #expect(try await aggregator.texts("SELECT day::text FROM metrics.open_days") == [])
        #expect(try await opened(aggregator) == 2)
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-03-09 10:00", "a", case: "case-b", Self.opening)
        ])
        // Today is not summed up again, since what has come is known.
        while try await sums.sumUpOne(before: Self.day, on: aggregator.session) {}
        #expect(try await aggregator.texts("SELECT has_changes::text FROM metrics.open_days") == ["true"])
        #expect(try await opened(aggregator) == 3)
        #expect(try await aggregator.texts(Recount.days) == [])
        await aggregator.close()
    }
}
