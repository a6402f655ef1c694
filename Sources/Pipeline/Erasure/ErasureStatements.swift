import Contract
import Postgres

/// The statements by which the pipeline takes a person out of what it keeps.
enum ErasureStatements {
    /// An erasure reads a partition's rows once, which may take longer than a batch does.
    static let patience = Statement("SET LOCAL statement_timeout = '10min'")

    /// The timers, mail and parked work of a stage.
    static func scrub(_ erasure: Erasure, of stage: StageName, in partition: Int) -> Statement {
        Statement(
            "SELECT pipeline.scrub_stage($1, $2, $3, $4, $5::text::jsonb)",
            .text(stage.rawValue),
            .int4(Int32(partition)),
            .text(erasure.person),
            .text(erasure.pseudonym),
            .text(erasure.names)
        )
    }

    /// Whether every stage that reads the topic has handled the partition up to there.
    static func havePassed(_ topic: Topic, in partition: Int, upto: Int64) -> Statement {
        Statement(
            """
            SELECT coalesce(bool_and(seq >= $3), true) FROM pipeline.positions
            WHERE topic = $1 AND partition = $2
            """,
            .text(topic.rawValue),
            .int4(Int32(partition)),
            .int8(upto)
        )
    }

    /// The number of the first event that the partition still has; none where it has none.
    static func beginning(_ topic: Topic, in partition: Int) -> Statement {
        Statement(
            """
            SELECT min(seq) FROM pipeline.events_\(topic.rawValue)
            WHERE partition = $1 AND topic = '\(topic.rawValue)'
            """,
            .int4(Int32(partition))
        )
    }

    /// The events between two places that name the person or belong to one of the person's conversations.
    static func affected(_ erasure: Erasure, _ topic: Topic, in partition: Int, _ places: Range<Int64>) -> Statement {
        Statement(
            """
            SELECT e.seq FROM pipeline.events_\(topic.rawValue) AS e
            WHERE e.partition = $1 AND e.topic = '\(topic.rawValue)' AND e.seq >= $2 AND e.seq < $3
              AND (e.conversation = ANY ($4::text[]) OR pipeline.names(e.fields, $5))
            ORDER BY e.seq
            """,
            .int4(Int32(partition)),
            .int8(places.lowerBound),
            .int8(places.upperBound),
            .texts(erasure.conversationNames),
            .text(erasure.person)
        )
    }

    /// Takes the person out of events.
    static func scrub(_ erasure: Erasure, _ topic: Topic, in partition: Int, _ seqs: [Int64]) -> Statement {
        Statement(
            """
            UPDATE pipeline.events_\(topic.rawValue) AS e
            SET conversation = coalesce($5::text::jsonb ->> e.conversation, e.conversation),
                fields = pipeline.scrub(
                    e.fields, $3, $4, $5::text::jsonb,
                    coalesce($5::text::jsonb ? e.conversation, false) OR pipeline.is_about(e.fields, $3)
                )
            WHERE e.partition = $1 AND e.topic = '\(topic.rawValue)' AND e.seq = ANY ($2::bigint[])
            """,
            .int4(Int32(partition)),
            .int8s(seqs),
            .text(erasure.person),
            .text(erasure.pseudonym),
            .text(erasure.names)
        )
    }
}
