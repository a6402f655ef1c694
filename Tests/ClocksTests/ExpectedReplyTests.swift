import BusinessTime
import Clocks
import Contract
import Policy
import Testing

/// When a user may expect the first reply.
struct ExpectedReplyTests {
    private static let office = """
        calendars: { office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } } }
        promises:
          office: { metric: first_response, target: 1h, hours: office }
          any: { metric: first_response, target: 24h }
        """

    private func expected(
        _ start: String,
        _ cells: [ReplyForecast.Cell: Int],
        _ sections: String = office
    ) throws -> ExpectedReply? {
        var forecast = ReplyForecast()
        forecast.clock = LocalClock(zone: "UTC")
        forecast.cells = cells.mapValues { ReplyForecast.Usual(time: .seconds($0 * 60), count: 40) }
        let profile = CaseProfile(kind: .conversation, category: "refund", tier: .p3, channel: .web)
        let instant = try #require(Instant(rfc3339: start.replacing(" ", with: "T") + ":00Z"))
        return try Terms.of(sections).expectedReply(since: instant, profile, by: forecast)
    }

    @Test(
        arguments: [
            ("nothing is known: the strictest promise", "2026-03-09 10:00", [:], "2026-03-09T11:00:00.000Z"),
            ("a Saturday: when the office is there again", "2026-03-14 12:00", [:], "2026-03-16T10:00:00.000Z"),
            ("a Friday evening", "2026-03-13 16:30", [:], "2026-03-16T09:30:00.000Z"),
            ("a Saturday, by what is usual", "2026-03-14 12:00", [.init(): 90], "2026-03-16T10:30:00.000Z"),
            ("sooner than is promised", "2026-03-09 10:00", [.init(): 5], "2026-03-09T11:00:00.000Z"),
            ("later than is promised", "2026-03-09 10:00", [.init(): 90], "2026-03-09T11:30:00.000Z"),
            ("in the hours of the office", "2026-03-09 16:00", [.init(): 180], "2026-03-10T11:00:00.000Z"),
            (
                "the same category and channel goes before all", "2026-03-09 10:00",
                [.init(): 90, .init(category: "refund", channel: "web"): 120], "2026-03-09T12:00:00.000Z"
            ),
            (
                "the same hour of the week goes before any", "2026-03-09 10:00",
                [
                    .init(category: "refund", channel: "web"): 120,
                    .init(category: "refund", channel: "web", hour: 10): 150,
                ], "2026-03-09T12:30:00.000Z"
            ),
            (
                "another hour says nothing", "2026-03-09 11:00",
                [.init(channel: "web"): 90, .init(category: "refund", channel: "web", hour: 10): 150],
                "2026-03-09T12:30:00.000Z"
            ),
        ] as [(String, String, [ReplyForecast.Cell: Int], String)]
    )
    func `it is the usual time in the promise's hours, and no sooner than is promised`(
        _ what: String,
        _ start: String,
        _ cells: [ReplyForecast.Cell: Int],
        _ told: String
    ) throws {
        let reply = try #require(try expected(start, cells))
        #expect(reply.at.description == told, "\(what)")
        #expect(ExpectedReply(reply.fields) == reply)
        let isUsual = !cells.isEmpty && what != "sooner than is promised"
        #expect(reply.basis == (isUsual ? .percentile : .promise), "\(what)")
    }

    @Test func `a shorter promise at any time goes before a longer one in the hours of the office`() throws {
        let night = Self.office.replacing("target: 24h", with: "target: 30m")
        #expect(try expected("2026-03-14 12:00", [:], night)?.at.description == "2026-03-14T12:30:00.000Z")
    }

    @Test func `without a promise it is the usual time in calendar time, and without that nothing is told`() throws {
        let none = "promises: { whole: { metric: resolution, target: 1h } }"
        #expect(try expected("2026-03-09 16:00", [:], none) == nil)
        let reply = try expected("2026-03-09 16:00", [.init(): 180], none)
        #expect(reply?.at.description == "2026-03-09T19:00:00.000Z")
    }
}
