import Contract
import Figures
import Policy
import Postgres
import TestKit
import Testing

@testable import MetricsAggregator

/// Sums whose buckets are packed, beside those of the version before, which have a row for each bucket.
@Suite struct PackedSumsTests {
    /// Everything that pages tell of a quarter.
    private struct Told: Equatable {
        var figures: [Figure] = []
        var series: [Series] = []
        var tables: [ReportTable] = []
        var map: HeatMap?

        init(_ aggregator: DatabaseAggregator) async throws {
            let store = try aggregator.store(at: "2026-03-30 10:00")
            let all = FigureFilter()
            let quarter = try #require(ReportPeriod("2026-Q1", as: .quarterly))
            let kpis = KPI.allCases.map(\.rawValue)
            for filter in [all, FigureFilter([.channel: "web"])] {
                figures += try await store.summary(filter).kpis.map(\.figure)
            }
            figures += try await store.figures(FigureBook.ids, quarter, all)
            series += try await store.series(kpis, step: .day, quarter, all)
            series += try await store.series(FigureBook.ids, step: .month, quarter, all)
            for dimension in [Dimension.category, .admin] {
                tables.append(try await store.breakdown(FigureBook.ids, by: dimension, quarter, all))
            }
            map = try await store.heatMap("messages.received", quarter, all)
        }
    }

    @Test func `what the version before sums up, beside this one, is read by both, and packed in the end`() async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        try await SameEverywhereTests.folded(aggregator)
        try await aggregator.sumUp()
        let (told, rows) = try await (Told(aggregator), read(aggregator))
        #expect(told.figures.contains { $0.id == "response.p90" && $0.value != nil })
        #expect(rows.count > 1000)
        #expect(try await unpacked(aggregator) == 0)

        try await sumUpAsBefore((20_444..<20_544).filter { $0 % 3 == 0 }, [20_454], aggregator)
        #expect(try await unpacked(aggregator) > 100)
        #expect(try await read(aggregator) == rows)
        #expect(try await Told(aggregator) == told)
        #expect(try await aggregator.texts(Recount.days) == [])
        #expect(try await aggregator.texts(Recount.months) == [])

