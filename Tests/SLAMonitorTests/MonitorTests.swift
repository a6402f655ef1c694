import Contract
import Pipeline
import Postgres
import Testing

@testable import SLAMonitor

/// The monitor on a real database.
@Suite struct MonitorTests {
    private static let opening: Fields = ["kind": "conversation", "cycle": "1", "message": "m-1", "tier": "P3"]

    @Test func `a case has its clocks and segments in the views, with the contract's columns`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([
            monitor.event("case.opened", "2026-03-06 16:30", "case-1", Self.opening),
            monitor.event("message.posted", "2026-03-06 16:30", "case-1", ["role": "user"]),
            monitor.event("message.posted", "2026-03-06 16:40", nil, ["role": "user"]),
        ])
        try await monitor.handle([
            monitor.event("case.replied", "2026-03-09 09:30", "case-1", ["admin": "a-1"])
        ])
        let row = try await monitor.rows(
            """
            SELECT clock, "case", metric, promise, instance::text, state, (due_at AT TIME ZONE 'UTC')::text,
                   elapsed::float8::text, business_elapsed::float8::text, policy_version::text,
                   concat_ws(',', started_at, stopped_at, breached_at)
            FROM api.clocks WHERE metric = 'first_response'
            """
        )
        #expect(row.count == 1)
        let columns = (0...9).map { row.first?.textOrNull($0) }
        #expect(
            columns == [
                "case-1/first_response/1/first", "case-1", "first_response", "first", "1", "met",
                "2026-03-09 09:30:00", "234000", "3600", "1",
            ]
        )
        let segments = try await monitor.texts(
            """
            SELECT concat_ws(' ', "from" AT TIME ZONE 'UTC', "to" AT TIME ZONE 'UTC', state, reason, event IS NOT NULL)
            FROM api.clock_segments WHERE clock = 'case-1/first_response/1/first' ORDER BY "from"
            """
        )
        #expect(
            segments == [
                "2026-03-06 16:30:00 2026-03-06 17:00:00 running office t",
                "2026-03-06 17:00:00 2026-03-09 09:00:00 closed_hours office f",
                "2026-03-09 09:00:00 2026-03-09 09:30:00 running office f",
            ]
        )
        let bare = try await monitor.texts(
            "SELECT coalesce(promise, 'none') || ' ' || state FROM api.clocks WHERE metric = 'agent_work'"
        )
        #expect(bare == ["none running"])
        let open = try await monitor.texts(
            "SELECT metric FROM api.clocks WHERE state = 'running' AND elapsed > 0 ORDER BY metric"
        )
        #expect(open == ["agent_work", "requester_wait", "resolution", "update"])
        await monitor.close()
    }

    @Test func `warnings, levels and breaches come once each, however often a batch is redone`() async throws {
        let monitor = try await DatabaseMonitor.open()
        let opened = try monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)
        try await monitor.handle([opened], crashing: true)
        #expect(try await monitor.texts("SELECT state FROM sla.clocks").isEmpty)
        try await monitor.handle([opened])
        try await monitor.handle([opened])
        #expect(monitor.events.filter { $0.type == "clock.started" }.count == 4)
        #expect(monitor.timer()?.due.description == "2026-03-09T10:30:00.000Z")

        let timer = try #require(monitor.timer())
        let due = Input(partition: 3, content: .timer(timer), conversation: timer.conversation)
        try await monitor.handle([due], crashing: true)
        try await monitor.handle([due])
        try await monitor.handle([due])
        try await monitor.pass(to: "2026-03-12 00:00")
        let own = monitor.events.filter { $0.type != "clock.started" && $0.fields["warning"] != "expected_reply" }
        let told = own.map { event in
            let fields = event.fields
            let parts = [fields["promise"], fields["warning"], fields["level"].map { "level \($0)" }]
            return "\(event.time) \(event.type) " + parts.compactMap(\.self).joined(separator: " ")
        }
        #expect(
            told == [
                "2026-03-09T10:30:00.000Z clock.warned first 50% level 1",
                "2026-03-09T10:45:00.000Z clock.warned first 75%",
                "2026-03-09T11:00:00.000Z clock.breached first",
                "2026-03-10T07:36:00.000Z clock.warned whole 90%",
                "2026-03-10T10:00:00.000Z clock.breached whole",
            ]
        )
        let breach = monitor.events.first { $0.type == "clock.breached" }
        #expect(breach?.fields["raise_tier"] == "true")
        #expect(breach?.case == CaseID("case-1"))
        #expect(monitor.timer() == nil)
        let states = try await monitor.texts("SELECT metric || ' ' || state FROM api.clocks ORDER BY 1")
        #expect(
            states == [
                "agent_work running", "first_response breached", "requester_wait running", "resolution breached",
            ]
        )
        await monitor.close()
    }

    @Test func `an event that comes late corrects what was told`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)])
        try await monitor.pass(to: "2026-03-09 11:30")
        try await monitor.handle([
            monitor.event("case.replied", "2026-03-09 10:59", "case-1", ["admin": "a-1"])
        ])
        let correction = monitor.events.first { $0.type == "clock.corrected" }
        #expect(correction?.fields["former_state"] == "breached")
        #expect(correction?.fields["state"] == "met")
        #expect(
            try await monitor.texts("SELECT state FROM api.clocks WHERE metric = 'first_response'") == ["met"]
        )
        await monitor.close()
    }

    @Test func `a reply that does not arrive re-opens its clock, which is broken by its own due time`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)])
        let reply = try monitor.event("case.replied", "2026-03-09 10:20", "case-1", ["admin": "a-1"])
        try await monitor.handle([reply])
        let clock = """
            SELECT concat_ws(' ', state, started_at AT TIME ZONE 'UTC', due_at AT TIME ZONE 'UTC',
                             breached_at AT TIME ZONE 'UTC', stopped_at AT TIME ZONE 'UTC', undelivered)
            FROM api.clocks WHERE metric = 'first_response'
            """
        let met = "met 2026-03-09 10:00:00 2026-03-09 11:00:00 2026-03-09 10:20:00 0"
        #expect(try await monitor.texts(clock) == [met])
        guard case .event(let replied) = reply.content else { return }

        let fields: Fields = ["reply": replied.event.description, "user": "u-1", "failure": "smtp_550"]
        let failed = try monitor.event("case.reply_failed", "2026-03-09 16:00", "case-1", fields)
        try await monitor.handle([failed], crashing: true)
        #expect(try await monitor.texts(clock) == [met])
        try await monitor.handle([failed])
        try await monitor.handle([failed])
        let running = "running 2026-03-09 10:00:00 2026-03-09 11:00:00 1"
        #expect(try await monitor.texts(clock) == [running])
        let asked = "SELECT (asked_at AT TIME ZONE 'UTC')::text FROM sla.cases"
        #expect(try await monitor.texts(asked) == ["2026-03-09 10:00:00"])
        try await monitor.pass(to: "2026-03-09 16:00")
        let broken = "breached 2026-03-09 10:00:00 2026-03-09 11:00:00 2026-03-09 11:00:00"
        #expect(try await monitor.texts(clock) == [broken + " 1"])
        let told = monitor.events.filter { $0.fields["metric"] == "first_response" && $0.fields["undelivered"] != nil }
        #expect(told.filter { $0.type == "clock.corrected" }.map { $0.fields["state"] } == ["running"])
        #expect(told.filter { $0.type == "clock.breached" }.map(\.time.description) == ["2026-03-09T11:00:00.000Z"])
        let facts = try await monitor.texts("SELECT facts FROM sla.cases")
        #expect(facts.allSatisfy { !$0.contains("u-1") })

        try await monitor.handle([
            monitor.event("case.replied", "2026-03-09 16:30", "case-1", ["admin": "a-2"])
        ])
        #expect(try await monitor.texts(clock) == [broken + " 2026-03-09 16:30:00 1"])
        let arrived = try monitor.event("case.reply_arrived", "2026-03-09 17:00", "case-1", fields)
        try await monitor.handle([arrived])
        #expect(try await monitor.texts(clock) == [met])
        await monitor.close()
    }

    @Test func `a clock keeps the policy in force at its start`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.handle([
            monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening),
            monitor.event("case.opened", "2026-03-10 10:00", "case-2", Self.opening),
            monitor.event("case.opened", "2024-03-11 10:00", "case-3", Self.opening),
        ])
        let dues = try await monitor.texts(
            """
            SELECT concat_ws(' ', policy_version, (due_at AT TIME ZONE 'UTC')::time) FROM api.clocks
            WHERE metric = 'first_response' ORDER BY "case"
            """
        )
        #expect(dues == ["1 11:00:00", "2 12:00:00", "1 11:00:00"])
        await monitor.close()
    }

    @Test func `what is told of the past is held until it is complete, and calls nobody`() async throws {
        let monitor = try await DatabaseMonitor.open()
        var opening = Self.opening
        opening.append("backfill", "true")
        try await monitor.handle([monitor.event("case.opened", "2026-02-02 10:00", "case-1", opening)])
        #expect(monitor.timer()?.due.description == "2026-03-09T12:01:00.000Z")
        try await monitor.handle(
            [
                monitor.event("case.replied", "2026-02-02 10:20", "case-1", ["admin": "a-1", "backfill": "true"])
            ],
            at: "2026-03-09 12:00"
        )
        try await monitor.pass(to: "2026-03-09 13:00")
        #expect(monitor.events.allSatisfy { $0.fields["backfill"] == "true" && $0.fields["level"] == nil })
        let states = try await monitor.texts(
            "SELECT metric || ' ' || state FROM api.clocks WHERE promise IS NOT NULL ORDER BY 1"
        )
        #expect(states == ["first_response met", "resolution breached"])
        await monitor.close()
    }

    @Test func `what happens now does not end the wait for the past`() async throws {
        let monitor = try await DatabaseMonitor.open()
        var opening = Self.opening
        opening.append("backfill", "true")
        try await monitor.handle([monitor.event("case.opened", "2026-03-06 10:00", "case-1", opening)])
        try await monitor.handle(
            [monitor.event("case.assigned", "2026-03-09 12:00", "case-1", ["admin": "a-2"])],
            at: "2026-03-09T12:00:20Z"
        )
        #expect(monitor.timer()?.due.description == "2026-03-09T12:01:00.000Z")
        #expect(monitor.timer()?.fields["backfill"] == "true")
        try await monitor.handle(
            [monitor.event("case.replied", "2026-03-06 10:20", "case-1", ["admin": "a-1", "backfill": "true"])],
            at: "2026-03-09T12:00:30Z"
        )
        try await monitor.pass(to: "2026-03-09 12:05")
        #expect(!monitor.events.contains { $0.type == "clock.breached" && $0.fields["promise"] == "first" })
        #expect(!monitor.events.contains { $0.fields["level"] != nil })
        await monitor.close()
    }

    @Test func `the program's role may do all this, and the others only read`() async throws {
        let monitor = try await DatabaseMonitor.open()
        _ = try await monitor.rows("SET ROLE saypro_sla_monitor")
        try await monitor.handle([monitor.event("case.opened", "2026-03-09 10:00", "case-1", Self.opening)])
        try await monitor.handle([monitor.event("case.reopened", "2026-03-09 10:00", "case-1", ["cycle": "2"])])
        _ = try await monitor.rows("RESET ROLE")
        for (role, table) in [("saypro_reader", "api.clocks"), ("saypro_operator", "sla.clocks")] {
            _ = try await monitor.rows("SET ROLE \(role)")
            #expect(try await monitor.texts("SELECT count(*)::text FROM \(table)") != ["0"])
            await #expect(throws: PostgresError.self) { try await monitor.rows("DELETE FROM \(table)") }
            _ = try await monitor.rows("RESET ROLE")
        }
        await monitor.close()
    }
}
