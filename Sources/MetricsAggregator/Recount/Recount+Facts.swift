extension Recount {
    /// How many events wait between what the figures are counted again from and the figures themselves, and how many are
    /// parked on the way there: with any of them, the two may differ for a time.
    package static let behind = """
        SELECT (
            SELECT coalesce(sum(h.seq - coalesce(p.seq, 0)), 0)::bigint
            FROM pipeline.heads AS h
            CROSS JOIN (VALUES
                ('router', 'commands'), ('sla-monitor', 'cases'), ('metrics-aggregator', NULL)
            ) AS s (stage, topic)
            LEFT JOIN pipeline.positions AS p
                ON p.stage = s.stage AND p.topic = h.topic AND p.partition = h.partition
            WHERE (s.topic IS NULL OR s.topic = h.topic) AND h.seq > coalesce(p.seq, 0)
        ), (
            SELECT count(*) FROM pipeline.parked WHERE stage IN ('router', 'sla-monitor', 'metrics-aggregator')
        )
        """

    /// Who wrote and who reported in each month, one by one.
    ///
    /// Of an erased person the messages keep a pseudonym and the figures the number of the name. So there may be as many numbers
    /// without a name as pseudonyms, and fewer where somebody came back in the same month, who has one number and two names.
    package static let people = """
        WITH counted AS (
            SELECT DISTINCT d.measure, d.name LIKE 'erased-%' AS is_erased,
                   (extract(year FROM d.at) * 12 + extract(month FROM d.at) - 1)::int AS month,
                   ('x' || encode(substr(sha256(convert_to(d.name, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint AS person
            FROM (
                SELECT 'received' AS measure, author AS name,
                       time AT TIME ZONE (SELECT zone FROM metrics.calendar) AS at
                FROM ingest.messages WHERE role = 'user' AND author <> ''
                UNION ALL
                SELECT 'opened', detail ->> 'user', time AT TIME ZONE (SELECT zone FROM metrics.calendar)
                FROM router.case_history
                WHERE type = 'case.opened' AND detail ->> 'kind' = 'platform_issue' AND detail ->> 'user' <> ''
            ) AS d
        ), differing AS (
            SELECT month, measure, person, c.person IS NULL AS is_extra, coalesce(c.is_erased, false) AS is_erased
            FROM counted AS c FULL JOIN (SELECT DISTINCT month, measure, person FROM metrics.people) AS r
                USING (month, measure, person)
            WHERE (c.person IS NULL OR r.person IS NULL) AND month > coalesce((
                SELECT extract(year FROM k) * 12 + extract(month FROM k) - 1
                FROM (
                    SELECT nullif(greatest(pipeline.kept_since('messages'), pipeline.kept_since('cases')), '-infinity')
                               AT TIME ZONE (SELECT zone FROM metrics.calendar)
                ) AS since (k)
            ), 0)
        )
        SELECT format('%s-%s, %s: person %s was counted and is not rolled up', month / 12,
                      lpad((month % 12 + 1)::text, 2, '0'), measure, person)
        FROM differing WHERE NOT is_extra AND NOT is_erased
        UNION ALL
        SELECT format('%s-%s, %s: %s people are rolled up who were not counted (%s), %s of them erased since', month / 12,
                      lpad((month % 12 + 1)::text, 2, '0'), measure, count(*) FILTER (WHERE is_extra),
                      left(string_agg(person::text, ' ') FILTER (WHERE is_extra), 120), count(*) FILTER (WHERE is_erased))
        FROM differing GROUP BY month, measure
        HAVING count(*) FILTER (WHERE is_extra) > count(*) FILTER (WHERE is_erased)
        """

    /// When admins came and left, from the log, as far back as it reaches.
    package static let presence = """
        WITH counted AS (
            SELECT DISTINCT ON (partition, admin, at) partition, admin, at, status
            FROM (
                SELECT partition, fields::jsonb ->> 'admin' AS admin, time AS at, fields::jsonb ->> 'status' AS status, seq
                FROM pipeline.events WHERE topic = 'commands' AND type = 'admin.presence'
            ) AS e
            ORDER BY partition, admin, at, seq DESC
        )
        SELECT format('partition %s, %s at %s: rolled up %s, told %s', partition, admin, at, coalesce(r.status, 'nothing'),
                      coalesce(c.status, 'nothing'))
        FROM counted AS c FULL JOIN metrics.presence AS r USING (partition, admin, at)
        WHERE r.status IS DISTINCT FROM c.status
          AND (c.status IS NOT NULL OR pipeline.kept_since('events') = '-infinity')
        """

    /// What the site has said of each month, from the log, as far back as it reaches.
    package static let usage = """
        WITH counted AS (
            SELECT DISTINCT ON (period, campaign) period, campaign, at, active_users, reach
            FROM (
                SELECT fields::jsonb ->> 'period' AS period, coalesce(fields::jsonb ->> 'campaign', '') AS campaign, time AS at,
                       (fields::jsonb ->> 'active_users')::bigint AS active_users,
                       nullif(fields::jsonb ->> 'reach', '')::bigint AS reach, seq
                FROM pipeline.events WHERE topic = 'commands' AND type = 'usage.put'
            ) AS e
            ORDER BY period, campaign, at DESC, seq DESC
        )
        SELECT format('%s %s: rolled up %s active users with reach %s, told %s with %s', period, campaign,
                      coalesce(r.active_users::text, 'no'), coalesce(r.reach::text, 'unknown'),
                      coalesce(c.active_users::text, 'no'), coalesce(c.reach::text, 'unknown'))
        FROM counted AS c FULL JOIN metrics.usage AS r USING (period, campaign)
        WHERE (r.active_users, r.reach, r.at) IS DISTINCT FROM (c.active_users, c.reach, c.at)
          AND (c.at IS NOT NULL OR pipeline.kept_since('events') = '-infinity')
        """

    /// The flags that were upheld, with what they were about.
    package static let upheld = """
        WITH flags AS (
            SELECT h.partition, h."case" AS id, h.seq, h.type, h.time, h.detail, (h.detail ->> 'cycle')::int AS cycle
            FROM router.case_history AS h
            WHERE EXISTS (
                SELECT FROM router.case_history AS o
                WHERE o.partition = h.partition AND o."case" = h."case" AND o.type = 'case.opened'
                  AND o.detail ->> 'kind' = 'flag'
            ) AND h.type IN ('case.opened', 'case.reopened', 'case.resolved', 'case.merged', 'case.spam')
        ), items AS (
            -- What an erasure has left of a subject may be nothing, or a mark that many have.
            SELECT partition, id, CASE WHEN detail ->> 'subject' IN ('', '[erased]') THEN 'case/' || id ELSE coalesce(
                       detail ->> 'subject', nullif(detail ->> 'counterparty', ''), 'case/' || id) END AS item
            FROM flags WHERE type = 'case.opened'
        ), openings AS (
            SELECT DISTINCT ON (partition, id, cycle) partition, id, cycle, time AS opened_at
            FROM flags WHERE type IN ('case.opened', 'case.reopened') ORDER BY partition, id, cycle, seq
        ), counted AS (
            SELECT e.partition, format('case/%s/%s', e.id, e.cycle) AS subject, i.item, o.opened_at, e.time AS at
            FROM (
                SELECT DISTINCT ON (partition, id, cycle) * FROM flags ORDER BY partition, id, cycle, seq DESC
            ) AS e
            JOIN items AS i USING (partition, id)
            JOIN openings AS o USING (partition, id, cycle)
            WHERE e.type = 'case.resolved' AND e.detail ->> 'outcome' = 'upheld'
        )
        SELECT format('partition %s, %s: rolled up %s from %s to %s, counted %s from %s to %s', partition, subject,
                      coalesce(r.item, 'nothing'), coalesce(r.opened_at::text, '-'), coalesce(r.at::text, '-'),
                      coalesce(c.item, 'nothing'), coalesce(c.opened_at::text, '-'), coalesce(c.at::text, '-'))
        FROM counted AS c FULL JOIN metrics.upheld AS r USING (partition, subject)
        WHERE (r.item, r.opened_at, r.at) IS DISTINCT FROM (c.item, c.opened_at, c.at)
          AND (c.at IS NOT NULL OR r.at >= pipeline.kept_since('cases'))
        """

    /// The sums of whole months, against those of their days; and how many people there were in them.
    package static let months = """
        WITH days AS (
            SELECT m.month, d.dimensions, d.measure, d.trait, d.label, d.bucket, sum(d.n) AS n, sum(d.sum) AS sum
            FROM metrics.closed_months AS m
            JOIN (\(unpacked("metrics.day_totals", "t.day, \(columns)"))) AS d ON d.day >= m.month AND d.day < m.until
            GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(d.n) <> 0 OR sum(d.sum) <> 0
        ), months AS (
            SELECT month, s.dimensions, s.measure, s.trait, s.label, s.bucket, sum(s.n) AS n, sum(s.sum) AS sum
            FROM (\(unpacked("metrics.month_totals", "t.month, \(columns)"))) AS s JOIN metrics.closed_months USING (month)
            GROUP BY 1, 2, 3, 4, 5, 6
        )
        SELECT format('month of %s, %s %s %s %s, bucket %s: summed up %s with sum %s, days %s with sum %s',
                      DATE '1970-01-01' + month, measure, label, dimensions, trait, bucket, coalesce(s.n, 0),
                      coalesce(s.sum, 0), coalesce(d.n, 0), coalesce(d.sum, 0))
        FROM months AS s FULL JOIN days AS d USING (month, dimensions, measure, trait, label, bucket)
        WHERE coalesce(s.n, 0) <> coalesce(d.n, 0) OR coalesce(s.sum, 0) <> coalesce(d.sum, 0)
        UNION ALL
        SELECT format('people, %s months from %s, %s: summed up %s, counted %s', s.months, s.first, s.measure, s.n, p.n)
        FROM (
            SELECT *, DATE '0001-01-01' + make_interval(months => month - 12) AS first,
                   DATE '0001-01-01' + make_interval(months => month + months - 12) AS until
            FROM metrics.people_sums
        ) AS s
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT person) AS n FROM metrics.people AS p
            WHERE p.month >= s.month AND p.month < s.month + s.months AND p.measure = s.measure
        ) AS p
        WHERE s.n <> p.n
          AND (SELECT count(*) FROM metrics.closed_months AS m WHERE DATE '1970-01-01' + m.month >= s.first
                 AND DATE '1970-01-01' + m.until <= s.until) = s.months
          AND NOT EXISTS (SELECT FROM metrics.open_days AS o WHERE DATE '1970-01-01' + o.day >= s.first
                            AND DATE '1970-01-01' + o.day < s.until)
        """

    private static let columns = """
        t.dimensions, t.measure, t.label, coalesce(t.team, t.channel, t.category, t.admin, t.language, t.campaign, '') AS trait
        """
}
