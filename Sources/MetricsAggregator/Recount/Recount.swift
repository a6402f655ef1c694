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
        ), counted AS (
            SELECT (to_timestamp(c.hour * 3600.0) AT TIME ZONE (SELECT zone FROM metrics.calendar))::date
                       - DATE '1970-01-01' AS day, c.measure, c.label, c.bucket, sum(c.n) AS n, sum(c.sum) AS sum
            FROM (
                SELECT hour, measure, label, bucket, sum(n) AS n, sum(sum) AS sum FROM metrics.cells GROUP BY 1, 2, 3, 4
            ) AS c
            GROUP BY 1, 2, 3, 4
        ), cells AS (
            SELECT day, measure, label, bucket, sum(n) AS n, sum(sum) AS sum FROM (\(apart("counted", "day, measure, label"))) AS c
            GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(sum) <> 0
        ), sums AS (
            SELECT day, measure, label, bucket, sum(n) AS n, sum(sum) AS sum
            FROM (\(unpacked("metrics.day_totals", "t.day, t.measure, t.label, t.dimensions"))) AS t
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
                \(apart("metrics.day_changes", "day, measure"))
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

    /// Of cells, how many each bucket has, and all of them with their sum as bucket -1, which is what is kept of days.
    private static func apart(_ rows: String, _ columns: String) -> String {
        """
        SELECT \(columns), -1 AS bucket, n, sum FROM \(rows)
        UNION ALL SELECT \(columns), bucket, n, 0 FROM \(rows) WHERE bucket >= 0
        """
    }

    /// The same of a table of days or months, as `t`.
    static func unpacked(_ table: String, _ columns: String) -> String {
        """
        SELECT \(columns), -1 AS bucket, t.n, t.sum FROM \(table) AS t
        UNION ALL SELECT \(columns), t.bucket, t.n, 0 FROM \(table) AS t WHERE t.bucket >= 0
        UNION ALL SELECT \(columns), b.bucket, b.n, 0 FROM \(table) AS t CROSS JOIN LATERAL metrics.unpacked(t.buckets) AS b
        """
    }
}
