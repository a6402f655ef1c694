import Contract
import Postgres

/// An entry that was accepted, and where it led.
struct AcceptedEntry: Sendable {
    let type: String
    let time: Instant
    /// The thread that it is about; nil of entries about users, admins and the office.
    let conversation: String?
    /// The case that it led to; nil where it led to none, or where that is not known any more.
    let caseID: String?

    /// The last accepted entry of that publisher's id, place in a stream (`inbound:{6}/1772352000000-0`) or message id.
    ///
    /// Commands are found as long as the log keeps them, messages as long as they are kept.
    static func find(_ name: String, on session: PostgresSession) async throws -> AcceptedEntry? {
        let rows = try await session.query(
            Statement(
                """
                WITH entry AS (
                    SELECT e.partition, e.conversation, e.event::text AS event, e.type, e.time FROM pipeline.events AS e
                    WHERE e.topic = 'commands' AND e.type <> 'person.erased'
                      AND (e.cause = $1 OR (strpos(e.fields, to_json($1::text)::text) > 0
                                            AND $1 IN (e.fields::json ->> 'id', e.fields::json ->> 'message')))
                    ORDER BY e.at DESC LIMIT 1
                )
                SELECT type, time, conversation, (
                    SELECT c."case" FROM pipeline.events AS c
                    WHERE c.topic = 'cases' AND c.partition = entry.partition AND c.cause = entry.event
                      AND c."case" IS NOT NULL
                    ORDER BY c.seq LIMIT 1
                )
                FROM entry
                UNION ALL
                SELECT 'message.post', time, conversation, "case" FROM api.messages
                WHERE (id = $1 OR message::text = $1) AND NOT EXISTS (SELECT FROM entry)
                LIMIT 1
                """,
                .text(name)
            )
        )
        return rows.first.map { row in
            AcceptedEntry(
                type: row.text(0),
                time: Instant(microseconds: row.timestamp(1)),
                conversation: row.textOrNull(2),
                caseID: row.textOrNull(3)
            )
        }
    }

    /// What it is, in a sentence.
    func sentence(_ name: String) -> String {
        "\(name) is a \(type) of \(CaseWords.time(time))" + (conversation.map { " in \($0)" } ?? "")
    }

    var json: JSONValue {
        [
            "type": .string(type), "time": .string(time.description), "conversation": .text(conversation),
            "case": .text(caseID),
        ]
    }
}
