/// The statements by which days and months are summed up.
extension DaySums {
    /// Waits for the batches that still add to the day, and has others wait that would, in each partition: what is summed up
    /// and the changes that are taken away must be the same.
    static let hold = """
        INSERT INTO metrics.open_days (partition, day, has_changes)
        SELECT p, $1, true
        FROM generate_series(0, (SELECT partitions - 1 FROM pipeline.settings)) AS p ORDER BY p
        ON CONFLICT (partition, day) DO UPDATE SET day = EXCLUDED.day WHERE false
        """

    /// One scan of the day's cells for all sets; the sets are those of ``SelectSums/kept``.
    static let sum = """
        INSERT INTO metrics.day_totals (
            dimensions, measure, day, team, channel, category, admin, language, campaign, label, buckets, n, sum
        )
        SELECT dimensions, measure, $1, team, channel, category, admin, language, campaign, label,
               string_agg(int2send(bucket) || int8send(n), ''::bytea) FILTER (WHERE bucket >= 0 AND n <> 0),
               sum(n), sum(sum)
        FROM (
            SELECT concat_ws(',',
                       CASE WHEN grouping(team) = 0 THEN 'team' END, CASE WHEN grouping(channel) = 0 THEN 'channel' END,
                       CASE WHEN grouping(category) = 0 THEN 'category' END, CASE WHEN grouping(admin) = 0 THEN 'admin' END,
                       CASE WHEN grouping(language) = 0 THEN 'language' END,
                       CASE WHEN grouping(campaign) = 0 THEN 'campaign' END) AS dimensions,
                   measure, team, channel, category, admin, language, campaign, label, bucket, sum(n)::bigint AS n, sum(sum) AS sum
            FROM metrics.cells
            WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
              AND hour >= $2 AND hour < $3
            GROUP BY measure, label, bucket, GROUPING SETS (
                (), (team), (channel), (category), (admin), (language), (campaign)
            )
        ) AS c
        GROUP BY dimensions, measure, team, channel, category, admin, language, campaign, label
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """

    /// The hour of the day stands in place of a label.
    static let clockSum = """
        INSERT INTO metrics.day_totals (dimensions, measure, day, label, n, sum)
        SELECT 'clock', measure, $1, extract(hour FROM to_timestamp(hour * 3600.0) AT TIME ZONE $4)::int::text, sum(n), sum(sum)
        FROM metrics.cells
        WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND hour >= $2 AND hour < $3 AND measure = ANY ($5)
        GROUP BY measure, 4
        HAVING sum(n) <> 0
        """

    /// The last month of which messages or cases may have been let go.
    static let lastMonthLetGo = """
        (SELECT coalesce(extract(year FROM k) * 12 + extract(month FROM k) - 1, 0)
         FROM (SELECT nullif(greatest(pipeline.kept_since('messages'), pipeline.kept_since('cases')), '-infinity')
                   AT TIME ZONE $1) AS since (k))
        """

    /// Names are made numbers as ``Person`` makes them.
    static let peopleOfMonths = """
        INSERT INTO metrics.people (partition, month, measure, person)
        SELECT partition, month, measure,
               ('x' || encode(substr(sha256(convert_to(name, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint
        FROM (
            SELECT partition, 'received' AS measure, author AS name,
                   (extract(year FROM at) * 12 + extract(month FROM at) - 1)::int AS month
            FROM (SELECT partition, author, time AT TIME ZONE $1 AS at FROM ingest.messages WHERE role = 'user') AS m
            -- Each name once a month, before anything is worked out of it.
            UNION
            SELECT partition, 'opened', "user", (extract(year FROM at) * 12 + extract(month FROM at) - 1)::int
            FROM (
                SELECT partition, detail ->> 'user' AS "user", time AT TIME ZONE $1 AS at FROM api.case_history
                WHERE type = 'case.opened' AND detail ->> 'kind' = 'platform_issue'
            ) AS c
        ) AS p
        WHERE name <> '' AND month > \(lastMonthLetGo)
        ON CONFLICT DO NOTHING
        """

    static let peopleSum = """
        INSERT INTO metrics.people_sums (month, months, measure, n)
        SELECT $1, $2, m.measure, (
            SELECT count(*) FROM (
                SELECT person FROM metrics.people
                WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                  AND month >= $1 AND month < $1 + $2 AND measure = m.measure
                GROUP BY person
            ) AS p
        )
        FROM (VALUES ('received'), ('opened')) AS m (measure)
        WHERE (SELECT count(*) FROM metrics.closed_months WHERE month >= $3 AND until <= $4) = $2
        ON CONFLICT (month, months, measure) DO UPDATE SET n = EXCLUDED.n
        """

    /// Of one set of dimensions.
    static let monthSum = """
        INSERT INTO metrics.month_totals (
            dimensions, measure, month, team, channel, category, admin, language, campaign, label, buckets, n, sum
        )
        SELECT dimensions, measure, $1, team, channel, category, admin, language, campaign, label, \(merged), sum(n), sum(sum)
        FROM metrics.day_totals
        WHERE day >= $1 AND day < $2 AND dimensions = $3
        GROUP BY dimensions, measure, team, channel, category, admin, language, campaign, label
        HAVING sum(n) <> 0 OR sum(sum) <> 0
        """

    static let packDay = pack("day")
    static let packMonth = pack("month")

    private static func pack(_ span: String) -> String {
        """
        WITH known AS (UPDATE metrics.closed_\(span)s SET is_packed = true WHERE \(span) = $1),
        gone AS (DELETE FROM metrics.\(span)_totals WHERE \(span) = $1 RETURNING *)
        INSERT INTO metrics.\(span)_totals (
            dimensions, measure, \(span), team, channel, category, admin, language, campaign, label, buckets, n, sum
        )
        SELECT dimensions, measure, $1, team, channel, category, admin, language, campaign, label, \(merged), sum(n), sum(sum)
        FROM gone
        GROUP BY dimensions, measure, team, channel, category, admin, language, campaign, label
        """
    }

    /// All buckets of a group of rows, packed or not, each once.
    private static let merged = """
        metrics.merged(string_agg(coalesce(buckets, CASE WHEN bucket >= 0 THEN int2send(bucket) || int8send(n) END), ''::bytea))
        """
}
