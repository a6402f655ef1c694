import Contract
import Postgres

/// The statements of parked work: inputs that a stage could not handle, with everything that followed them in their
/// conversation.
struct Parking: Sendable {
    let stage: StageName

    /// The conversations that are parked, and whether they are to be tried again: because an operator wants it, or
    /// because what they were parked for has been discarded and only what followed it is left.
    func conversations(in partitions: [Int]) -> Statement {
        Statement(
            """
            SELECT partition, conversation,
                   bool_or(state = 'retry') OR (array_agg(code ORDER BY id))[1] = '\(StageFault.follows)'
            FROM pipeline.parked_\(stage.sqlName)
            WHERE partition = ANY ($1::int[])
            GROUP BY partition, conversation
            """,
            .int4s(partitions.map(Int32.init))
        )
    }

    func put(_ rows: [ParkedRow]) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.parked_\(stage.sqlName)
                (partition, stage, conversation, kind, topic, seq, payload, code, error, attempts)
            SELECT partition, '\(stage)', conversation, kind, topic, seq, payload::jsonb, code, error, attempts
            FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[],
                        $9::int[])
                WITH ORDINALITY
                AS n (partition, conversation, kind, topic, seq, payload, code, error, attempts, place)
            ORDER BY place
            """,
            .int4s(rows.map { Int32($0.partition) }),
            .texts(rows.map(\.conversation)),
            .texts(rows.map(\.payload.kind)),
            .texts(rows.map { $0.topic?.topic.rawValue }),
            .int8s(rows.map { $0.topic?.seq }),
            .texts(rows.map(\.payload.fields.json)),
            .texts(rows.map(\.fault.code)),
            .texts(rows.map(\.fault.detail)),
            .int4s(rows.map { Int32($0.attempts) })
        )
    }

    /// The rows of a conversation, in the order in which they came.
    func rows(of conversation: String, in partition: Int, limit: Int) -> Statement {
        Statement(
            """
            SELECT id, kind, topic, seq, payload::text FROM pipeline.parked_\(stage.sqlName)
            WHERE partition = $1 AND conversation = $2
            ORDER BY id
            LIMIT $3
            """,
            .int4(Int32(partition)),
            .text(conversation),
            .int8(Int64(limit))
        )
    }

    func find(_ id: Int64, in partition: Int) -> Statement {
        Statement(
            "SELECT id FROM pipeline.parked_\(stage.sqlName) WHERE partition = $1 AND stage = '\(stage)' AND id = $2",
            .int4(Int32(partition)),
            .int8(id)
        )
    }

    func remove(_ id: Int64, in partition: Int) -> Statement {
        Statement(
            "DELETE FROM pipeline.parked_\(stage.sqlName) WHERE partition = $1 AND stage = '\(stage)' AND id = $2",
            .int4(Int32(partition)),
            .int8(id)
        )
    }

    /// Records that another attempt failed; the conversation waits for the operator again.
    func refuse(_ id: Int64, conversation: String, in partition: Int, _ fault: StageFault) -> [Statement] {
        [
            Statement(
                """
                UPDATE pipeline.parked_\(stage.sqlName) SET attempts = attempts + 1, code = $3, error = $4
                WHERE partition = $1 AND stage = '\(stage)' AND id = $2
                """,
                .int4(Int32(partition)),
                .int8(id),
                .text(fault.code),
                .text(fault.detail)
            ),
            Statement(
                """
                UPDATE pipeline.parked_\(stage.sqlName) SET state = 'parked'
                WHERE partition = $1 AND conversation = $2
                """,
                .int4(Int32(partition)),
                .text(conversation)
            ),
        ]
    }

    /// Has conversations tried again that were parked for a version that this program knows.
    func release(knowing versions: [(type: String, version: Int)], in partitions: [Int]) -> Statement {
        Statement(
            """
            UPDATE pipeline.parked_\(stage.sqlName) AS p SET state = 'retry'
            FROM unnest($1::text[], $2::int[]) AS known (type, v)
            WHERE p.partition = ANY ($3::int[]) AND p.code = '\(StageFault.unknownVersion)'
              AND p.payload ->> 'type' = known.type AND p.payload ->> 'v' = known.v::text
            """,
            .texts(versions.map(\.type)),
            .int4s(versions.map { Int32($0.version) }),
            .int4s(partitions.map(Int32.init))
        )
    }
}

/// An input to be parked.
struct ParkedRow: Sendable {
    let partition: Int
    let conversation: String
    let topic: TopicPosition?
    let payload: ParkedPayload
    let fault: StageFault
    let attempts: Int
}

extension StageFault {
    static let unknownVersion = "unknown_version"
    /// The code of what only follows, in its conversation, an input that could not be handled.
    static let follows = "follows_parked"
    static let unreadable = "unreadable_event"
    static let database = "refused_by_database"
}
