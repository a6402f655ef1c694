import Policy

/// Duties that are alike but for the table and what is old in it.
extension RetentionDuty {
    /// Rows of a table that is not divided: those of that condition on `$1`, which may say their order.
    static func ofRows(
        _ matter: RetentionPolicy.Matter,
        _ what: String,
        of table: String,
        _ condition: String
    ) -> RetentionDuty {
        RetentionDuty(
            matter: matter,
            what: what,
            batch: """
                WITH gone AS (
                    DELETE FROM \(table)
                    WHERE ctid = ANY (ARRAY(SELECT ctid FROM \(table) WHERE \(condition) LIMIT 5000))
                    RETURNING 1
                )
                SELECT count(*) FROM gone
                """
        )
    }

    /// Rows, called `o` in the condition, whose key behind the partition begins with an id that begins with the time: the
    /// oldest of each partition are found without an index more.
    static func ofDatedRows(
        _ matter: RetentionPolicy.Matter,
        _ what: String,
        of table: String,
        by key: [String],
        _ condition: String
    ) -> RetentionDuty {
        let columns = ["partition"] + key
        return RetentionDuty(
            matter: matter,
            what: what,
            batch: """
                WITH gone AS (
                    DELETE FROM \(table) AS r
                    USING pipeline.settings AS s
                    CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p (partition)
                    CROSS JOIN LATERAL (
                        SELECT \(columns.map { "o.\($0)" }.joined(separator: ", ")) FROM \(table) AS o
                        WHERE o.partition = p.partition AND \(condition)
                          AND o.\(key[0]) < rpad(lpad(to_hex((extract(epoch FROM $1) * 1000)::bigint), 12, '0'), 32, '0')::uuid
                        ORDER BY o.\(key[0])
                        LIMIT 200
                    ) AS o
                    WHERE \(columns.map { "r.\($0) = o.\($0)" }.joined(separator: " AND "))
                    RETURNING 1
                )
                SELECT count(*) FROM gone
                """
        )
    }
}
