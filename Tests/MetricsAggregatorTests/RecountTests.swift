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
