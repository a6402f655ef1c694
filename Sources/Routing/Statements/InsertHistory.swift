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
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::bigint[]) AS seq,
                    unnest($4::text[]) AS conversation, unnest($5::text[]) AS type, unnest($6::timestamptz[]) AS time,
                    unnest($7::text[]) AS actor, unnest($8::text[]) AS reason, unnest($9::text[]) AS detail
            ) AS n
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
