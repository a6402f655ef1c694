import Postgres

/// Reads the texts that opened the latest cases of conversations: the command's own, or else the first message's.
///
/// A text that was erased gives no row, and neither does one that was private.
struct SelectOpeningTexts {
    let keys: [CaseThreads.Key]

    var statement: Statement {
        Statement(
            """
            SELECT c.partition, c.conversation, c.number, t.text
            FROM unnest($1::int[], $2::text[]) AS k (partition, conversation)
            CROSS JOIN LATERAL (
                SELECT l.partition, l.conversation, l.number, l.fields, lower(l.messages) AS first_no
                FROM router.cases AS l
                WHERE l.partition = k.partition AND l.conversation = k.conversation
                ORDER BY l.number DESC
                LIMIT 1
            ) AS c
            CROSS JOIN LATERAL (
                SELECT coalesce(c.fields::jsonb ->> 'text', (
                    SELECT m.text FROM ingest.messages AS m
                    WHERE m.partition = c.partition AND m.conversation = c.conversation AND m.message_no = c.first_no
                      AND m.role = 'user' AND m.visibility IS DISTINCT FROM 'private'
                    LIMIT 1
                )) AS text
            ) AS t
            WHERE t.text <> ''
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.conversation))
        )
    }
}
