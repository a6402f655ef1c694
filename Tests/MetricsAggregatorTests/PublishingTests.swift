import Contract
import Policy
import Postgres
import Testing

@testable import MetricsAggregator

/// When the reports that the policy schedules are issued.
struct PublishingTests {
    /// The weekly report of the default policy is due at 07:00 of Monday in Johannesburg, 05:00 UTC.
    @Test(arguments: [
        (backlogSince: "2026-03-09 04:59", now: "2026-03-09 06:00", isIssued: false),
        (backlogSince: "2026-03-09 05:01", now: "2026-03-09 06:00", isIssued: true),
        (backlogSince: "2026-03-09 04:59", now: "2026-03-10 04:59", isIssued: false),
        // What comes later than a day corrects the report.
        (backlogSince: "2026-03-09 04:59", now: "2026-03-10 05:01", isIssued: true),
    ])
    func `a report waits a day at most for a stage that has not handled what had come by its time`(
        backlogSince: String,
        now: String,
        isIssued: Bool
    ) async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.fold([
            aggregator.event(.cases, "message.posted", "2026-03-04 08:00", "c-1", ["role": "user", "user": "u-1"])
        ])
        _ = try await aggregator.session.query(
            Statement(
                """
                INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields, at)
                SELECT 1, 'clocks', seq, 'clock.met', 1, gen_random_uuid(), now(), '', '{}', at
                FROM (VALUES (1, timestamptz '2026-03-08 00:00Z'), (2, $1::timestamptz)) AS e (seq, at)
                """,
                .timestamp(try aggregator.instant(backlogSince).microseconds)
            )
        )
        _ = try await aggregator.rows(
            """
            INSERT INTO pipeline.positions (partition, stage, topic, seq)
            VALUES (1, 'metrics-aggregator', 'clocks', 1), (1, 'router', 'clocks', 2)
            """
        )
        let publishing = Publishing(
            store: try aggregator.store(at: now),
            since: try aggregator.instant("2026-01-01 00:00")
        )
        let issued = "SELECT concat_ws(' ', kind, period) FROM metrics.reports"
        try await publishing.issueDue(on: aggregator.session)
        #expect(try await aggregator.texts(issued) == (isIssued ? ["weekly 2026-W10"] : []))

        _ = try await aggregator.rows("UPDATE pipeline.positions SET seq = 2")
        try await publishing.issueDue(on: aggregator.session)
        #expect(try await aggregator.texts(issued) == ["weekly 2026-W10"])
        await aggregator.close()
    }

    /// A week's report is due on the tenth day after it, and on every other Monday, at 05:00 UTC.
    @Test(
        arguments: [
            (
                schedule: "{ report: weekly, days_after: 10, at: \"07:00\", to: [] }",
                nows: ["2026-03-18 04:59", "2026-03-18 05:01", "2026-03-20 12:00"],
                issued: [
                    ["weekly 2026-W09"], ["weekly 2026-W09", "weekly 2026-W10"],
                    ["weekly 2026-W09", "weekly 2026-W10"],
                ]
            ),
            (
                schedule: "{ report: biweekly, days_after: 0, at: \"07:00\", to: [] }",
                nows: ["2026-03-09 06:00", "2026-03-16 06:00", "2026-03-23 06:00"],
                issued: [
                    ["biweekly 2026-W09"], ["biweekly 2026-W09", "biweekly 2026-W11"],
                    ["biweekly 2026-W09", "biweekly 2026-W11"],
                ]
            ),
            (
                schedule: "{ report: monthly, days_after: 30, at: \"07:00\", to: [] }",
                nows: ["2026-03-30 04:59", "2026-03-30 05:01", "2026-04-01 06:00"],
                issued: [[], ["monthly 2026-02"], ["monthly 2026-02"]]
            ),
        ] as [(schedule: String, nows: [String], issued: [[String]])]
    )
    func `each period's report goes out once, whatever other period is over by its time`(
        schedule: String,
        nows: [String],
        issued: [[String]]
    ) async throws {
        let aggregator = try await DatabaseAggregator.open()
        for (number, day) in ["2026-02-25", "2026-03-04", "2026-03-11", "2026-03-18"].enumerated() {
            let fields: Fields = ["role": "user", "user": "u-1"]
            try await aggregator.fold([
                aggregator.event(.cases, "message.posted", "\(day) 08:00", "c-\(number)", fields)
            ])
        }
        let section = "report: { zone: Africa/Johannesburg, schedules: { ours: \(schedule) } }"
        let document = try Policy.Document(
            yaml: "version: 1\nsources: { web: { publish: [message.post] } }\n\(section)\n"
        )
        for (now, expected) in zip(nows, issued) {
            let instant = try aggregator.instant(now)
            let store = FigureStore(aggregator.session, document: document) { instant }
            let publishing = Publishing(store: store, since: try aggregator.instant("2026-01-01 00:00"))
            try await publishing.issueDue(on: aggregator.session)
            let rows = try await aggregator.texts("SELECT concat_ws(' ', kind, period) FROM metrics.reports ORDER BY 1")
            #expect(rows == expected, "\(now)")
        }
        await aggregator.close()
    }
}
