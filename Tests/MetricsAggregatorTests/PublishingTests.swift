import Contract
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
}
