import Contract
import Figures
import Policy
import Postgres
import Testing

@testable import MetricsAggregator

/// A policy that names another zone for the reports.
@Suite struct ZoneChangeTests {
    private static let zone = "Pacific/Kiritimati"

    private func told(_ aggregator: DatabaseAggregator) async throws -> [Figure] {
        let store = try aggregator.store(zone: Self.zone)
        var figures: [Figure] = []
        for (text, kind) in [("2026-02", ReportPeriod.Kind.monthly), ("2026-W10", .weekly), ("2026-Q1", .quarterly)] {
            let period = try #require(ReportPeriod(text, as: kind))
            figures += try await store.figures(FigureBook.ids, period, FigureFilter())
        }
        return figures
    }

    @Test func `what was summed up by the days of the former zone is told nowhere, from the first moment`() async throws
    {
        let plain = try await DatabaseAggregator.open()
        let summed = try await DatabaseAggregator.open()
        for aggregator in [plain, summed] { _ = try await QuarterTests.folded(aggregator) }
        try await summed.sumUp()
        let people: Set = ["users.writing", "A12"]
        let expected = try await told(plain).filter { !people.contains($0.id) }
        #expect(try await told(summed).filter { !people.contains($0.id) } == expected)

        // What is folded meanwhile is no change to days of the new zone.
        let fields: Fields = ["role": "user", "user": "u-1"]
        for aggregator in [plain, summed] {
            try await aggregator.fold([
                aggregator.event(.cases, "message.posted", "2026-02-28 11:00", "c-1", fields)
            ])
        }
        let more = try await told(plain).filter { !people.contains($0.id) }
        #expect(more != expected)
        #expect(try await told(summed).filter { !people.contains($0.id) } == more)
        let sums = DaySums(zone: try summed.store(zone: Self.zone).reportZone)
        while try await sums.sumUpOne(before: 20_544, on: summed.session) {}
        #expect(try await told(summed).filter { !people.contains($0.id) } == more)
        #expect(try await summed.texts(Recount.days) == [])
        #expect(try await summed.texts(Recount.months) == [])
        for aggregator in [plain, summed] { await aggregator.close() }
    }

    @Test func `people are counted again by the months of the new zone, as far back as what they wrote is kept`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        var events: [Event] = []
        func write(_ time: String, _ user: String) throws {
            let fields: Fields = ["role": "user", "user": user, "visibility": "public"]
            events.append(try aggregator.event(.cases, "message.posted", time, "c-\(user)-\(time.prefix(7))", fields))
        }
        try write("2026-01-31 21:00", "u-1")
        try write("2026-02-28 11:00", "u-1")
        try write("2026-02-10 11:00", "u-2")
        try write("2026-02-28 09:00", "u-3")
        let issue: Fields = ["kind": "platform_issue", "cycle": "1", "user": "u-4"]
        events.append(try aggregator.event(.cases, "case.opened", "2026-02-28 12:00", "c-4", issue))
        try await aggregator.fold(events)
        try await RecountTests.keep(events, on: aggregator.session)
        try await aggregator.sumUp()
        #expect(try await aggregator.texts(Recount.people) == [])
        let people = """
            SELECT concat_ws(' ', month - 2026 * 12 + 1, measure, count(*)) FROM metrics.people GROUP BY month, measure ORDER BY 1
            """
        #expect(try await aggregator.texts(people) == ["1 received 1", "2 opened 1", "2 received 3"])

        let sums = DaySums(zone: try aggregator.store(zone: Self.zone).reportZone)
        while try await sums.sumUpOne(before: 20_544, on: aggregator.session) {}
        #expect(try await aggregator.texts(people) == ["2 received 3", "3 opened 1", "3 received 1"])
        #expect(try await aggregator.texts(Recount.people) == [])
        #expect(try await aggregator.texts(Recount.months) == [])

        // What was let go cannot be counted again, and stays as it was counted.
        _ = try await aggregator.rows(
            """
            WITH gone AS (DELETE FROM ingest.messages WHERE time < '2026-03-01')
            INSERT INTO pipeline.retention (matter, kept_since, ran_at) VALUES ('messages', '2026-02-28', now())
            """
        )
        try await aggregator.sumUp()
        #expect(try await aggregator.texts(people) == ["2 received 3"])
        #expect(try await aggregator.texts(Recount.people) == [])
        await aggregator.close()
    }
}
