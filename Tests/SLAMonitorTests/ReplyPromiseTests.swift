import Contract
import Pipeline
import Testing

@testable import SLAMonitor

/// What users are told about when to expect a reply, and whether that was kept.
@Suite struct ReplyPromiseTests {
    private static let opening: Fields = [
        "kind": "conversation", "cycle": "1", "message": "m-1", "tier": "P3", "category": "refund", "channel": "web",
        "expected_reply_at": "2026-03-09T11:00:00.000Z", "expected_reply_basis": "promise", "expected_reply_n": "0",
    ]

    private func verdicts(_ monitor: DatabaseMonitor) async throws -> [String] {
        try await monitor.texts(
            """
            SELECT concat_ws(' ', "case", verdict, updates, basis, (expected_at AT TIME ZONE 'UTC')::text)
            FROM sla.reply_promises ORDER BY 1
            """
        )
    }

    @Test func `what the user was told when the case was opened is kept or broken`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)])
        let started = monitor.events.filter { $0.type == "clock.started" && $0.fields["metric"] == "first_response" }
        #expect(started.map { $0.fields["expected_reply_at"] } == ["2026-03-09T11:00:00.000Z"])
        try await monitor.handle([monitor.event("case.replied", "2026-03-09 10:40", "case-1", ["admin": "a-1"])])
        #expect(try await verdicts(monitor) == ["case-1 kept 0 promise 2026-03-09 11:00:00"])
        #expect(monitor.events.last { $0.type == "clock.met" }?.fields["reply_promise"] == "kept")
        await monitor.close()
    }

    @Test func `who will wait longer is told so before, three times at most`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)])
        try await monitor.pass(to: "2026-03-09 11:30")
        let updates = monitor.events.filter { $0.fields["warning"] == "expected_reply" }
        #expect(updates.map(\.type) == ["clock.warned"])
        #expect(updates.first?.time.description == "2026-03-09T10:54:00.000Z")
        #expect(updates.first?.fields["former_expected_reply_at"] == "2026-03-09T11:00:00.000Z")
        #expect(updates.first?.fields["expected_reply_at"] == "2026-03-09T12:00:00.000Z")
        try await monitor.pass(to: "2026-03-12 12:00")
        #expect(monitor.events.filter { $0.fields["warning"] == "expected_reply" }.count == 3)
        try await monitor.handle([monitor.event("case.replied", "2026-03-12 12:00", "case-1", ["admin": "a-1"])])
        #expect(try await verdicts(monitor).first?.hasPrefix("case-1 broken 3") == true)
        await monitor.close()
    }

    @Test func `the forecast is the policy's percentile of those who asked alike, where there are enough`() async throws
    {
        let monitor = try await DatabaseMonitor.open()
        let day = Instant.now() - .seconds(14 * 86_400)
        // Forty replies to such messages took three hours, ten took six; of another hour too few are known.
        for number in 0..<60 {
            let hours: Int64 = number < 40 ? 3 : 6
            try await monitor.rows(
                """
                INSERT INTO sla.reply_times (partition, day, category, channel, hour, bucket, n)
                VALUES (3, (to_timestamp(\(day.microseconds / 1_000_000)))::date, 'refund', 'web', \(number < 50 ? 1 : 2),
                        \(ReplyTime.bucket(of: .seconds(hours * 3600))), 1)
                ON CONFLICT (partition, day, category, channel, hour, bucket) DO UPDATE SET n = sla.reply_times.n + 1
                """
            )
        }
        let cells = """
            SELECT concat_ws(' ', coalesce(category, '*'), coalesce(channel, '*'), coalesce(hour::text, '*'),
                             round(seconds / 3600), n)
            FROM api.reply_forecast
            """
        #expect(
            try await monitor.texts(cells).sorted() == [
                "* * * 6 60", "* web * 6 60", "refund web * 6 60", "refund web 1 3 50",
            ]
        )
        // The bucket of three hours reaches a twentieth further.
        let seconds = "SELECT (seconds BETWEEN 10800 AND 11340)::text FROM api.reply_forecast WHERE hour = 1"
        #expect(try await monitor.texts(seconds) == ["true"])
        try await monitor.rows("UPDATE sla.reply_terms SET minimum = 55, share = 0.5")
        #expect(try await monitor.texts(cells).sorted() == ["* * * 3 60", "* web * 3 60", "refund web * 3 60"])
        await monitor.close()
    }

    @Test func `what the opening did not tell is no promise`() async throws {
        let monitor = try await DatabaseMonitor.open()
        let silent = Fields(Self.opening.filter { !$0.name.hasPrefix("expected_reply") }.map { ($0.name, $0.value) })
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", silent)])
        try await monitor.pass(to: "2026-03-09 12:00")
        #expect(try await verdicts(monitor).isEmpty)
        #expect(!monitor.events.contains { $0.fields["expected_reply_at"] != nil })
        await monitor.close()
    }

    @Test func `a case that ends without a reply has broken no such promise, and the past makes none`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([
            monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening),
            monitor.event("case.spam", "2026-03-09 10:10", "case-1"),
        ])
        var past = Self.opening
        past.append("backfill", "true")
        try await monitor.handle([monitor.event("case.opened", "2026-02-02 10:00", "case-2", past)])
        #expect(try await verdicts(monitor).isEmpty)
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-3", Self.opening)])
        try await monitor.handle([monitor.event("case.spam", "2026-03-09 10:10", "case-3")])
        #expect(try await verdicts(monitor) == ["case-3 void 0 promise 2026-03-09 11:00:00"])
        await monitor.close()
    }
}
