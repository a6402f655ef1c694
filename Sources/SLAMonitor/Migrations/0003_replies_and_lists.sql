-- What users are told about when to expect a reply, and the lists that people work by: what is unresolved, and what looks
-- like gaming of the figures. The lists join the router's cases; nothing here writes there.

CREATE TABLE sla.reply_promises (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    instance int NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    cycle int NOT NULL,
    promised_at timestamptz NOT NULL,
    expected_at timestamptz NOT NULL,
    latest_at timestamptz NOT NULL,
    updates int NOT NULL,
    basis text NOT NULL,
    n int NOT NULL,
    next_at timestamptz,
    answered_at timestamptz,
    verdict text,
    category text,
    channel text,
    CONSTRAINT reply_promises_pkey PRIMARY KEY (partition, "case", instance),
    CONSTRAINT reply_promises_known_basis CHECK (basis IN ('percentile', 'promise')),
    CONSTRAINT reply_promises_known_verdict CHECK (verdict IN ('kept', 'broken', 'void'))
) WITH (fillfactor = 70);
COMMENT ON COLUMN sla.reply_promises.instance IS 'Which first response of the case it is about.';
COMMENT ON COLUMN sla.reply_promises.expected_at IS 'What the user was told first; latest_at is what was told last.';
COMMENT ON COLUMN sla.reply_promises.next_at IS 'When the user hears that it takes longer, if no reply comes before.';

-- How long first replies took, counted; a bucket is a twentieth wide. Forecasts sum it over all partitions once a minute.
CREATE TABLE sla.reply_times (
    partition int NOT NULL,
    day date NOT NULL,
    category text NOT NULL,
    channel text NOT NULL,
    hour int NOT NULL,
    bucket int NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT reply_times_pkey PRIMARY KEY (partition, day, category, channel, hour, bucket)
) WITH (fillfactor = 70);
COMMENT ON COLUMN sla.reply_times.hour IS 'The hour of the week in the reports'' zone, from Monday.';

-- The policy's word on what is expected, as the sla-monitor found it in the version in force: the share of the replies of
-- so many days, and how many there must be.
CREATE TABLE sla.reply_terms (
    id boolean NOT NULL DEFAULT true,
    share numeric NOT NULL DEFAULT 0.8,
    days int NOT NULL DEFAULT 28,
    minimum int NOT NULL DEFAULT 30,
    CONSTRAINT reply_terms_pkey PRIMARY KEY (id),
    CONSTRAINT reply_terms_one_row CHECK (id)
);
INSERT INTO sla.reply_terms DEFAULT VALUES;

-- Within how many seconds that share of first replies came, for each cell that enough of them stand in; NULL for all.
CREATE VIEW api.reply_forecast AS
WITH cells AS (
    SELECT category, channel, hour, bucket, sum(n) AS n FROM sla.reply_times
    WHERE day > current_date - (SELECT days FROM sla.reply_terms)
    GROUP BY GROUPING SETS ((category, channel, hour, bucket), (category, channel, bucket), (channel, bucket), (bucket))
),
ranked AS (
    SELECT category, channel, hour, bucket,
           sum(n) OVER (PARTITION BY category, channel, hour ORDER BY bucket) AS upto,
           sum(n) OVER (PARTITION BY category, channel, hour) AS n
    FROM cells
)
SELECT r.category, r.channel, r.hour::bigint AS hour, ceil(power(1.05::float8, min(r.bucket) + 1)) AS seconds,
       max(r.n)::bigint AS n
FROM ranked AS r CROSS JOIN sla.reply_terms AS t
WHERE r.upto >= ceil(t.share * r.n) AND r.n >= t.minimum
GROUP BY r.category, r.channel, r.hour;

-- The policy's signs of gaming, as the sla-monitor found them in the version in force.
CREATE TABLE sla.gaming_terms (
    id boolean NOT NULL DEFAULT true,
    snooze_before_breach interval NOT NULL DEFAULT '30 minutes',
    short_reply int NOT NULL DEFAULT 15,
    reopened_within interval NOT NULL DEFAULT '1 hour',
    CONSTRAINT gaming_terms_pkey PRIMARY KEY (id),
    CONSTRAINT gaming_terms_one_row CHECK (id)
);
INSERT INTO sla.gaming_terms DEFAULT VALUES;

-- What is breached and not done yet.
CREATE INDEX clocks_overdue ON sla.clocks (due_at) WHERE state = 'breached' AND stopped_at IS NULL;

CREATE VIEW api.reply_promises AS
SELECT "case", conversation, instance, cycle, promised_at, expected_at, latest_at, updates, basis, n, answered_at,
       CASE WHEN verdict IS NOT NULL THEN verdict WHEN latest_at < now() THEN 'overdue' ELSE 'open' END AS verdict,
       answered_at <= expected_at AS kept_at_first, category, channel, partition
