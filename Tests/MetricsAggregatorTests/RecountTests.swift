import Contract
import Figures
import Postgres
import Testing

@testable import MetricsAggregator

/// The recount in SQL, from rows as the other programs would have written them.
@Suite struct RecountTests {
    @Test func `finds no difference in what was folded, and names the one cell that was spoilt`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let events = try await QuarterTests.folded(aggregator)
        try await Self.keep(events, on: aggregator.session)
        #expect(try await aggregator.texts(Recount.cells) == [])

        _ = try await aggregator.rows(
            """
            UPDATE metrics.cells SET n = n + 1 WHERE (partition, hour, measure, label, team, channel, category, admin) = (
                SELECT partition, hour, measure, label, team, channel, category, admin FROM metrics.cells
                WHERE measure = 'resolved' AND admin = 'ben' ORDER BY hour LIMIT 1)
            """
        )
        let spoilt = try await aggregator.texts(Recount.cells)
        #expect(spoilt.count == 1)
        #expect(spoilt.first?.contains("resolved conversation (seniors social general ben en): rolled up 2") == true)
        await aggregator.close()
    }

    @Test func `says nothing while something is not folded yet`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        let events = try Quarter(aggregator).events
        try await Self.keep(events, on: aggregator.session)
        #expect(try await !aggregator.texts(Recount.cells).isEmpty)
        _ = try await aggregator.rows(
            """
            INSERT INTO pipeline.heads VALUES (0, 'cases', 7)
            """
        )
        _ = try await aggregator.rows("INSERT INTO pipeline.positions VALUES (0, 'metrics-aggregator', 'cases', 6)")
        #expect(try await aggregator.texts(Recount.cells).isEmpty)
        await aggregator.close()
    }

    /// Four cases whose reply did not arrive: one waits on, one was answered later, one resolved, and of one the reply arrived
    /// after all.
    @Test func `a reply that did not arrive is counted as that and answers nothing, and the recount says the same`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        let names = ["waits", "answered", "resolved", "arrived"]
        func event(_ type: String, _ time: String, _ name: String, _ more: Fields = [:]) throws -> Event {
            var fields: Fields = ["kind": "conversation", "cycle": "1", "team": "first_line", "actor": "admin:ann"]
            for field in more { fields.set(field.name, to: field.value) }
            return try aggregator.event(.cases, type, "2026-03-09 \(time)", name, fields)
        }
        var all: [Event] = []
        func tell(_ events: [Event], until time: String) async throws {
            let clocks = try await aggregator.clocks(of: events, at: "2026-03-09 \(time)")
            try await aggregator.fold(events + clocks)
            all += events
        }
        let responses = """
            SELECT measure || ' ' || coalesce(nullif(admin, ''), 'nobody') || ' ' || sum(n)
                   || ' ' || (sum(sum) / 60000000)::bigint
            FROM metrics.cells WHERE measure IN ('first_response', 'late')
            GROUP BY measure, admin HAVING sum(n) <> 0 ORDER BY 1
            """
        let counts = """
            SELECT measure || ' ' || sum(n) FROM metrics.cells
            WHERE measure IN (
                'resolved', 'on_first_response', 'without_human_reply', 'undelivered', 'working_response'
            )
            GROUP BY measure HAVING sum(n) <> 0 ORDER BY 1
            """
        let replies = try names.map { try event("case.replied", "10:20", $0, ["admin": "ann"]) }
        let openings = try names.map { try event("case.opened", "10:00", $0, ["message": "m"]) }
        try await tell(openings + replies, until: "10:30")
        #expect(try await aggregator.texts(responses) == ["first_response ann 4 80"])
        try await tell([try event("case.resolved", "11:00", "resolved", ["summary": "done"])], until: "11:00")
        #expect(
            try await aggregator.texts(counts) == ["on_first_response 1", "resolved 1", "working_response 4"]
        )

        func fates(_ type: String, _ time: String, _ names: [String]) throws -> [Event] {
            try replies.filter { reply in names.contains { reply.conversation?.rawValue == $0 } }.map {
                let fields: Fields = [
                    "reply": $0.event.description, "replied_at": $0.time.description, "actor": "system",
                ]
                return try event(type, time, $0.conversation?.rawValue ?? "", fields)
            }
        }
        try await tell(try fates("case.reply_failed", "12:00", names), until: "12:00")
        #expect(try await aggregator.texts(responses) == ["late nobody 3 0"])
        #expect(try await aggregator.texts(counts) == ["resolved 1", "undelivered 4", "without_human_reply 1"])
        try await tell([try event("case.replied", "15:00", "answered", ["admin": "ben"])], until: "15:00")
        try await tell(try fates("case.reply_arrived", "16:00", ["arrived"]), until: "16:00")
        #expect(
            try await aggregator.texts(responses) == [
                "first_response ann 1 20", "first_response ben 1 300", "late nobody 1 0",
            ]
        )
        let ends = try ["answered", "arrived"].map { try event("case.resolved", "17:00", $0, ["summary": "done"]) }
        // In its second cycle a case gets one reply, which does not arrive.
        let second: Fields = ["cycle": "2", "admin": "ann", "summary": "done", "replied_at": "2026-03-09T18:20:00Z"]
        let cycle = try [
            ("case.reopened", "18:00"), ("case.replied", "18:20"), ("case.reply_failed", "19:00"),
            ("case.resolved", "20:00"),
        ].map { try event($0.0, $0.1, "answered", second) }
        try await tell(ends + cycle, until: "20:00")
        #expect(
            try await aggregator.texts(counts) == [
                "on_first_response 2", "resolved 4", "undelivered 4", "without_human_reply 2", "working_response 2",
            ]
        )
        let page = try await aggregator.store(at: "2026-03-30 10:00").cases(
            CaseQuestion("messages.undelivered", try #require(ReportPeriod("2026-03", as: .monthly)))
        )
        #expect(page.rows.map(\.conversation).sorted() == ["answered", "answered", "resolved", "waits"])
        try await Self.keep(all, on: aggregator.session)
        #expect(try await aggregator.texts(Recount.cells) == [])
        await aggregator.close()
    }

    /// Writes what ingest, the router and the log would hold of the events.
    static func keep(_ events: [Event], on session: PostgresSession) async throws {
        var numbers: [String: Int64] = [:]
        for event in events {
            let (conversation, id) = (event.conversation?.rawValue ?? "", event.case?.rawValue ?? "")
            switch (event.topic, event.type) {
            case (.cases, "message.posted"):
                numbers["message \(conversation)", default: 0] += 1
                _ = try await session.query(message(event, numbers["message \(conversation)"] ?? 0))
            case (.cases, _):
                numbers["case \(id)", default: 0] += 1
                if event.type == "case.opened" {
                    _ = try await session.query(
                        Statement(
                            """
                            INSERT INTO router.cases (
                                partition, conversation, number, id, kind, state, opened_at, decisions, messages
                            ) VALUES ($1, $2, 1, $3, 'conversation', 'open', now(), 1, '{[1,1000)}')
                            """,
                            .int4(Int32(event.partition)),
                            .text(conversation),
                            .text(id)
                        )
                    )
                }
                _ = try await session.query(decision(event, numbers["case \(id)"] ?? 0))
            case (.surveys, _):
                numbers["survey \(event.partition)", default: 0] += 1
                _ = try await session.query(logged(event, numbers["survey \(event.partition)"] ?? 0))
            default: break
            }
        }
    }

    private static func message(_ event: Event, _ number: Int64) -> Statement {
        let fields = event.fields
        return Statement(
            """
            INSERT INTO ingest.messages (
                partition, conversation, message_no, message, source, id, role, author, text, time, accepted_at, channel,
                category, visibility, template
            ) VALUES ($1, $2, $3, gen_random_uuid(), 'web', $4, $5, $6, '', $7, now(), $8, $9, $10, $11)
            """,
            parameters: [
                .int4(Int32(event.partition)), .text(event.conversation?.rawValue ?? ""), .int8(number),
                .text("\(number)"), .text(fields["role"] ?? ""), .text(fields["admin"] ?? fields["user"] ?? ""),
                .timestamp(event.time.microseconds), .text(fields["channel"] ?? ""), .text(fields["category"] ?? ""),
                .text(fields["visibility"] ?? ""), .text(fields["template"] ?? ""),
            ]
        )
    }

    private static func decision(_ event: Event, _ seq: Int64) -> Statement {
        var fields = event.fields
        fields["actor"] = nil
        return Statement(
            """
            INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)
            """,
            .int4(Int32(event.partition)),
            .text(event.case?.rawValue ?? ""),
            .int8(seq),
            .text(event.conversation?.rawValue ?? ""),
            .text(event.type),
            .timestamp(event.time.microseconds),
            .text(event.fields["actor"] ?? ""),
            .text(fields.json)
        )
    }

    private static func logged(_ event: Event, _ seq: Int64) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, "case", cause, fields)
            VALUES ($1, 'surveys', $2, $3, 1, gen_random_uuid(), $4, $5, $6, '', $7)
            """,
            .int4(Int32(event.partition)),
            .int8(seq),
            .text(event.type),
            .timestamp(event.time.microseconds),
            .text(event.conversation?.rawValue ?? ""),
            .text(event.case?.rawValue ?? ""),
            .text(event.fields.json)
        )
    }
}
