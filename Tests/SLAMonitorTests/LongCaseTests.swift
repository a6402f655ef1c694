import Contract
import Pipeline
import Postgres
import Testing

@testable import SLAMonitor

/// Cases with so many exchanges that only those of their clocks are read that what comes later can change.
@Suite struct LongCaseTests {
    private typealias Told = (type: String, time: String, fields: Fields)

    /// A morning of eighty exchanges, a minute each.
    private static var past: [Told] {
        var past: [Told] = [("case.opened", "2026-03-09 08:00", ["kind": "conversation", "cycle": "1", "tier": "P3"])]
        for number in 0..<80 {
            past.append(("message.posted", time(number), ["role": "user"]))
            past.append(("case.replied", time(number), ["admin": "a-1"]))
        }
        return past
    }

    /// A version of the policy that promises something of each exchange, some of it by how urgent the case is.
    private static let promises = """
        INSERT INTO policy.versions (version, yaml, digest, applied_at)
        SELECT 3, yaml || E'
          calm: { metric: next_response, target: 3h, warn: [50%] }
          swift: { metric: next_response, target: 15m, warn: [50%], tiers: [P1] }
          news: { metric: update, target: 1h, tiers: [P3] }
          own: { metric: assignee_response, target: 30m, tiers: [P1] }
          leg: { metric: department, target: 2h }
        ', '', '2026-01-02 00:00+00' FROM policy.versions WHERE version = 1
        """

    /// What may happen to a case then, in any order.
    private static let happenings: [(type: String, fields: Fields)] = [
        ("message.posted", ["role": "user"]), ("message.posted", ["role": "user"]), ("case.replied", ["admin": "a-1"]),
        ("case.replied", ["admin": "a-2"]), ("case.assigned", ["admin": "a-1", "team": "payments"]),
        ("case.unassigned", ["team": "first_line"]), ("case.waiting", ["for": "user"]),
        ("case.waiting", ["for": "third_party"]), ("case.woken", ["message": "m"]),
        ("case.escalated", ["escalation": "department", "to": "it"]), ("case.handed_back", ["admin": "a-2"]),
        ("case.categorized", ["category": "refund", "tier": "P1"]), ("case.categorized", ["tier": "P3"]),
        ("case.resolved", ["actor": "admin:a-1", "summary": "done"]), ("case.resolved", ["silent": "true"]),
        ("case.reply_failed", ["reply": ""]), ("case.reply_arrived", ["reply": ""]),
        ("case.reopened", ["cycle": "1", "message": "m"]), ("case.reopened", ["cycle": "2", "actor": "user:u-1"]),
    ]

    private static func time(_ minute: Int) -> String {
        let (hour, minute) = (8 + minute / 60, minute % 60)
        return "2026-03-09 \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    @Test(arguments: 1...UInt64(6))
    func `what is told event by event of a long case ends like what is told at once`(_ seed: UInt64) async throws {
        let monitor = try await DatabaseMonitor.open()
        try await monitor.rows(Self.promises)
        var chance = Chance(state: seed)
        var minute = 80
        let future = (0..<24).map { _ -> Told in
            minute += chance.next(below: 12)
            let happening = Self.happenings[chance.next(below: Self.happenings.count)]
            // Now and then something is told late.
            let told = minute - (chance.next(below: 8) == 0 ? 30 : 0)
            return (happening.type, Self.time(told), happening.fields)
        }
        // Which of the replies of the past did not arrive: the same one of each case.
        let lost = 2 * chance.next(below: 80) + 2
        func inputs(_ story: [Told], of id: String, after past: [Input] = []) throws -> [Input] {
            try story.map { told in
                var fields = told.fields
                if fields["reply"] != nil, case .event(let reply) = past[lost].content {
                    fields.set("reply", to: reply.event.description)
                }
                return try monitor.event(told.type, told.time, id, fields)
            }
        }
        let known = try inputs(Self.past, of: "case-1")
        try await monitor.handle(known)
        #expect(try await monitor.texts("SELECT (octet_length(facts) > 16384)::text FROM sla.cases") == ["true"])
        let tail = try inputs(future, of: "case-1", after: known)
        let past = try inputs(Self.past, of: "case-2")
        // Of what happens at one instant, what was told first comes first.
        try await monitor.handle(past + inputs(future, of: "case-2", after: past))
        let before = monitor.events.count
        for input in tail { try await monitor.handle([input]) }
        #expect(try await clocks("case-1", monitor) == clocks("case-2", monitor))

        try await monitor.pass(to: "2026-03-10 12:00")
        #expect(try await clocks("case-1", monitor) == clocks("case-2", monitor))
        #expect(try await clocks("case-1", monitor).count > 150)
        // A clock starts once, also where a promise holds again, unless it turned out never to have run.
        var started: Set<String> = []
        for event in monitor.events.dropFirst(before) where event.case == CaseID("case-1") {
            let clock = event.fields["clock"] ?? ""
            if event.fields["reason"] == "superseded" { started.remove(clock) }
            if event.type == "clock.started" { #expect(started.insert(clock).inserted, "\(clock)") }
        }
        #expect(
            try await monitor.texts("SELECT (facts_size = octet_length(facts))::text FROM sla.cases") == [
                "true", "true",
            ]
        )
        await monitor.close()
    }

    private func clocks(_ id: String, _ monitor: DatabaseMonitor) async throws -> [String] {
        try await monitor.texts(
            """
            SELECT concat_ws(' ', c.metric, c.instance, c.promise, c.state, c.started_at, c.due_at, c.stopped_at,
                c.breached_at, c.reason, c.admin, c.undelivered, c.setting, (
                    SELECT string_agg(concat_ws(' ', s."from", s."to", s.state), ',')
                    FROM json_to_recordset(c.segments) AS s ("from" text, "to" text, state text)
                ))
            FROM sla.clocks AS c WHERE c."case" = '\(id)' ORDER BY 1
            """
        )
    }
}
