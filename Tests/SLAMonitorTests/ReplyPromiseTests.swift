import Contract
import Pipeline
import Testing

@testable import SLAMonitor

/// What users are told about when to expect a reply, and whether that was kept.
@Suite struct ReplyPromiseTests {
    private static let opening: Fields = [
        "kind": "conversation", "cycle": "1", "message": "m-1", "tier": "P3", "category": "refund", "channel": "web",
    ]

    private func verdicts(_ monitor: DatabaseMonitor) async throws -> [String] {
        try await monitor.texts(
            """
            SELECT concat_ws(' ', "case", verdict, updates, basis, (expected_at AT TIME ZONE 'UTC')::text)
            FROM sla.reply_promises ORDER BY 1
            """
        )
    }

    @Test func `without experience the promise's own time is told, and kept or broken`() async throws {
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

    @Test func `experience is the eightieth percentile, in the promise's hours`() async throws {
        let monitor = try await DatabaseMonitor.open()
        let monday = Instant.now() - .seconds(14 * 86_400)
        // Forty replies to such messages took three hours, ten took six.
        for number in 0..<50 {
            let hours: Int64 = number < 40 ? 3 : 6
            try await monitor.rows(
                """
                INSERT INTO sla.reply_times (partition, day, category, channel, hour, bucket, n)
                VALUES (3, (to_timestamp(\(monday.microseconds / 1_000_000)))::date, 'refund', 'web', 1,
                        \(ReplyTime.bucket(of: .seconds(hours * 3600))), 1)
                ON CONFLICT (partition, day, category, channel, hour, bucket) DO UPDATE SET n = sla.reply_times.n + 1
                """
            )
        }
        try await monitor.refresh()
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 15:00", "case-1", Self.opening)])
        let expected = monitor.events.first { $0.fields["expected_reply_at"] != nil }?.fields["expected_reply_at"]
        // Two hours are left of the day; the bucket of three hours reaches a twentieth further.
        let told = try #require(expected.flatMap { Instant(rfc3339: $0) })
        let earliest = try #require(Instant(rfc3339: "2026-03-10T10:00:00Z"))
        #expect(told >= earliest)
        #expect(told <= earliest + .seconds(540))
        #expect(try await verdicts(monitor).first?.contains(" percentile ") == true)
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
