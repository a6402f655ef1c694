import Contract
import Figures
import Pipeline
import Postgres
import Testing

@testable import MetricsAggregator

/// What counts where, in cases at the edge of a definition; the recount says the same of each.
@Suite struct MeaningTests {
    private func figure(_ id: String, _ period: String, _ aggregator: DatabaseAggregator) async throws -> Figure? {
        let period = try #require(ReportPeriod(period))
        return try await aggregator.store(at: "2026-07-01 00:00").figures([id], period, FigureFilter()).first
    }

    private func expectNoDifference(_ events: [Event], _ aggregator: DatabaseAggregator) async throws {
        try await RecountTests.keep(events, on: aggregator.session)
        #expect(try await aggregator.texts(Recount.cells) == [])
        #expect(try await aggregator.texts(Recount.upheld) == [])
    }

    @Test func `a flag recurs when it came after another on the same was upheld, and not when it was open by then`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        var events: [Event] = []
        for (name, opened, decided) in [
            ("first", "09:00", "10:00"), ("beside", "09:05", "10:01"), ("after", "11:00", "12:00"),
        ] {
            let flag: Fields = [
                "kind": "flag", "cycle": "1", "subject": "ad-2", "actor": "admin:mo", "outcome": "upheld",
            ]
            events.append(try aggregator.event(.cases, "case.opened", "2026-03-09 \(opened)", name, flag))
            events.append(try aggregator.event(.cases, "case.resolved", "2026-03-09 \(decided)", name, flag))
        }
        try await aggregator.fold(events)
        let expected = try await figure("A14", "2026-03", aggregator)
        #expect(expected?.numerator == 1 && expected?.denominator == 3)
        let month = try #require(ReportPeriod("2026-03"))
        let flags = try await aggregator.store().cases(CaseQuestion("A14", month))
        #expect(flags.rows.map(\.counts) == [false, false, true])
        let recurring = try await aggregator.store().cases(CaseQuestion("A14", month, onlyMissed: true))
        #expect(recurring.rows.map(\.conversation) == ["after"])
        try await expectNoDifference(events, aggregator)

        // As an earlier version left it: the step of the schema reads from the records when each was opened.
        try await aggregator.session.execute(script: "ALTER TABLE metrics.upheld DROP COLUMN opened_at")
        let step = try #require(MetricsMigrations.all.first { $0.number == 10 })
        try await aggregator.session.execute(script: step.sql)
        #expect(try await aggregator.texts(Recount.upheld) == [])
        #expect(try await figure("A14", "2026-03", aggregator) == expected)
        _ = try await aggregator.rows("UPDATE metrics.upheld SET opened_at = at WHERE subject = 'case/case-beside/1'")
        #expect(try await aggregator.texts(Recount.upheld).count == 1)
        await aggregator.close()
    }

    @Test func `a matter that is merged into a later cycle makes that cycle longer, and not the first`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        func event(_ type: String, _ time: String, cycle: Int, merged: String? = nil) throws -> Event {
            var fields: Fields = ["kind": "conversation", "cycle": "\(cycle)", "actor": "admin:ann"]
            if let merged { fields.append("merged_opened_at", merged) }
            return try aggregator.event(.cases, type, time, "c-1", fields)
        }
        let events = try [
            event("case.opened", "2026-03-05 10:00", cycle: 1), event("case.resolved", "2026-03-05 11:00", cycle: 1),
            event("case.reopened", "2026-04-15 10:00", cycle: 2),
            event("case.updated", "2026-04-15 12:00", cycle: 2, merged: "2026-03-03T10:00:00Z"),
            event("case.resolved", "2026-04-17 10:00", cycle: 2),
        ]
        try await aggregator.fold(events)
        #expect(try await figure("resolution.mean", "2026-03", aggregator)?.value == 3600)
        #expect(try await figure("A7", "2026-03", aggregator)?.numerator == 1)
        #expect(try await figure("resolution.mean", "2026-04", aggregator)?.value == 45 * 86_400)
        try await expectNoDifference(events, aggregator)
        await aggregator.close()
    }

    @Test(arguments: [true, false])
    func `an amended rating counts by its last version in the period of the first`(isTold: Bool) async throws {
        let aggregator = try await DatabaseAggregator.open()
        let answers = [("2026-03-31 09:00", "5", "positive"), ("2026-04-02 09:00", "2", "negative")]
        var events = [try aggregator.event(.surveys, "survey.sent", "2026-03-30 09:00", "c-1", ["cycle": "1"])]
        for (place, answer) in answers.enumerated() {
            var fields: Fields = ["cycle": "1", "version": "\(place + 1)", "stars": answer.1, "band": answer.2]
            // Events of the version before do not say it.
            if isTold { fields.append("answered_at", "2026-03-31T09:00:00.000Z") }
            events.append(try aggregator.event(.surveys, "survey.answered", answer.0, "c-1", fields))
            try await aggregator.fold(place == 0 ? events : [events[2]])
        }
        #expect(try await figure("satisfaction.mean_stars", "2026-03", aggregator)?.value == 2)
        #expect(try await figure("satisfaction.negative", "2026-03", aggregator)?.value == 1)
        #expect(try await figure("satisfaction.mean_stars", "2026-04", aggregator)?.n == 0)
        try await expectNoDifference(events, aggregator)
        await aggregator.close()
    }

    @Test func `a quarter a fifth faster than the one before is exactly that`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let facts: Fields = ["kind": "conversation", "cycle": "1", "actor": "admin:ann"]
        try await aggregator.fold([
            aggregator.event(.cases, "case.opened", "2026-02-02T08:00:00Z", "c-1", facts),
            aggregator.event(.cases, "case.resolved", "2026-02-02T10:46:40Z", "c-1", facts),
            aggregator.event(.cases, "case.opened", "2026-05-04T08:00:00Z", "c-2", facts),
            aggregator.event(.cases, "case.resolved", "2026-05-04T10:13:20Z", "c-2", facts),
        ])
        #expect(try await figure("resolution.mean", "2026-Q1", aggregator)?.value == 10_000)
        #expect(try await figure("A8", "2026-Q2", aggregator)?.value == -0.2)
        await aggregator.close()
    }

    /// The kinds of SEMANTICS; an event that names none is of the first.
    @Test(arguments: [("tier", "tier", 0), ("", "tier", 0), ("department", "department", 0), ("sla", "sla", 1)])
    func `each kind of escalation counts as that, and the ladder's is no help with the first response`(
        kind: String,
        counted: String,
        onFirstResponse: Int
    ) async throws {
        let aggregator = try await DatabaseAggregator.open()
        var facts: Fields = ["kind": "conversation", "cycle": "1", "actor": "admin:ann"]
        facts.append("to", "seniors")
        facts.append("escalation", kind)
        let events = try [
            ("case.opened", "08:00"), ("case.escalated", "09:00"), ("case.replied", "10:00"),
            ("case.resolved", "11:00"),
        ].map { try aggregator.event(.cases, $0.0, "2026-03-09 \($0.1)", "c-1", facts) }
        try await aggregator.fold(events)
        for other in ["tier", "department", "sla"] {
            let found = try await figure("cases.escalated.\(other)", "2026-03", aggregator)
            #expect(found?.value == (other == counted ? 1 : 0), "\(other)")
        }
        #expect(try await figure("A9", "2026-03", aggregator)?.numerator == Double(onFirstResponse))
        #expect(try await figure("A2", "2026-03", aggregator)?.numerator == (kind == "department" ? 1 : 0))
        try await expectNoDifference(events, aggregator)
        await aggregator.close()
    }
}
