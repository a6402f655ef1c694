-- Fills the roll-ups with what the aggregator would have made of :messages messages in the last quarter that is over, a
-- tenth of it in the quarter before, and :recent a day since: cells by hour with all traits, the sums of closed days and
-- months, records of cases, people, presence, usage. Office hours, quiet weekends, 30 admins in 5 teams, 12 categories.
SET work_mem = '512MB';
SET maintenance_work_mem = '1GB';
SET synchronous_commit = off;
SET jit = off;
SELECT setseed(0.5);
INSERT INTO metrics.calendar (zone) VALUES (:'zone');
ALTER TABLE metrics.cells DROP CONSTRAINT cells_pkey;

CREATE UNLOGGED TABLE bench_days AS
SELECT d::date - DATE '1970-01-01' AS day, floor(extract(epoch FROM d::date::timestamp AT TIME ZONE :'zone') / 3600)::int AS hour,
       (CASE WHEN d < q.first THEN :messages / 10.0 / 91 WHEN d < q.until THEN :messages / 92.0 ELSE :recent END
           * CASE WHEN extract(isodow FROM d) > 5 THEN 0.4 ELSE 1.24 END / 3.3)::int AS cases
FROM (
    SELECT date_trunc('quarter', now() AT TIME ZONE :'zone') - interval '3 months' AS first,
           date_trunc('quarter', now() AT TIME ZONE :'zone') AS until
) AS q
CROSS JOIN LATERAL generate_series(q.first - interval '3 months', date_trunc('day', now() AT TIME ZONE :'zone'), '1 day') AS d;

-- A case: when it came, what it was about, who had it, and how long what took, in seconds; the more often the shorter.
CREATE UNLOGGED TABLE bench_cases AS
SELECT row_number() OVER () AS id, c.day, c.at, (c.r * :partitions)::int % :partitions AS partition,
       'team-' || c.admin % 5 AS team, 'admin-' || c.admin AS admin,
       (ARRAY['web', 'web', 'web', 'email', 'email', 'in_app', 'social'])[1 + (c.s * 7)::int % 7] AS channel,
       'category-' || (c.s * c.s * 12)::int % 12 AS category, (ARRAY['en', 'en', 'en', 'fr', 'pt'])[1 + (c.r * 5)::int % 5] AS language,
       CASE WHEN c.r < 0.05 THEN 'spring' ELSE '' END AS campaign, c.r, c.s, c.t,
       (300 + 90000 * c.t ^ 5)::bigint AS first_s, (1800 + 250000 * c.t ^ 6)::bigint AS end_s
FROM (
    SELECT d.day, (d.hour + 6)::bigint * 3600 + (43200 * (random() + random()) / 2)::bigint AS at, (random() * 30)::int % 30 AS admin,
           random() AS r, random() AS s, random() AS t
    FROM bench_days AS d CROSS JOIN LATERAL generate_series(1, d.cases)
) AS c;
CREATE INDEX ON bench_cases (day);
ANALYZE bench_cases;

-- The edges of the buckets, as `DurationBuckets` has them.
CREATE UNLOGGED TABLE bench_edges AS
SELECT array_agg(edge ORDER BY edge) AS edges FROM (
    SELECT 0::bigint AS edge UNION ALL SELECT 10000
    UNION ALL
    SELECT round(low * power(high / low, step / steps) * 1e6)::bigint
    FROM (SELECT a[i] AS low, a[i + 1] AS high, ceil(ln(a[i + 1] / a[i]) / ln(1.02)) AS steps
          FROM (SELECT ARRAY[0.01, 1, 900, 3600, 10800, 43200, 86400, 172800, 259200, 34560000]::float8[] AS a) AS x,
               generate_series(1, 9) AS i) AS p, generate_series(1, steps::int) AS step
) AS e;

-- The sums of days, with a row for each bucket.
CREATE UNLOGGED TABLE bench_sums (
    dimensions text, measure text, day int, team text, channel text, category text, admin text, language text, campaign text,
    label text, bucket smallint, n bigint, sum bigint
);