        try await aggregator.sumUp()
        #expect(try await unpacked(aggregator) == 0)
        #expect(try await read(aggregator) == rows)
        #expect(try await Told(aggregator) == told)
        #expect(try await aggregator.texts(Recount.days) == [])
        #expect(try await aggregator.texts(Recount.months) == [])
        try await spoil(aggregator)
        await aggregator.close()
    }

    /// Spoils a bucket of a day, which verify names, as it names what the month of that day lacks.
    private func spoil(_ aggregator: DatabaseAggregator) async throws {
        _ = try await aggregator.rows(
            """
            UPDATE metrics.day_totals SET buckets = metrics.merged(buckets || int2send(7::smallint) || int8send(3))
            WHERE dimensions = '' AND measure = 'first_response' AND day = (
                SELECT min(day) FROM metrics.day_totals
                WHERE dimensions = '' AND measure = 'first_response' AND buckets IS NOT NULL AND day >= 20485)
            """
        )
        for (query, wrong) in [
            (Recount.days, "bucket 7: summed up 3 with sum 0, cells 0 with sum 0"),
            (Recount.months, "bucket 7: summed up 0 with sum 0, days 3 with sum 0"),
        ] {
            let found = try await aggregator.texts(query)
            #expect(found.count == 1 && found[0].contains("first_response") && found[0].hasSuffix(wrong), "\(found)")
        }
    }

    @Test func `a page tells what the cells say, whatever mix of days there is`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.sumUp()
        let events = try VariedQuarter(aggregator).events
        let late = Set((150..<160).map { "varied-\($0)" })
        for isLate in [false, true] {
            let part = events.filter { late.contains($0.conversation?.rawValue ?? "") == isLate }
            try await aggregator.fold(part + aggregator.clocks(of: part, at: "2026-04-20 00:00"))
            if isLate { continue }
            try await aggregator.sumUp()
            try await sumUpAsBefore((20_444..<20_544).filter { $0 % 3 == 0 }, [20_454], aggregator)
        }
        _ = try await aggregator.rows("UPDATE metrics.open_days SET has_changes = false WHERE day % 2 = 0")
        let kinds = """
            SELECT DISTINCT format('%s, %s', CASE o.all_known WHEN true THEN 'changed' WHEN false THEN 'open' ELSE 'closed' END,
                       CASE WHEN EXISTS (SELECT FROM metrics.day_totals AS t WHERE t.day = c.day AND t.bucket >= 0)
                            THEN 'a bucket a row' ELSE 'packed' END)
            FROM metrics.closed_days AS c
            LEFT JOIN (SELECT day, bool_and(has_changes) AS all_known FROM metrics.open_days GROUP BY day) AS o USING (day)
            ORDER BY 1
            """
        #expect(
            try await aggregator.texts(kinds) == [
                "changed, a bucket a row", "changed, packed", "closed, a bucket a row", "closed, packed",
                "open, a bucket a row", "open, packed",
            ]
        )
        let mixed = try await Told(aggregator)
        #expect(try await aggregator.texts(Recount.days) == [])

        // All days are read from their cells.
        _ = try await aggregator.rows(
            """
            INSERT INTO metrics.open_days (partition, day)
            SELECT p, day FROM metrics.closed_days, generate_series(0, \(DatabaseAggregator.partitions - 1)) AS p
            ON CONFLICT (partition, day) DO UPDATE SET has_changes = false
            """
        )
        #expect(try await Told(aggregator) == mixed)
        try await aggregator.sumUp()
        #expect(try await aggregator.texts("SELECT DISTINCT day::text FROM metrics.open_days WHERE day < 20544") == [])
        #expect(try await Told(aggregator) == mixed)
        await aggregator.close()
    }

    /// What a program of the version before reads of the days, by measure, label and bucket.
    private func read(_ aggregator: DatabaseAggregator) async throws -> [String] {
        try await aggregator.texts(
            """
            SELECT concat_ws('|', 'day', day, dimensions, measure, label, bucket, sum(n)) FROM metrics.day_sums
            GROUP BY day, dimensions, measure, label, bucket HAVING sum(n) <> 0
            UNION ALL
            SELECT concat_ws('|', 'month', month, dimensions, measure, label, bucket, sum(n)) FROM metrics.month_sums
            GROUP BY month, dimensions, measure, label, bucket HAVING sum(n) <> 0
            UNION ALL
            SELECT concat_ws('|', 'sum', day, dimensions, measure, label, sum(sum)) FROM metrics.day_sums
            GROUP BY day, dimensions, measure, label HAVING sum(sum) <> 0
            ORDER BY 1
            """
        )
    }

    private func unpacked(_ aggregator: DatabaseAggregator) async throws -> Int64 {
        let count = """
            SELECT (SELECT count(*) FROM metrics.day_totals WHERE bucket >= 0)
                 + (SELECT count(*) FROM metrics.month_totals WHERE bucket >= 0)
            """
        return try await aggregator.rows(count)[0].int(0)
    }

    /// What a program of the version before says where it sums up days and months.
    private func sumUpAsBefore(_ days: [Int], _ months: [Int], _ aggregator: DatabaseAggregator) async throws {
        let zone = try aggregator.store().reportZone
        for day in days {
            let hours = [zone.firstHour(of: day), zone.firstHour(of: day + 1)].map { Parameter.int4($0) }
            let day = Parameter.int4(Int32(day))
            let clock = [.text(zone.name), Parameter.texts(["opened", "received", "sent"])]
            _ = try await aggregator.session.run([
                Statement("DELETE FROM metrics.day_sums WHERE day = $1", day),
                Statement(Self.sum, parameters: [day] + hours),
                Statement(Self.clockSum, parameters: [day] + hours + clock),
            ])
        }
        for month in months {
            let span = [month, month + (month == 20_485 ? 28 : 31)].map { Parameter.int4(Int32($0)) }
            _ = try await aggregator.session.run([
                Statement("DELETE FROM metrics.closed_months WHERE month = $1", span[0]),
                Statement("DELETE FROM metrics.month_sums WHERE month = $1", span[0]),
                Statement(Self.monthSum, parameters: span),
                Statement("INSERT INTO metrics.closed_months (month, until) VALUES ($1, $2)", parameters: span),
            ])
        }
    }

    private static let sum = """
        INSERT INTO metrics.day_sums (
            dimensions, measure, day, team, channel, category, admin, language, campaign, label, bucket, n, sum
        )
        SELECT concat_ws(',',
                   CASE WHEN grouping(team) = 0 THEN 'team' END, CASE WHEN grouping(channel) = 0 THEN 'channel' END,
                   CASE WHEN grouping(category) = 0 THEN 'category' END, CASE WHEN grouping(admin) = 0 THEN 'admin' END,
                   CASE WHEN grouping(language) = 0 THEN 'language' END,
                   CASE WHEN grouping(campaign) = 0 THEN 'campaign' END),
               measure, $1, team, channel, category, admin, language, campaign, label, bucket, sum(n), sum(sum)
        FROM metrics.cells
        WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND hour >= $2 AND hour < $3
        GROUP BY measure, label, bucket, GROUPING SETS (
            (), (team), (channel), (category), (admin), (language), (campaign)
        )
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """

    private static let clockSum = """
        INSERT INTO metrics.day_sums (dimensions, measure, day, label, bucket, n, sum)
        SELECT 'clock', measure, $1, extract(hour FROM to_timestamp(hour * 3600.0) AT TIME ZONE $4)::int::text, -1, sum(n),
               sum(sum)
        FROM metrics.cells
        WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND hour >= $2 AND hour < $3 AND measure = ANY ($5)
        GROUP BY measure, 4
        HAVING sum(n) <> 0
        """

    private static let monthSum = """
        INSERT INTO metrics.month_sums (
            dimensions, measure, month, team, channel, category, admin, language, campaign, label, bucket, n, sum
        )
        SELECT dimensions, measure, $1, team, channel, category, admin, language, campaign, label, bucket, sum(n), sum(sum)
        FROM metrics.day_sums
        WHERE day >= $1 AND day < $2
        GROUP BY dimensions, measure, team, channel, category, admin, language, campaign, label, bucket
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """
}
