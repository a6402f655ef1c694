import Contract
import Pipeline
import Postgres

/// The statements about the conversations of a person who is to be erased, and about ingest's own rows of them.
enum ErasedRows {
    /// The conversations of a partition in which the person writes, or whose case is the person's.
    ///
    /// The router may not have come to the last commands yet, so those that it lacks are asked too.
    static func conversations(of person: String, in partition: Int) -> Statement {
        Statement(
            """
            SELECT conversation FROM ingest.messages WHERE partition = $1 AND role = 'user' AND author = $2
            UNION SELECT conversation FROM router.cases WHERE partition = $1 AND "user" = $2
            UNION SELECT e.conversation FROM pipeline.events AS e
            WHERE e.partition = $1 AND e.topic = 'commands' AND e.conversation IS NOT NULL
              AND e.seq > coalesce((SELECT p.seq FROM pipeline.positions AS p
                                    WHERE p.partition = $1 AND p.stage = 'router' AND p.topic = 'commands'), 0)
              AND pipeline.is_about(e.fields, $2)
            """,
            .int4(Int32(partition)),
            .text(person)
        )
    }

    /// What takes the person out of messages, their counters and refused entries; numbers, times and codes stay.
    static func scrub(_ erasure: Erasure, in partition: Int) -> [Statement] {
        let parameters: [Parameter] = [
            .int4(Int32(partition)), .text(erasure.person), .text(erasure.pseudonym), .text(erasure.names),
            .texts(erasure.conversationNames),
        ]
        return [
            Statement(messages, parameters: parameters), Statement(refused, parameters: parameters),
            Statement(counters, .int4(Int32(partition)), .text(erasure.names), .texts(erasure.conversationNames)),
        ]
    }

    private static let messages = """
        UPDATE ingest.messages AS m
        SET conversation = coalesce($4::text::jsonb ->> m.conversation, m.conversation),
            author = CASE WHEN m.role = 'user' AND m.author = $2 THEN $3 ELSE m.author END,
            id = pipeline.scrubbed('id', m.id, $2, $3, $4::text::jsonb, true),
            text = '', attachments = NULL, extra = NULL
        WHERE m.partition = $1 AND (m.conversation = ANY ($5::text[]) OR (m.role = 'user' AND m.author = $2))
        """

    private static let counters = """
        UPDATE ingest.conversations AS c SET conversation = $2::text::jsonb ->> c.conversation
        WHERE c.partition = $1 AND c.conversation = ANY ($3::text[])
          AND c.conversation <> $2::text::jsonb ->> c.conversation
        """

    private static let refused = """
        UPDATE ingest.rejected AS r
        SET raw = '[]', encoded = '{}', is_cut = true,
            id = pipeline.scrubbed('id', r.id, $2, $3, $4::text::jsonb, true),
            conversation = coalesce($4::text::jsonb ->> r.conversation, r.conversation)
        WHERE r.partition = $1
          AND (r.conversation = ANY ($5::text[]) OR pipeline.names(r.raw::text, $2))
        """
}