-- What cases count for: how many seconds after their beginning, in which cell, and with how many seconds. A few days at a time,
-- as the aggregator comes by them, so that each grouping fits into memory and the cells of an hour lie together. What a case
-- counts for lies within three days of its beginning. Days that are over, those before `today`, are summed up as `DaySums` does it.
CREATE FUNCTION bench_fill(first int, days int, since bigint, until bigint, today int) RETURNS void LANGUAGE sql AS $$
WITH counted AS MATERIALIZED (
    SELECT c.partition, ((c.at + v.after) / 3600)::int AS hour, v.measure, v.label, c.team, c.channel, c.category,
           first + ((c.at + v.after - since) / 86400)::int AS day,
           CASE WHEN v.own THEN c.admin ELSE '' END AS admin, c.language,
           CASE WHEN v.measure IN ('received', 'sent', 'opened', 'open', 'resolved', 'resolution') THEN c.campaign ELSE '' END AS campaign,
           CASE WHEN v.seconds IS NULL THEN -1 ELSE width_bucket(v.seconds * 1000000 - 1, (SELECT edges FROM bench_edges)) END AS bucket,
           sum(v.n)::bigint AS n, sum(coalesce(v.seconds * 1000000, v.sum))::bigint AS sum
    FROM bench_cases AS c
    CROSS JOIN LATERAL (VALUES
        ('received', '', false, 0::bigint, 1, NULL::bigint, 0::bigint, true), ('received', '', false, c.first_s + 600, 1, NULL, 0, true),
        ('sent', CASE WHEN c.s < 0.4 THEN 'template' ELSE '' END, true, c.first_s, 1, NULL, 0, true),
        ('sent', '', true, c.first_s + 3600, 1, NULL, 0, c.r < 0.3),
        ('bot', '', false, 30, 1, NULL, 0, c.r > 0.8), ('opened', 'conversation', false, 0, 1, NULL, 0, true),
        ('open', 'conversation', false, 0, 1, NULL, 0, true), ('open', 'conversation', false, c.end_s, -1, NULL, 0, c.r < 0.999),
        ('resolved', 'conversation', true, c.end_s, 1, NULL, 0, c.r < 0.999),
        ('resolution', 'conversation', true, c.end_s, 1, c.end_s, 0, c.r < 0.999),
        ('on_first_response', 'conversation', true, c.end_s, 1, NULL, 0, c.r BETWEEN 0.3 AND 0.97),
        ('first_response', '', true, c.first_s, 1, c.first_s, 0, true), ('working_response', '', true, c.first_s, 1, c.first_s / 2, 0, true),
        ('next_response', '', true, c.first_s + 3600, 1, 3000, 0, c.r < 0.3),
        ('requester_wait', '', true, c.end_s, 1, NULL, c.end_s * 900000, c.r < 0.999),
        ('agent_work', '', true, c.end_s, 1, NULL, c.end_s * 800000, c.r < 0.999),
        ('kept', 'first_reply', true, c.first_s, 1, NULL, 0, c.t < 0.9), ('broken', 'first_reply', true, 3600, 1, NULL, 0, c.t >= 0.9),
        ('kept', 'resolution', true, c.end_s, 1, NULL, 0, c.t < 0.95 AND c.r < 0.999),
        ('escalated_department', 'finance/over_limit', true, 7200, 1, NULL, 0, c.s > 0.97),
        ('resolved_escalated', 'conversation', true, c.end_s, 1, NULL, 0, c.s > 0.97 AND c.r < 0.999),
        ('survey_sent', '', true, c.end_s + 3600, 1, NULL, 0, c.s < 0.3), ('survey_answered', '', true, c.end_s + 3600, 1, NULL, 0, c.s < 0.1),
        ('stars', CASE WHEN c.t < 0.9 THEN '5' ELSE '2' END, true, c.end_s + 9000, 1, NULL, CASE WHEN c.t < 0.9 THEN 5000 ELSE 2000 END, c.s < 0.1),
        (CASE WHEN c.t < 0.9 THEN 'positive' ELSE 'negative' END, '', true, c.end_s + 9000, 1, NULL, 0, c.s < 0.1),
        ('clarity', '', true, c.end_s + 9000, 1, NULL, 4000, c.s < 0.06), ('helpfulness', '', true, c.end_s + 9000, 1, NULL, 4000, c.s < 0.06)
    ) AS v (measure, label, own, after, n, seconds, sum, counts)
    WHERE c.day >= first - 3 AND c.day < first + days AND v.counts AND c.at + v.after >= since AND c.at + v.after < until
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    UNION ALL
    SELECT c.partition, ((c.at + 60) / 3600)::int, 'notice', s.state || '/' || s.channel, '', '', '', c.day, '', '', '', -1, count(*), 0
    FROM bench_cases AS c CROSS JOIN (VALUES ('sent', 'in_app'), ('queued', 'email'), ('sent', 'email')) AS s (state, channel)
    WHERE c.day >= first AND c.day < first + days AND c.at + 60 < until
    GROUP BY 1, 2, 4, 8
), stored AS (
    INSERT INTO metrics.cells (
        partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum
    )
    SELECT partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum
    FROM counted ORDER BY hour
), by_dimension AS (
    INSERT INTO bench_sums (dimensions, measure, day, team, channel, category, admin, language, campaign, label, bucket, n, sum)
    SELECT concat_ws(',', CASE WHEN grouping(team) = 0 THEN 'team' END, CASE WHEN grouping(channel) = 0 THEN 'channel' END,
               CASE WHEN grouping(category) = 0 THEN 'category' END, CASE WHEN grouping(admin) = 0 THEN 'admin' END,
               CASE WHEN grouping(language) = 0 THEN 'language' END, CASE WHEN grouping(campaign) = 0 THEN 'campaign' END),
           measure, day, team, channel, category, admin, language, campaign, label, bucket, sum(n), sum(sum)
    FROM counted WHERE day < today
    GROUP BY measure, day, label, bucket, GROUPING SETS ((), (team), (channel), (category), (admin), (language), (campaign))
    HAVING sum(n) <> 0 OR sum(sum) <> 0
), by_clock AS (
    INSERT INTO bench_sums (dimensions, measure, day, label, bucket, n, sum)
    SELECT 'clock', measure, day, ((hour - since / 3600) % 24)::text, -1, sum(n), sum(sum)
    FROM counted WHERE day < today AND measure IN ('received', 'sent', 'opened')
    GROUP BY measure, day, hour
)
INSERT INTO metrics.closed_days (day) SELECT DISTINCT day FROM counted WHERE day < today
$$;
SELECT bench_fill(day, 4, hour * 3600::bigint, least((hour + 96) * 3600::bigint, extract(epoch FROM now())::bigint),
                  (now() AT TIME ZONE :'zone')::date - DATE '1970-01-01')
