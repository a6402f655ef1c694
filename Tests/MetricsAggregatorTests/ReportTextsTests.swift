import Contract
import Figures
import Hummingbird
import Testing

@testable import MetricsAggregator
@testable import Program

/// What reports tell beside figures, and what a case's page shows, from the rows of the other programs.
@Suite struct ReportTextsTests {
    /// Answers with a comment, in the middle of a month.
    private func say(
        _ comment: String,
        times: Int,
        stars: Int,
        in month: String,
        _ aggregator: DatabaseAggregator
    ) async throws {
        _ = try await aggregator.rows(
            """
            INSERT INTO survey.surveys (
                partition, "case", cycle, conversation, state, backfill, sent_at, expires_at, answered_at, token_hash,
                participants, version, rating, scale, comment, category, team
            )
            SELECT 0, '\(month)-\(stars)-' || n, 1, 'c', 'answered', false, DATE '\(month)-10', DATE '\(month)-24',
                   DATE '\(month)-11', sha256(('\(month)\(stars)' || n)::bytea), '{}', 1, \(stars), 5,
                   '\(comment) ' || n, 'refund', 'first_line'
            FROM generate_series(1, \(times)) AS n
            """
        )
    }

    @Test func `reports tell what users say again and again, with its trend, and nothing of it is published`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        _ = try await QuarterTests.folded(aggregator)
        try await say("My refund came late, ask Ann Smith", times: 9, stars: 1, in: "2026-02", aggregator)
        try await say("My refund came late, ask Ann Smith", times: 3, stars: 1, in: "2026-01", aggregator)
        try await say("Very friendly answer", times: 4, stars: 5, in: "2026-02", aggregator)
        try await say("Odd", times: 2, stars: 2, in: "2026-02", aggregator)
        let store = try aggregator.store()
        let month = try #require(ReportPeriod("2026-02", as: .monthly))
        let report = try await store.report(month, FigureFilter())
        let complaints = try #require(report.table("themes.complaints"))
        let first = try #require(complaints.rows.first)
        #expect(first[1] == .text("refund"))
        #expect(first[3] == .number(9))
        #expect(first[5] == .number(3))
        #expect(first[6] == .text("steady"))
        #expect(complaints.rows.allSatisfy { ($0[3].number ?? 0) >= 3 })
        #expect(report.table("themes.praise")?.rows.first?[3] == .number(4))
        let filtered = try await store.report(month, FigureFilter([.team: "seniors"]))
        #expect(filtered.table("themes.complaints")?.rows == [])
        let weeks = try #require(ReportPeriod("2026-W07", as: .biweekly))
        let published = try await store.report(weeks, FigureFilter())
        #expect(published.tables.allSatisfy { !$0.id.hasPrefix("themes") && $0.id != "gaming" && $0.id != "admins" })
        await aggregator.close()
    }

    @Test
    func
        `the weekly report counts signs of gaming by admin, and the page of a case tells its story to whom may see it`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        let events = try Quarter(aggregator).events
        try await RecountTests.keep(events, on: aggregator.session)
        _ = try await aggregator.rows(
            """
            UPDATE router.case_history SET detail = detail || '{"silent": "true"}'
            WHERE type = 'case.resolved' AND "case" IN ('case-quick-3', 'case-quick-4');
            """
        )
        let week = try #require(ReportPeriod("2026-W02", as: .weekly))
        let report = try await aggregator.store().report(week, FigureFilter())
        #expect(
            report.table("gaming")?.rows == [
                [.text("ann silent_resolve"), .text("ann"), .text("silent_resolve"), .number(2)]
            ]
        )
        let other = try await aggregator.store().report(week, FigureFilter([.admin: "ben"]))
        #expect(other.table("gaming")?.rows == [])

        _ = try await aggregator.rows(
            """
            INSERT INTO notifier.notifications (partition, event, recipient, channel, notification, type, audience, state,
                                                reason, cause, "case", queued_at)
            VALUES (0, gen_random_uuid(), 'u-quick-3', 'in_app', gen_random_uuid(), 'resolved', 'user', 'queued',
                    'you_wrote', 'x', 'case-quick-3', now())
            """
        )
        let tokens: [AccessRole: [UInt8]] = [.everything: Array("all".utf8), .figures: Array("some".utf8)]
        let site = try FigureSite(aggregator, at: "2026-03-30 10:00", tokens: tokens)
        let path = "/case?id=case-quick-3&period=2026-Q1"
        let page = try await site.ask(path, [.authorization: "Bearer all"])
        #expect(page.status == 200)
        let tables = try tablesOfPage(page.body)
        #expect(tables.first?.heading == "What happened")
        #expect(tables.first?.rows.dropFirst().map { $0[1] } == ["Opened", "Assigned", "Replied", "Resolved"])
        #expect(tables.first?.rows[4][2] == "admin ann")
        #expect(tables.last?.rows[1][1] == "u-quick-3")
        #expect(try await site.ask(path, [.authorization: "Bearer some"]).status == 403)
        #expect(try await site.ask("/case?id=nobody", [.authorization: "Bearer all"]).status == 404)
        await aggregator.close()
    }
}
