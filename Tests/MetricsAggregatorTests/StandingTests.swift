import Contract
import Figures
import Postgres
import Testing

@testable import MetricsAggregator

/// What stands in a period that is under way.
@Suite struct StandingTests {
    /// A moment, how many flags are late by then, and how many users have waited for more than 48 hours.
    private static let moments = [
        ("2026-03-09 10:00", 1, 1), ("2026-03-09 20:59", 1, 1), ("2026-03-09 21:05", 2, 1), ("2026-03-10 22:59", 2, 1),
        ("2026-03-10 23:05", 2, 2), ("2026-04-20 10:00", 2, 2),
    ]

    /// Flags of 1 and of 14 hours ago, and questions of 11 and of 74 hours ago, none of them answered.
    private func open() async throws -> DatabaseAggregator {
        let aggregator = try await DatabaseAggregator.open()
        let openings = [
            ("flag", "in_app", "2026-03-09 09:00"), ("flag", "in_app", "2026-03-08 20:00"),
            ("conversation", "web", "2026-03-08 23:00"), ("conversation", "web", "2026-03-06 08:00"),
        ]
        let events = try openings.enumerated().map { number, opening in
            let fields: Fields = [
                "kind": opening.0, "cycle": "1", "channel": opening.1, "category": "general", "subject": "ad-\(number)",
                "message": "m",
            ]
            return try aggregator.event(.cases, "case.opened", opening.2, "c-\(number)", fields)
        }
        try await aggregator.fold(events + aggregator.clocks(of: events, at: "2026-03-09 10:00"))
        return aggregator
    }

    @Test func `a wait counts as late when it is, and not before, however it is asked for`() async throws {
        let aggregator = try await open()
        for isSummedUp in [false, true] {
            if isSummedUp { try await aggregator.sumUp() }
            for (now, flags, users) in Self.moments {
                let store = try aggregator.store(at: now)
                for text in ["2026-03", "2026-Q1"] {
                    let period = try #require(ReportPeriod(text))
                    for (figure, channel, late) in [("A13", "in_app", flags), ("response.over_48h", "web", users)] {
                        for filter in [
                            FigureFilter([.channel: channel]), FigureFilter([.channel: channel, .category: "general"]),
                        ] {
                            let found = try await store.figures([figure], period, filter)
                            #expect(found.map(\.denominator) == [Double(late)], "\(figure) at \(now)")
                            let page = try await store.cases(CaseQuestion(figure, period, filter))
                            #expect(page.rows.count == late, "cases of \(figure) at \(now)")
                        }
                    }
                    let whole = try await store.figures(["A13"], period, FigureFilter())
                    #expect(whole.map(\.denominator) == [Double(flags)], "\(now)")
                    let table = try await store.breakdown(["response.over_48h"], by: .channel, period, FigureFilter())
                    let web = table.rows.first { $0.first == .text("web") }
                    #expect(web?.last == .number(1), "\(now)")
                }
            }
        }
        await aggregator.close()
    }

    @Test func `the days of a series that are to come have what stands now`() async throws {
        let aggregator = try await open()
        let month = try #require(ReportPeriod("2026-03", as: .monthly))
        for (now, late) in [("2026-03-09 10:00", [0, 1, 1, 1]), ("2026-03-12 10:00", [0, 2, 2, 2])] {
            let store = try aggregator.store(at: now)
            let filter = FigureFilter([.channel: "in_app"])
            let series = try await store.series(["A13"], step: .day, month, filter)
            let points = try #require(series.first).points
            // The 8th, the 9th, the 10th and the last.
            #expect([7, 8, 9, 30].map { points[$0].figure.denominator } == late.map { Double($0) }, "\(now)")
        }
        await aggregator.close()
    }
}