FROM (SELECT *, row_number() OVER (ORDER BY day) AS place FROM bench_days) AS d WHERE place % 4 = 1 ORDER BY day;
ALTER TABLE metrics.cells ADD CONSTRAINT cells_pkey PRIMARY KEY (
    partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket
);
-- A program of before has no such column.
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'metrics.closed_days'::regclass AND attname = 'has_clock') AS has_clock \gset
\if :has_clock
UPDATE metrics.closed_days SET has_clock = true;
\endif
INSERT INTO metrics.open_days (partition, day)
SELECT p, (now() AT TIME ZONE :'zone')::date - DATE '1970-01-01' FROM generate_series(0, :partitions - 1) AS p;
SELECT to_regclass('metrics.day_changes') IS NOT NULL AS has_changes \gset
\if :has_changes
UPDATE metrics.open_days SET has_changes = true;
INSERT INTO metrics.day_changes (partition, day, measure, bucket, n, sum)
SELECT c.partition, o.day, c.measure, c.bucket, sum(c.n), sum(c.sum)
FROM metrics.cells AS c JOIN metrics.open_days AS o USING (partition)
WHERE c.hour >= floor(extract(epoch FROM (DATE '1970-01-01' + o.day)::timestamp AT TIME ZONE :'zone') / 3600)
GROUP BY 1, 2, 3, 4 HAVING sum(c.n) <> 0 OR sum(c.sum) <> 0;
\endif
INSERT INTO metrics.closed_months (month, until)
SELECT DISTINCT date_trunc('month', d)::date - DATE '1970-01-01', (date_trunc('month', d) + interval '1 month')::date - DATE '1970-01-01'
FROM (SELECT DATE '1970-01-01' + day AS d FROM metrics.closed_days) AS c
WHERE date_trunc('month', d) < date_trunc('month', now() AT TIME ZONE :'zone');
-- A program of before keeps a row for each bucket.
SELECT to_regclass('metrics.day_totals') IS NOT NULL AS has_totals \gset
\if :has_totals
INSERT INTO metrics.day_totals (dimensions, measure, day, team, channel, category, admin, language, campaign, label, buckets, n, sum)
SELECT dimensions, measure, day, team, channel, category, admin, language, campaign, label,
       string_agg(int2send(bucket) || int8send(n), ''::bytea) FILTER (WHERE bucket >= 0), sum(n), sum(sum)
FROM bench_sums GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
INSERT INTO metrics.month_totals (dimensions, measure, month, team, channel, category, admin, language, campaign, label, buckets, n, sum)
SELECT dimensions, measure, month, team, channel, category, admin, language, campaign, label,
       string_agg(int2send(bucket) || int8send(n), ''::bytea) FILTER (WHERE bucket >= 0), sum(n), sum(sum)
