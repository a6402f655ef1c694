import Contract
import Policy
import Postgres
import Testing

@testable import MetricsAggregator

/// When the reports that the policy schedules are issued.
struct PublishingTests {
    /// The weekly report of the default policy is due at 07:00 of Monday in Johannesburg, 05:00 UTC.
    ///
    /// Each step says when it is
    /// looked for, how far a stage is by then that has two events behind it which came before, and whether it is there.
    @Test(
        arguments: [
            [("2026-03-09 06:00", 3, true)], [("2026-03-09 06:00", 2, false), ("2026-03-09 06:01", 3, true)],
            [("2026-03-09 06:00", 1, false), ("2026-03-10 05:59", 1, false), ("2026-03-10 06:00", 1, true)],
            // Days after its time there is as much to count, and what moves will be there.
            [("2026-03-12 06:00", 1, false), ("2026-03-12 06:01", 3, true)],
            [("2026-03-12 06:00", 1, false), ("2026-03-13 05:00", 2, false), ("2026-03-13 06:30", 2, false)],
        ] as [[(now: String, place: Int, isIssued: Bool)]]
    )
    func `a report waits for a stage that has not handled what had come by its time, unless it stands still for a day`(
        steps: [(now: String, place: Int, isIssued: Bool)]
    ) async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.fold([
            aggregator.event(.cases, "message.posted", "2026-03-04 08:00", "c-1", ["role": "user", "user": "u-1"])
        ])
        _ = try await aggregator.rows(
            """
            INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields, at)
            SELECT 1, 'clocks', seq, 'clock.met', 1, gen_random_uuid(), now(), '', '{}', at
            FROM (VALUES (1, timestamptz '2026-03-08 00:00Z'), (2, '2026-03-09 04:58Z'), (3, '2026-03-09 04:59Z'),
                         (4, '2026-03-09 05:01Z')) AS e (seq, at)
            """
        )
        _ = try await aggregator.rows(
            """
            INSERT INTO pipeline.positions (partition, stage, topic, seq)
            VALUES (1, 'metrics-aggregator', 'clocks', 1), (1, 'router', 'clocks', 4)
            """
        )
        let patience = Patience()
        for step in steps {
            _ = try await aggregator.rows(
                "UPDATE pipeline.positions SET seq = \(step.place) WHERE stage = 'metrics-aggregator'"
            )
            let publishing = Publishing(
                store: try aggregator.store(at: step.now),
                since: try aggregator.instant("2026-01-01 00:00"),
                patience: patience
            )
            try await publishing.issueDue(on: aggregator.session)
            let issued = try await aggregator.texts("SELECT concat_ws(' ', kind, period) FROM metrics.reports")
            #expect(issued == (step.isIssued ? ["weekly 2026-W10"] : []), "\(step.now)")
        }
        await aggregator.close()
    }

    @Test func `no report is issued while the figures are those of another zone`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.fold([
            aggregator.event(.cases, "message.posted", "2026-03-04 08:00", "c-1", ["role": "user", "user": "u-1"])
        ])
        let publishing = Publishing(
            store: try aggregator.store(at: "2026-03-09 06:00"),
            since: try aggregator.instant("2026-01-01 00:00")
        )
        for (zone, isIssued) in [("UTC", false), ("Africa/Johannesburg", true)] {
            _ = try await aggregator.session.query(
                Statement(
                    """
                    INSERT INTO metrics.calendar (zone) VALUES ($1) ON CONFLICT (singleton) DO UPDATE SET zone = EXCLUDED.zone
                    """,
                    .text(zone)
                )
            )
            try await publishing.issueDue(on: aggregator.session)
            #expect(try await aggregator.texts("SELECT kind FROM metrics.reports") == (isIssued ? ["weekly"] : []))
        }
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
