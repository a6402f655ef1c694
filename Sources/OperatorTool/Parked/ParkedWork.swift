import Contract
import Postgres

/// Inputs that a stage could not handle, with what followed them in their conversation.
struct ParkedWork {
    /// One parked input.
    struct Row: Sendable {
        var stage: String
        var partition: Int
        var id: Int64
        var conversation: String
        var kind: String
        var topic: String?
        var seq: Int64?
        var code: String
        var error: String
        var attempts: Int64
        var at: Instant
        var state: String
        var payload: String
    }

    let session: PostgresSession

    /// The parked inputs, oldest first, of a stage or all, of a conversation or all.
    func rows(stage: String? = nil, conversation: String? = nil, limit: Int) async throws -> [Row] {
        let rows = try await session.query(
            Statement(
                """
                SELECT stage, partition, id, conversation, kind, topic, seq, code, error, attempts, at, state, payload::text
                FROM pipeline.parked
                WHERE ($1::text IS NULL OR stage = $1) AND ($2::text IS NULL OR conversation = $2)
                ORDER BY stage, id
                LIMIT $3
                """,
                stage.map(Parameter.text) ?? .null,
                conversation.map(Parameter.text) ?? .null,
                .int8(Int64(limit))
            )
        )
        return rows.map { row in
            Row(
                stage: row.text(0),
                partition: Int(row.int(1)),
                id: row.int(2),
                conversation: row.text(3),
                kind: row.text(4),
                topic: row.textOrNull(5),
                seq: row.intOrNull(6),
                code: row.text(7),
                error: row.text(8),
                attempts: row.int(9),
                at: Instant(microseconds: row.timestamp(10)),
                state: row.text(11),
                payload: row.text(12)
            )
        }
    }

    /// Has the inputs of a conversation, or of every one, tried again in their order; answers how many.
    func retry(stage: String, conversation: String?) async throws -> Int {
        let rows = try await session.query(
            Statement(
                """
                WITH changed AS (
                    UPDATE pipeline.parked SET state = 'retry'
                    WHERE stage = $1 AND ($2::text IS NULL OR conversation = $2) AND state = 'parked'
                    RETURNING id, partition
                )
                INSERT INTO pipeline.audit (action, subject, detail)
                SELECT 'parked.retry', $1, jsonb_build_object(
                           'inputs', count(*), 'first', min(id), 'last', max(id), 'partitions', count(DISTINCT partition)
                       )
                FROM changed HAVING count(*) > 0
                RETURNING (detail ->> 'inputs')::bigint
                """,
                .text(stage),
                conversation.map(Parameter.text) ?? .null
            )
        )
        return rows.first.map { Int($0.int(0)) } ?? 0
    }

    /// Throws away the input that a conversation was parked for, or all of its inputs, and has the rest tried again.
    ///
    /// What is thrown away is kept in `pipeline.discarded`; the audit, which never changes, names it by its number. Letters
    /// of other partitions that only followed are tried again in any case: what they tell is nowhere else, as that an admin
    /// has been called for a case.
    func discard(stage: String, conversation: String, all: Bool) async throws -> (discarded: Int, retried: Int) {
        let rows = try await session.inTransaction([
            Statement(
                """
                WITH gone AS (
                    DELETE FROM pipeline.parked
                    WHERE stage = $1 AND conversation = $2
                      AND ($3 AND kind <> 'letter'
                           OR id = (SELECT min(id) FROM pipeline.parked WHERE stage = $1 AND conversation = $2))
                    RETURNING partition, stage, id, conversation, kind, topic, seq, payload, code, error
                ), kept AS (
                    INSERT INTO pipeline.discarded
                        (partition, stage, id, conversation, kind, topic, seq, payload, code, error)
                    SELECT * FROM gone
                )
                INSERT INTO pipeline.audit (action, subject, detail)
                SELECT 'parked.discard', $1, jsonb_build_object(
                           'id', id, 'partition', partition, 'kind', kind, 'topic', topic, 'seq', seq, 'code', code
                       )
                FROM gone ORDER BY id
                """,
                .text(stage),
                .text(conversation),
                .bool(all)
            ),
            Statement(
                "UPDATE pipeline.parked SET state = 'retry' WHERE stage = $1 AND conversation = $2",
                .text(stage),
                .text(conversation)
            ),
        ])
        return (rows[0].affected, rows[1].affected)
    }
}

extension ParkedWork.Row {
    var json: JSONValue {
        [
            "stage": .string(stage), "partition": .integer(Int64(partition)), "id": .integer(id),
            "conversation": .string(conversation), "kind": .string(kind), "topic": .text(topic), "seq": .integer(seq),
            "code": .string(code), "error": .string(error), "attempts": .integer(attempts),
            "at": .string(at.description), "state": .string(state),
            "payload": (try? JSONValue(parsing: payload)) ?? .string(payload),
        ]
    }
}