FROM (
    SELECT s.dimensions, s.measure, m.month, s.team, s.channel, s.category, s.admin, s.language, s.campaign, s.label, s.bucket,
           sum(s.n)::bigint AS n, sum(s.sum) AS sum
    FROM metrics.closed_months AS m JOIN bench_sums AS s ON s.day >= m.month AND s.day < m.until
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 HAVING sum(s.n) <> 0 OR sum(s.sum) <> 0
) AS s
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
UPDATE metrics.closed_days SET is_packed = true;
UPDATE metrics.closed_months SET is_packed = true;
VACUUM ANALYZE metrics.day_totals, metrics.month_totals;
\else
INSERT INTO metrics.day_sums (dimensions, measure, day, team, channel, category, admin, language, campaign, label, bucket, n, sum)
SELECT * FROM bench_sums;
INSERT INTO metrics.month_sums (dimensions, measure, month, team, channel, category, admin, language, campaign, label, bucket, n, sum)
SELECT s.dimensions, s.measure, m.month, s.team, s.channel, s.category, s.admin, s.language, s.campaign, s.label, s.bucket, sum(s.n), sum(s.sum)
FROM metrics.closed_months AS m JOIN bench_sums AS s ON s.day >= m.month AND s.day < m.until
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 HAVING sum(s.n) <> 0 OR sum(s.sum) <> 0;
VACUUM ANALYZE metrics.day_sums, metrics.month_sums;
\endif

-- Users write three times in a quarter or so; an hour of an earlier program's record is where it counts last.
INSERT INTO metrics.people (partition, month, measure, person)
SELECT DISTINCT p % :partitions, (extract(year FROM d) * 12 + extract(month FROM d) - 1)::int, 'received', p * 2654435761
FROM (SELECT (id * 7919) % greatest(1000, (:messages / 10)) AS p, DATE '1970-01-01' + day AS d FROM bench_cases) AS c;
SELECT to_regclass('metrics.people_sums') IS NOT NULL AS has_people_sums \gset
\if :has_people_sums
INSERT INTO metrics.people_sums (month, months, measure, n)
SELECT m.first, m.months, 'received', count(DISTINCT p.person)
FROM (
    SELECT extract(year FROM d)::int * 12 + extract(month FROM d)::int - 1 AS first, 1 AS months
    FROM (SELECT DATE '1970-01-01' + month AS d FROM metrics.closed_months) AS c
    UNION
    SELECT extract(year FROM d)::int * 12 + extract(month FROM d)::int - 1, 3
    FROM (SELECT DISTINCT date_trunc('quarter', DATE '1970-01-01' + month) AS d FROM metrics.closed_months) AS c
) AS m
JOIN metrics.people AS p ON p.month >= m.first AND p.month < m.first + m.months AND p.measure = 'received'
GROUP BY 1, 2;
INSERT INTO metrics.people_sums SELECT month, months, 'opened', 0 FROM metrics.people_sums;
\endif
INSERT INTO metrics.presence (partition, admin, at, status)
SELECT a % :partitions, 'admin-' || a, to_timestamp(d.hour * 3600.0) + make_interval(hours => h.hour, mins => a), h.status
FROM bench_days AS d CROSS JOIN generate_series(0, 29) AS a CROSS JOIN (VALUES (7, 'online'), (16, 'offline')) AS h (hour, status)
WHERE to_timestamp(d.hour * 3600.0) + make_interval(hours => h.hour, mins => a) < now();
INSERT INTO metrics.usage (period, campaign, active_users, at)
SELECT DISTINCT to_char(DATE '1970-01-01' + day, 'YYYY-MM'), '', :messages / 5, now() FROM bench_days;
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'metrics.records'::regclass AND attname = 'stands') AS has_stands \gset
\if :has_stands
ALTER TABLE metrics.records ALTER stands SET DEFAULT false;
\endif
INSERT INTO metrics.records (partition, subject, conversation, content, first_hour, last_hour)
SELECT partition, 'case/b-' || id, 'c-' || id, concat_ws(E'\t', 'k', 'conversation', '', '', team, channel, category, language, campaign)
       || E'\n' || concat_ws(E'\t', 'c', at * 1000000, 1)
       || E'\n' || concat_ws(E'\t', 's', at * 1000000, CASE WHEN r < 0.999 THEN ((at + end_s) * 1000000)::text ELSE '' END)
       || CASE WHEN r < 0.999 THEN E'\n' || concat_ws(E'\t', 'x', (at + end_s) * 1000000, 'resolved', admin, '', '', '', '') ELSE '' END,
       (at / 3600)::int, ((at + CASE WHEN r < 0.999 THEN end_s ELSE 0 END) / 3600)::int
FROM bench_cases WHERE at + end_s < extract(epoch FROM now());
\if :has_stands
ALTER TABLE metrics.records ALTER stands SET DEFAULT true;
UPDATE metrics.records SET stands = true WHERE content NOT LIKE E'%\nx\t%';
\endif
DROP FUNCTION bench_fill;
DROP TABLE bench_cases, bench_days, bench_edges, bench_sums;
VACUUM ANALYZE metrics.cells, metrics.people, metrics.presence, metrics.records;