FROM sla.reply_promises;

-- Every case that is still to be settled, with the promise that breaks next and how many are broken.
CREATE VIEW api.unresolved AS
SELECT c.id AS "case", c.conversation, c.kind, c.subject, c.state, c.category, c.tier,
       coalesce(c.team, c.wanted_team) AS team, c.assignee, c."user", c.opened_at, c.awaiting_since,
       n.due_at AS next_breach_at, n.metric, n.promise, o.overdue, o.overdue_since, c.queue_reason, c.waiting_for,
       c.wakes_at, c.escalated_to, c.partition
FROM router.cases AS c
LEFT JOIN LATERAL (
    SELECT k.due_at, k.metric, nullif(k.promise, '') AS promise FROM sla.clocks AS k
    WHERE k.partition = c.partition AND k."case" = c.id AND k.state = 'running' AND k.due_at IS NOT NULL
    ORDER BY k.due_at LIMIT 1
) AS n ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS overdue, min(k.breached_at) AS overdue_since FROM sla.clocks AS k
    WHERE k.partition = c.partition AND k."case" = c.id AND k.state = 'breached' AND k.stopped_at IS NULL
) AS o
WHERE c.is_open;

-- What may have been done for the figures' sake; a sign, not a proof. `paused_while_user_waits`: put off while a clock of
-- the user's own ran. `snoozed_before_breach`: so shortly before one of its clocks was due. `silent_resolve`: the user was
-- not told. `resolved_then_reopened`: so soon. `empty_first_reply`: fewer characters than a reply needs.
CREATE VIEW api.gaming AS
SELECT h."case", h.conversation, h.time AS at, s.sign, h.actor, h.detail ->> 'team' AS team, s.detail, h.partition, h.seq
FROM router.case_history AS h
CROSS JOIN sla.gaming_terms AS t
CROSS JOIN LATERAL (
    SELECT 'paused_while_user_waits' AS sign, w.metric || ' ran since ' || w.started_at::text AS detail
    FROM (
        SELECT k.metric, k.started_at FROM sla.clocks AS k
        WHERE k.partition = h.partition AND k."case" = h."case" AND k.metric IN ('first_response', 'next_response')
          AND k.started_at <= h.time AND (k.stopped_at IS NULL OR k.stopped_at > h.time)
        ORDER BY k.started_at LIMIT 1
    ) AS w
    WHERE h.type = 'case.snoozed' OR (h.type = 'case.waiting' AND h.detail ->> 'for' = 'user')
    UNION ALL
    SELECT 'snoozed_before_breach', w.metric || ' was due ' || w.due_at::text
    FROM (
        SELECT k.metric, k.due_at FROM sla.clocks AS k
        WHERE k.partition = h.partition AND k."case" = h."case" AND k.due_at > h.time
          AND k.due_at <= h.time + t.snooze_before_breach AND k.started_at <= h.time
          AND (k.stopped_at IS NULL OR k.stopped_at > h.time)
        ORDER BY k.due_at LIMIT 1
    ) AS w
    WHERE h.type = 'case.snoozed'
    UNION ALL
    SELECT 'silent_resolve', h.reason WHERE h.type = 'case.resolved' AND h.detail ->> 'silent' = 'true'
    UNION ALL
    SELECT 'resolved_then_reopened', 'resolved by ' || r.actor || ' at ' || r.time::text
    FROM (
        SELECT p.actor, p.time FROM router.case_history AS p
        WHERE p.partition = h.partition AND p."case" = h."case" AND p.seq < h.seq AND p.type = 'case.resolved'
        ORDER BY p.seq DESC LIMIT 1
    ) AS r
    WHERE h.type = 'case.reopened' AND h.time <= r.time + t.reopened_within
    UNION ALL
    SELECT 'empty_first_reply', length(h.detail ->> 'excerpt') || ' characters'
    WHERE h.type = 'case.replied' AND h.detail ->> 'first' = 'true'
      AND length(btrim(coalesce(h.detail ->> 'excerpt', ''))) < t.short_reply
) AS s
WHERE h.type IN ('case.snoozed', 'case.waiting', 'case.resolved', 'case.reopened', 'case.replied');

GRANT SELECT, INSERT, UPDATE, DELETE ON sla.reply_promises, sla.reply_times, sla.reply_terms, sla.gaming_terms
TO saypro_sla_monitor;
GRANT SELECT ON sla.reply_promises, sla.reply_times, sla.reply_terms, sla.gaming_terms TO saypro_operator;
GRANT SELECT ON api.reply_promises, api.reply_forecast, api.unresolved, api.gaming TO saypro_reader, saypro_operator;
-- The router tells users what to expect when it opens their cases.
GRANT USAGE ON SCHEMA api TO saypro_sla_monitor, saypro_router;
GRANT SELECT ON api.reply_forecast TO saypro_sla_monitor, saypro_router;
