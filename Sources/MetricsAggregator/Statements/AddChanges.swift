import Postgres

/// Adds what a batch changes to what has come to open days since they were summed up.
struct AddChanges {
    let changes: DayChanges

    var statement: Statement {
        let rows = Array(changes.values)
        return Statement(
            """
            INSERT INTO metrics.day_changes AS c (partition, day, measure, bucket, n, sum)
            SELECT partition, day, measure, bucket, n, sum
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::int[]) AS day, unnest($3::text[]) AS measure,
                    unnest($4::int[]) AS bucket, unnest($5::bigint[]) AS n, unnest($6::bigint[]) AS sum
            ) AS n
            ON CONFLICT (partition, day, measure, bucket) DO UPDATE
            SET n = c.n + EXCLUDED.n, sum = c.sum + EXCLUDED.sum
            """,
            .int4s(rows.map { Int32($0.key.open.partition) }),
            .int4s(rows.map { Int32($0.key.open.day) }),
            .texts(rows.map { $0.key.measure.rawValue }),
            .int4s(rows.map { Int32($0.key.bucket) }),
            .int8s(rows.map { $0.value.n }),
            .int8s(rows.map { $0.value.sum })
        )
    }
}
