import Contract
import Postgres

/// Writes the decisions of a batch.
struct InsertHistory {
    let entries: [HistoryEntry]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.case_history (
                partition, "case", seq, conversation, type, time, actor, reason, detail
            )
            SELECT partition, "case", seq, conversation, type, time, actor, reason, detail::jsonb
            FROM unnest(
                $1::int[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::text[],
                $9::text[]
            ) AS n (partition, "case", seq, conversation, type, time, actor, reason, detail)
            """,
            parameters: [
                .int4s(entries.map { Int32($0.partition) }), .texts(entries.map(\.place?.id.rawValue)),
                .int8s(entries.map { $0.place.map { Int64($0.seq) } }), .texts(entries.map(\.conversation)),
                .texts(entries.map(\.type)), .instants(entries.map(\.time)), .texts(entries.map(\.actor)),
                .texts(entries.map(\.reason)), .texts(entries.map(\.detail.json)),
            ]
        )
    }
}
