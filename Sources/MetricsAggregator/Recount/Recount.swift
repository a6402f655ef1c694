import Figures
package import Postgres

/// Queries that count the figures again from the rows that the other programs own; each row tells one difference.
package enum Recount {
    /// What the transaction is told in which they run.
    ///
    /// Of what a query adds up on its way to a cell there are no statistics, so that the server takes it for a few rows and loops
    /// over it for each row of something else, which takes the square of the time. Each is also dear enough to be compiled.
    package static let settings = [
        Statement("SET LOCAL enable_nestloop = off"), Statement("SET LOCAL jit = off"),
        Statement("SET LOCAL work_mem = '64MB'"),
    ]

    /// Every cell.
    package static let cells = String(decoding: PackageResources.recount_sql, as: UTF8.self)
        .split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        .replacing("EDGES", with: "'{\(DurationBuckets.edges.map { String($0) }.joined(separator: ","))}'::bigint[]")

    /// The sums of the days that are closed, against their cells; of open days, with what has come since.
    package static let days = """
        WITH closed AS (
            SELECT d.day FROM metrics.closed_days AS d
            WHERE NOT EXISTS (SELECT FROM metrics.open_days AS o WHERE o.day = d.day)
        ), changed AS (
            SELECT day FROM metrics.open_days GROUP BY day HAVING bool_and(has_changes)
        ), cells AS (
            SELECT (to_timestamp(c.hour * 3600.0) AT TIME ZONE (SELECT zone FROM metrics.calendar))::date
                       - DATE '1970-01-01' AS day, c.measure, c.label, c.bucket, sum(c.n) AS n, sum(c.sum) AS sum
            FROM (
                SELECT hour, measure, label, bucket, sum(n) AS n, sum(sum) AS sum FROM metrics.cells GROUP BY 1, 2, 3, 4
            ) AS c
            GROUP BY 1, 2, 3, 4 HAVING sum(c.n) <> 0 OR sum(c.sum) <> 0
        ), sums AS (
            SELECT day, measure, label, bucket, sum(n) AS n, sum(sum) AS sum FROM metrics.day_sums
            WHERE dimensions = '' GROUP BY 1, 2, 3, 4
        )
        SELECT format('day %s, %s %s, bucket %s: summed up %s with sum %s, cells %s with sum %s', DATE '1970-01-01' + day,
                      measure, label, bucket, coalesce(s.n, 0), coalesce(s.sum, 0), coalesce(c.n, 0), coalesce(c.sum, 0))
        FROM (SELECT * FROM sums WHERE day IN (SELECT day FROM closed)) AS s
        FULL JOIN (SELECT * FROM cells WHERE day IN (SELECT day FROM closed)) AS c USING (day, measure, label, bucket)
        WHERE coalesce(s.n, 0) <> coalesce(c.n, 0) OR coalesce(s.sum, 0) <> coalesce(c.sum, 0)
        UNION ALL
        SELECT format('open day %s, %s, bucket %s: summed up and changed since %s with sum %s, cells %s with sum %s',
                      DATE '1970-01-01' + day, measure, bucket, coalesce(s.n, 0), coalesce(s.sum, 0), coalesce(c.n, 0),
                      coalesce(c.sum, 0))
        FROM (
            SELECT day, measure, bucket, sum(n) AS n, sum(sum) AS sum
            FROM (
                SELECT day, measure, bucket, n, sum FROM sums WHERE day IN (SELECT day FROM metrics.closed_days)
                UNION ALL
                SELECT day, measure, bucket, n, sum FROM metrics.day_changes
            ) AS parts
            WHERE day IN (SELECT day FROM changed) GROUP BY 1, 2, 3
        ) AS s
        FULL JOIN (
            SELECT day, measure, bucket, sum(n) AS n, sum(sum) AS sum FROM cells
            WHERE day IN (SELECT day FROM changed) GROUP BY 1, 2, 3
        ) AS c USING (day, measure, bucket)
        WHERE (coalesce(s.n, 0) <> coalesce(c.n, 0) OR coalesce(s.sum, 0) <> coalesce(c.sum, 0))
          AND measure IN ('\(DayChanges.measures.map(\.rawValue).sorted().joined(separator: "', '"))')
        """
}
