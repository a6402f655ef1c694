import Contract
import Pipeline
import Postgres
import Testing

@testable import SLAMonitor

/// Messages of users who wait already, which are kept without working any clock out.
@Suite struct `Further messages` {
    private static let opening: Fields = ["kind": "conversation", "cycle": "1", "message": "m-1", "tier": "P3"]
    private static let said: Fields = ["role": "user"]

    private static func opened(_ monitor: DatabaseMonitor) async throws {
        try await monitor.handle([
            monitor.event("case.opened", "2026-03-09 10:00", "case-1", opening),
            monitor.event("message.posted", "2026-03-09 10:00", "case-1", said),
        ])
    }

    private static let responses = """
        SELECT concat_ws(' ', metric, instance, state, (started_at AT TIME ZONE 'UTC')::time, (stopped_at AT TIME ZONE 'UTC')::time)
        FROM api.clocks WHERE metric LIKE '%_response' ORDER BY metric DESC
        """

    @Test func `one adds a fact and touches no clock`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await Self.opened(monitor)
        let told = monitor.events.count
        let before = try await monitor.texts("SELECT concat(metric, ' ', xmin) FROM sla.clocks ORDER BY 1")
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:20", "case-1", Self.said)])
        try await monitor.handle([
            monitor.event("message.posted", "2026-03-09 10:21", "case-1", Self.said),
            monitor.event("message.posted", "2026-03-09 10:22", "case-1", ["role": "admin"]),
        ])
        #expect(try await monitor.texts("SELECT concat(metric, ' ', xmin) FROM sla.clocks ORDER BY 1") == before)
        #expect(monitor.events.count == told)
        let facts = try await monitor.texts(
            "SELECT unnest(string_to_array(rtrim(facts, E'\\n'), E'\\n')) FROM sla.cases"
        )
        #expect(facts.count == 4)
        #expect(try await monitor.texts("SELECT (facts_size = octet_length(facts))::text FROM sla.cases") == ["true"])
        await monitor.close()
    }

    @Test func `one counts from where a reply is put before it later`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await Self.opened(monitor)
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:20", "case-1", Self.said)])
        try await monitor.handle([monitor.event("case.replied", "2026-03-09 10:10", "case-1", ["admin": "a-1"])])
        #expect(
            try await monitor.texts(Self.responses) == [
                "next_response 1 running 10:20:00", "first_response 1 met 10:00:00 10:10:00",
            ]
        )
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:30", "case-1", Self.said)])
        try await monitor.handle([monitor.event("case.replied", "2026-03-09 10:40", "case-1", ["admin": "a-1"])])
        #expect(
            try await monitor.texts(Self.responses) == [
                "next_response 1 met 10:20:00 10:40:00", "first_response 1 met 10:00:00 10:10:00",
            ]
        )
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:50", "case-1", Self.said)])
        #expect(try await monitor.texts(Self.responses).first == "next_response 1 met 10:20:00 10:40:00")
        #expect(try await monitor.texts(Self.responses).contains("next_response 2 running 10:50:00"))
        await monitor.close()
    }

    @Test func `one that comes late, or twice, or behind what another program has written is worked out`() async throws
    {
        let monitor = try await DatabaseMonitor.open()
        try await Self.opened(monitor)
        let further = try monitor.event("message.posted", "2026-03-09 10:20", "case-1", Self.said)
        try await monitor.handle([further])
        try await monitor.handle([further])
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 09:50", "case-1", Self.said)])
        #expect(try await monitor.texts(Self.responses) == ["first_response 1 running 09:50:00"])
        let lines = "SELECT array_length(string_to_array(rtrim(facts, E'\\n'), E'\\n'), 1)::text FROM sla.cases"
        #expect(try await monitor.texts(lines) == ["4"])
        // A program of the version before knows nothing of the brief.
        _ = try await monitor.rows(
            """
            UPDATE sla.cases SET facts = facts || '{"event":"00000000-0000-00ff-0000-000000000000",'
                || '"time":"1773052200000000","policy":"1","type":"case.replied",".admin":"a-1"}' || E'\\n'
            """
        )
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:40", "case-1", Self.said)])
        #expect(
            try await monitor.texts(Self.responses) == [
                "next_response 1 running 10:40:00", "first_response 1 met 09:50:00 10:30:00",
            ]
        )
        await monitor.close()
    }

    @Test func `one that ends a wait is worked out`() async throws {
        let monitor = try await DatabaseMonitor.open()
        try await Self.opened(monitor)
        try await monitor.handle([monitor.event("case.waiting", "2026-03-09 10:10", "case-1", ["for": "user"])])
        let state = "SELECT state FROM api.clocks WHERE metric = 'agent_work'"
        #expect(try await monitor.texts(state) == ["paused"])
        try await monitor.handle([monitor.event("message.posted", "2026-03-09 10:20", "case-1", Self.said)])
        #expect(try await monitor.texts(state) == ["running"])
        await monitor.close()
    }

    @Test(arguments: 1...UInt64(12))
    func `what is told event by event ends like what is told at once`(_ seed: UInt64) async throws {
        let monitor = try await DatabaseMonitor.open()
        var chance = Chance(state: seed)
        var minute = 0
        var story: [(type: String, time: String, fields: Fields)] = [
            ("case.opened", "2026-03-09 10:00", Self.opening)
        ]
        for _ in 0..<14 {
            minute += chance.next(below: 9)
            // Now and then something is told late.
            let told = max(0, minute - (chance.next(below: 6) == 0 ? 15 : 0))
            let time = "2026-03-09 1\(told / 60):" + (told % 60 < 10 ? "0" : "") + "\(told % 60)"
            switch chance.next(below: 10) {
            case 0: story.append(("case.replied", time, ["admin": "a-1"]))
            case 1: story.append(("case.assigned", time, ["admin": "a-\(chance.next(below: 3))", "team": "t"]))
            case 2: story.append(("case.waiting", time, ["for": "user"]))
            case 3: story.append(("case.woken", time, ["message": "m"]))
            default: story.append(("message.posted", time, Self.said))
            }
        }
        let singly = try story.map { try monitor.event($0.type, $0.time, "case-1", $0.fields) }
        let atOnce = try story.map { try monitor.event($0.type, $0.time, "case-2", $0.fields) }
        for input in singly { try await monitor.handle([input]) }
        try await monitor.handle(atOnce)
        func clocks(_ id: String) async throws -> [String] {
            try await monitor.texts(
                """
                SELECT concat_ws(' ', c.metric, c.instance, c.promise, c.state, c.started_at, c.due_at, c.stopped_at,
                    c.breached_at, c.reason, c.setting, (
                        SELECT string_agg(concat_ws(' ', s."from", s."to", s.state), ',')
                        FROM json_to_recordset(c.segments) AS s ("from" text, "to" text, state text)
                    ))
                FROM sla.clocks AS c WHERE c."case" = '\(id)' ORDER BY 1
                """
            )
        }
        let ends = try await clocks("case-1")
        #expect(!ends.isEmpty)
        let others = try await clocks("case-2")
        #expect(ends == others)
        await monitor.close()
    }
}

/// Chance that comes out the same for a seed.
struct Chance {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}
