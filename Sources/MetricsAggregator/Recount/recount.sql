-- Counts every cell again from the rows that the other programs own, and tells each cell that is not what it should be.
-- It shares no code with the folding. EDGES stands for the upper edges of the buckets.
WITH settled AS MATERIALIZED (
    -- What has not been folded yet, or not decided, cannot be compared.
    SELECT NOT EXISTS (
        SELECT FROM pipeline.heads AS h
        CROSS JOIN (VALUES ('router', 'commands'), ('sla-monitor', 'cases'), ('metrics-aggregator', NULL)) AS s (stage, topic)
        LEFT JOIN pipeline.positions AS p ON p.stage = s.stage AND p.topic = h.topic AND p.partition = h.partition
        WHERE (s.topic IS NULL OR s.topic = h.topic) AND h.seq > coalesce(p.seq, 0)
    ) AND NOT EXISTS (SELECT FROM pipeline.parked WHERE stage IN ('router', 'sla-monitor', 'metrics-aggregator')) AS yes
),
told AS MATERIALIZED (
    SELECT h.partition, h."case" AS id, h.seq, h.type, h.time, h.detail, (h.detail ->> 'cycle')::int AS cycle,
           CASE WHEN h.actor LIKE 'admin:%' THEN substr(h.actor, 7) ELSE '' END AS admin,
           -- No sentence becomes a part of a figure, nor does what an erasure left of one, and an address is as good as nothing.
           CASE WHEN h.detail ->> 'reason' ~ '^[A-Za-z0-9_.+/-]{1,64}$' THEN h.detail ->> 'reason'
                WHEN h.detail ->> 'reason' = '[erased]' THEN 'other'
                WHEN coalesce(h.detail ->> 'reason', '') ~ '^$|@|://|^[[{]' THEN '' ELSE 'other' END AS reason,
           CASE WHEN h.detail ->> 'root_cause' ~ '^[A-Za-z0-9_.+/-]{1,64}$' THEN h.detail ->> 'root_cause'
                WHEN h.detail ->> 'root_cause' = '[erased]' THEN 'other'
                WHEN coalesce(h.detail ->> 'root_cause', '') ~ '^$|@|://|^[[{]' THEN '' ELSE 'other' END AS cause
    FROM router.case_history AS h
    WHERE h."case" IS NOT NULL AND h.type <> 'case.refused' AND (SELECT yes FROM settled)
),
facts AS MATERIALIZED (
    SELECT partition, id,
           coalesce((array_agg(detail ->> 'team' ORDER BY seq DESC) FILTER (WHERE detail ->> 'team' <> ''))[1], '') AS team,
           coalesce((array_agg(detail ->> 'category' ORDER BY seq DESC)
               FILTER (WHERE detail ->> 'category' <> ''))[1], '') AS category,
           coalesce((array_agg(detail ->> 'language' ORDER BY seq DESC)
               FILTER (WHERE detail ->> 'language' <> ''))[1], '') AS language,
           coalesce(max(detail ->> 'channel') FILTER (WHERE type = 'case.opened'), '') AS channel,
           coalesce(max(detail ->> 'campaign') FILTER (WHERE type = 'case.opened'), '') AS campaign,
           coalesce(max(detail ->> 'kind') FILTER (WHERE type = 'case.opened'), 'conversation') AS kind,
           (array_agg(type ORDER BY seq DESC) FILTER (WHERE type IN (
               'case.opened', 'case.reopened', 'case.resolved', 'case.merged', 'case.spam'
           )))[1] = 'case.spam' AS is_spam
    FROM told GROUP BY partition, id
),
thanks AS MATERIALIZED (
    SELECT partition, (detail ->> 'message')::uuid AS message FROM told
    WHERE type = 'case.updated' AND detail ->> 'courtesy' = 'true' AND coalesce(detail ->> 'merged_from', '') = ''
),
posts AS MATERIALIZED (
    SELECT m.partition, m.time, m.role, m.author, m.visibility, m.template, m.template_edited, m.channel, m.category,
           m.campaign, m.language, CASE WHEN m.message_no <@ c.messages THEN c.id END AS id, t.message IS NOT NULL AS thanks
    FROM ingest.messages AS m
    LEFT JOIN LATERAL (
        SELECT l.id, l.messages FROM router.cases AS l
        WHERE l.partition = m.partition AND l.conversation = m.conversation AND lower(l.messages) <= m.message_no
        ORDER BY l.number DESC LIMIT 1
    ) AS c ON true
    LEFT JOIN thanks AS t ON t.partition = m.partition AND t.message = m.message
    WHERE (SELECT yes FROM settled)
),
marks AS MATERIALIZED (
    SELECT partition, id, seq, type, time, cycle, detail, admin, reason, cause,
           count(*) FILTER (WHERE type IN ('case.opened', 'case.reopened'))
               OVER (PARTITION BY partition, id ORDER BY seq) AS span,
           lag(type) OVER (PARTITION BY partition, id ORDER BY seq) AS former_type,
           lag(cycle) OVER (PARTITION BY partition, id ORDER BY seq) AS former_cycle
    FROM told WHERE type IN ('case.opened', 'case.reopened', 'case.resolved', 'case.merged', 'case.spam')
),
spans AS MATERIALIZED (
    SELECT s.partition, s.id, s.span, s.cycle, s.time AS counted_from,
           -- A merged matter joined the cycle that was open then, and that cycle began with it.
           CASE WHEN s.type = 'case.opened' THEN least(s.time, j.opened_at, p.first)
                WHEN s.cycle IS DISTINCT FROM s.former_cycle THEN least(s.time, j.opened_at) ELSE s.time END AS started,
           e.ended
    FROM marks AS s
    LEFT JOIN (
        SELECT partition, id, cycle, min((detail ->> 'merged_opened_at')::timestamptz) AS opened_at FROM told
        WHERE type IN ('case.opened', 'case.updated') AND detail ->> 'merged_opened_at' <> '' GROUP BY partition, id, cycle
    ) AS j USING (partition, id, cycle)
    LEFT JOIN (
        SELECT partition, id, min(time) AS first FROM posts
        WHERE role = 'user' AND visibility IS DISTINCT FROM 'private' AND NOT thanks GROUP BY partition, id
    ) AS p USING (partition, id)
    LEFT JOIN (
        SELECT DISTINCT ON (partition, id, span) partition, id, span, time AS ended FROM marks
        WHERE type NOT IN ('case.opened', 'case.reopened') ORDER BY partition, id, span, seq
    ) AS e USING (partition, id, span)
    WHERE s.type IN ('case.opened', 'case.reopened')
),
ends AS MATERIALIZED (
    SELECT DISTINCT ON (partition, id, cycle) partition, id, cycle, type, time, detail, admin, reason, cause
    FROM marks ORDER BY partition, id, cycle, seq DESC
),
lost AS MATERIALIZED (
    -- Replies that reached their user on no way, each with the cycle in which it was written.
    SELECT partition, id, l.at, coalesce(max(m.cycle) FILTER (WHERE m.time <= l.at), 1) AS cycle
    FROM (
        SELECT DISTINCT ON (partition, id, detail ->> 'replied_at') partition, id, type,
               (detail ->> 'replied_at')::timestamptz AS at
        FROM told
        WHERE type IN ('case.reply_failed', 'case.reply_arrived') AND detail ->> 'replied_at' <> ''
        ORDER BY partition, id, detail ->> 'replied_at', seq DESC
    ) AS l
    LEFT JOIN (SELECT * FROM marks WHERE former_cycle IS DISTINCT FROM cycle) AS m USING (partition, id)
    WHERE l.type = 'case.reply_failed'
    GROUP BY partition, id, l.at
),
cycles AS MATERIALIZED (
    SELECT e.partition, e.id, e.cycle, e.time AS ended, e.admin, e.detail, e.reason, e.cause,
           e.type <> 'case.opened' AND e.type <> 'case.reopened' AS is_over, e.type = 'case.resolved' AS is_resolved,
           greatest(coalesce(t.replies, 0) - coalesce(l.n, 0), 0) AS replies,
           coalesce(t.escalations, 0) AS escalations, t.to_department,
           s.spans - 1 - coalesce(r.after_spam, 0) AS reopenings, s.elapsed,
           coalesce(e.detail ->> 'reason' = 'answered_by_article', false) AS by_article
    FROM ends AS e
    LEFT JOIN (
        SELECT partition, id, cycle, count(*) FILTER (WHERE type = 'case.replied') AS replies,
               count(*) FILTER (
                   WHERE type = 'case.escalated' AND detail ->> 'escalation' IS DISTINCT FROM 'sla'
               ) AS escalations,
               (array_agg(time ORDER BY seq) FILTER (
                   WHERE type = 'case.escalated' AND detail ->> 'escalation' = 'department'
               ))[1] AS to_department
        FROM told GROUP BY partition, id, cycle
    ) AS t USING (partition, id, cycle)
    LEFT JOIN (SELECT partition, id, cycle, count(*) AS n FROM lost GROUP BY 1, 2, 3) AS l USING (partition, id, cycle)
    JOIN (
        SELECT partition, id, cycle, count(*) AS spans,
               sum((extract(epoch FROM greatest(ended, started) - started) * 1000000)::bigint)::bigint AS elapsed
        FROM spans GROUP BY partition, id, cycle
    ) AS s USING (partition, id, cycle)
    LEFT JOIN (
        SELECT partition, id, cycle, count(*) AS after_spam FROM marks
        WHERE type = 'case.reopened' AND former_type = 'case.spam' GROUP BY partition, id, cycle
    ) AS r USING (partition, id, cycle)
),
clocks AS MATERIALIZED (
    SELECT c.*, c.setting ->> 'kind' AS kind, coalesce(c.setting ->> 'team', '') AS team,
           coalesce(c.setting ->> 'channel', '') AS channel, coalesce(c.setting ->> 'category', '') AS category,
           coalesce(c.setting ->> 'language', '') AS language,
           c.stopped_at IS NOT NULL AND c.state IN ('met', 'breached') AND CASE c.metric
               WHEN 'next_response' THEN c.reason IN ('replied', 'resolved')
               WHEN 'stage' THEN c.reason IN ('resolved', 'stage_left')
               WHEN 'department' THEN c.reason IN ('resolved', 'handed_back')
               WHEN 'first_response' THEN c.reason = 'replied'
               WHEN 'update' THEN c.reason = 'replied'
               WHEN 'assignee_response' THEN c.reason = 'replied'
               ELSE c.reason = 'resolved' END AS is_done
    FROM sla.clocks AS c WHERE (SELECT yes FROM settled)
),
done AS MATERIALIZED (
    SELECT DISTINCT ON (partition, "case", metric, instance) *
    FROM clocks WHERE is_done ORDER BY partition, "case", metric, instance, promise
),
working AS MATERIALIZED (
    SELECT DISTINCT ON (partition, "case", instance) partition, "case", instance, business_elapsed_us
    FROM clocks WHERE is_done AND metric = 'first_response' AND business_elapsed_us IS NOT NULL
    ORDER BY partition, "case", instance, promise
),
waits AS MATERIALIZED (
    SELECT c.partition, c.metric, min(c.started_at) AS started,
           coalesce(d.stopped_at, CASE WHEN bool_and(c.stopped_at IS NOT NULL) THEN max(c.stopped_at) END) AS ended
    FROM clocks AS c LEFT JOIN done AS d USING (partition, "case", metric, instance)
    WHERE c.metric IN ('first_response', 'next_response', 'moderation')
    GROUP BY c.partition, c."case", c.metric, c.instance, d.stopped_at
),
late AS MATERIALIZED (
    SELECT partition, CASE WHEN metric = 'moderation' THEN 'late_flags' ELSE 'late' END AS measure, ended,
           started + CASE WHEN metric = 'moderation' THEN interval '12 hours' ELSE interval '48 hours' END AS since
    FROM waits
),
surveys AS MATERIALIZED (
    SELECT partition, "case", seq, type, time, fields::jsonb AS f,
           coalesce(nullif(fields::jsonb ->> 'cycle', ''), '1') AS cycle
    FROM pipeline.events WHERE topic = 'surveys' AND (SELECT yes FROM settled)
),
sent_surveys AS MATERIALIZED (
    SELECT DISTINCT ON (partition, "case", cycle) * FROM surveys WHERE type = 'survey.sent'
    ORDER BY partition, "case", cycle, seq DESC
),
answers AS MATERIALIZED (
    -- By the last version, at the time of the first answer.
    SELECT DISTINCT ON (partition, "case", cycle) *, coalesce(
               nullif(f ->> 'answered_at', '')::timestamptz, min(time) OVER (PARTITION BY partition, "case", cycle)
           ) AS answered_at
    FROM surveys WHERE type = 'survey.answered'
    ORDER BY partition, "case", cycle, coalesce(nullif(f ->> 'version', ''), '1')::int DESC, seq DESC
),
-- Everything that counts: one row a thing, with the traits of its case, clock or survey.
things (partition, at, measure, label, team, channel, category, admin, language, campaign, is_timed, n, sum) AS (
    SELECT p.partition, p.time,
           CASE WHEN p.role = 'user' THEN 'received' WHEN p.visibility = 'private' THEN 'note'
                WHEN p.role = 'admin' THEN 'sent' ELSE 'bot' END,
           CASE WHEN p.role <> 'admin' OR p.visibility = 'private' OR coalesce(p.template, '') = '' THEN ''
                WHEN p.template_edited = 'true' THEN 'edited' ELSE 'template' END,
           coalesce(f.team, ''), coalesce(nullif(p.channel, ''), f.channel, ''),
           coalesce(nullif(p.category, ''), f.category, ''), CASE WHEN p.role = 'admin' THEN p.author ELSE '' END,
           coalesce(CASE WHEN f.id IS NULL THEN p.language ELSE f.language END, ''),
           coalesce(nullif(p.campaign, ''), f.campaign, ''), false, 1, 0
    FROM posts AS p LEFT JOIN facts AS f USING (partition, id)
    UNION ALL
    SELECT p.partition, p.time, 'courtesy', '', coalesce(f.team, ''), coalesce(nullif(p.channel, ''), f.channel, ''),
           coalesce(nullif(p.category, ''), f.category, ''), '',
           coalesce(CASE WHEN f.id IS NULL THEN p.language ELSE f.language END, ''),
           coalesce(nullif(p.campaign, ''), f.campaign, ''), false, 1, 0
    FROM posts AS p LEFT JOIN facts AS f USING (partition, id) WHERE p.thanks AND p.role = 'user'
    UNION ALL
    SELECT m.partition, m.time, CASE WHEN m.span = 1 THEN 'opened' ELSE 'reopened' END, f.kind, f.team, f.channel,
           f.category, '', f.language, f.campaign, false, 1, 0
    FROM marks AS m JOIN facts AS f USING (partition, id)
    WHERE NOT f.is_spam AND m.type IN ('case.opened', 'case.reopened')
      AND NOT (m.span > 1 AND m.former_type = 'case.spam' AND m.cycle = m.former_cycle)
    UNION ALL
    SELECT s.partition, v.at, 'open', f.kind, f.team, f.channel, f.category, '', f.language, f.campaign, false, v.n, 0
    FROM spans AS s JOIN facts AS f USING (partition, id)
    CROSS JOIN LATERAL (VALUES (s.counted_from, 1), (greatest(s.ended, s.counted_from), -1)) AS v (at, n)
    WHERE NOT f.is_spam AND (v.n = 1 OR s.ended IS NOT NULL)
    UNION ALL
    SELECT e.partition, e.time,
           CASE e.detail ->> 'escalation' WHEN 'department' THEN 'escalated_department' WHEN 'sla' THEN 'escalated_sla'
               ELSE 'escalated_tier' END,
           concat(e.detail ->> 'to', '/', e.reason), f.team, f.channel, f.category, e.admin, f.language,
           f.campaign, false, 1, 0
    FROM told AS e JOIN facts AS f USING (partition, id) WHERE e.type = 'case.escalated' AND NOT f.is_spam
    UNION ALL
    SELECT c.partition, v.at, 'open_escalated', '', f.team, f.channel, f.category, '', f.language, f.campaign, false,
           v.n, 0
    FROM cycles AS c JOIN facts AS f USING (partition, id)
    CROSS JOIN LATERAL (VALUES (c.to_department, 1), (greatest(c.ended, c.to_department), -1)) AS v (at, n)
    WHERE NOT f.is_spam AND c.to_department IS NOT NULL AND (v.n = 1 OR c.is_over)
    UNION ALL
    SELECT c.partition, c.ended, v.measure, coalesce(v.label, f.kind), f.team, f.channel, f.category, c.admin, f.language,
           f.campaign, v.measure = 'resolution', 1, CASE WHEN v.measure = 'resolution' THEN c.elapsed ELSE 0 END
    FROM cycles AS c JOIN facts AS f USING (partition, id)
    CROSS JOIN LATERAL (VALUES
        ('resolved', NULL, true),
        ('silent', NULL, c.detail ->> 'silent' = 'true' AND NOT c.by_article),
        ('without_human_reply', NULL, c.replies = 0),
        ('resolved_escalated', NULL, c.to_department IS NOT NULL),
        ('on_first_response', NULL, c.replies = 1 AND c.escalations = 0 AND c.reopenings = 0),
        ('solved_by_article', NULL, c.by_article AND c.replies = 0),
        ('resolution', NULL, NOT (c.by_article AND c.replies = 0)),
        ('outcome', concat(f.kind, '/', c.detail ->> 'outcome', '/', c.reason), coalesce(c.detail ->> 'outcome', '') <> ''),
        ('cause', concat(f.kind, '/', c.cause), c.cause <> '')
    ) AS v (measure, label, counts)
    WHERE NOT f.is_spam AND c.is_resolved AND v.counts
    UNION ALL
    SELECT c.partition, c.ended, CASE WHEN f.is_spam THEN 'spam' ELSE 'merged' END, f.kind, f.team, f.channel, f.category,
           '', f.language, f.campaign, false, 1, 0
    FROM cycles AS c JOIN facts AS f USING (partition, id)
    JOIN ends AS e USING (partition, id, cycle)
    WHERE (f.is_spam AND e.type = 'case.spam') OR (NOT f.is_spam AND e.type = 'case.merged')
    UNION ALL
    SELECT l.partition, l.at, 'undelivered', '', f.team, f.channel, f.category, '', f.language, f.campaign, false, 1, 0
    FROM lost AS l JOIN facts AS f USING (partition, id) WHERE NOT f.is_spam
    UNION ALL
    SELECT a.partition, a.time, 'auto_answered', '', f.team, f.channel, f.category, '', f.language, f.campaign, false, 1, 0
    FROM (SELECT DISTINCT ON (partition, id) * FROM told WHERE type = 'case.auto_answered'
          ORDER BY partition, id, seq DESC) AS a
    JOIN facts AS f USING (partition, id) WHERE NOT f.is_spam
    UNION ALL
    SELECT partition, stopped_at, metric,
           CASE metric WHEN 'stage' THEN concat(kind, '/', subject) WHEN 'department' THEN coalesce(subject, '') ELSE '' END,
           team, channel, category, coalesce(admin, ''), language, '',
           metric NOT IN ('requester_wait', 'agent_work'), 1,
           coalesce(elapsed_us, (extract(epoch FROM stopped_at - started_at) * 1000000)::bigint)
    FROM done WHERE metric NOT IN ('resolution', 'update', 'assignee_response')
    UNION ALL
    SELECT d.partition, d.stopped_at, 'working_response', '', d.team, d.channel, d.category, coalesce(d.admin, ''),
           d.language, '', true, 1, w.business_elapsed_us
    FROM done AS d JOIN working AS w USING (partition, "case", instance) WHERE d.metric = 'first_response'
    UNION ALL
    SELECT partition, stopped_at, 'kept', promise, team, channel, category, coalesce(admin, ''), language, '', false, 1, 0
    FROM clocks WHERE promise <> '' AND state = 'met' AND stopped_at IS NOT NULL
    UNION ALL
    SELECT partition, breached_at, 'broken', promise, '', '', '', '', '', '', false, 1, 0
    FROM clocks WHERE promise <> '' AND state = 'breached'
    UNION ALL
    SELECT l.partition, v.at, l.measure, '', '', '', '', '', '', '', false, v.n, 0
    FROM late AS l CROSS JOIN LATERAL (VALUES (l.since, 1), (l.ended, -1)) AS v (at, n)
    WHERE (l.ended IS NULL OR l.ended > l.since) AND (v.n = 1 OR l.ended IS NOT NULL)
    UNION ALL
    SELECT s.partition, s.time, v.measure, '', coalesce(s.f ->> 'team', ''), coalesce(s.f ->> 'channel', ''),
           coalesce(s.f ->> 'category', ''), coalesce(s.f ->> 'admin', ''), coalesce(s.f ->> 'language', ''), '', false, 1, 0
    FROM sent_surveys AS s LEFT JOIN answers AS a USING (partition, "case", cycle)
    CROSS JOIN LATERAL (VALUES ('survey_sent', true), ('survey_answered', a.seq IS NOT NULL)) AS v (measure, counts)
    WHERE v.counts
    UNION ALL
    SELECT a.partition, a.answered_at, v.measure, v.label, coalesce(a.f ->> 'team', ''), coalesce(a.f ->> 'channel', ''),
           coalesce(a.f ->> 'category', ''), coalesce(a.f ->> 'admin', ''), coalesce(a.f ->> 'language', ''), '', false, 1,
           v.sum::bigint * 1000
    FROM answers AS a
    CROSS JOIN LATERAL (SELECT CASE a.f ->> 'scale' WHEN '10' THEN 2 ELSE 1 END AS star) AS scale
    CROSS JOIN LATERAL (VALUES
        ('stars', a.f ->> 'stars', nullif(a.f ->> 'stars', '')),
        (CASE a.f ->> 'band' WHEN 'positive' THEN 'positive' WHEN 'negative' THEN 'negative' ELSE 'neutral' END, '',
            CASE WHEN a.f ->> 'stars' <> '' THEN '0' END),
        ('ease', '', ((nullif(a.f ->> 'ease_of_use', '')::int + star - 1) / star)::text),
        ('speed', '', ((nullif(a.f ->> 'response_time', '')::int + star - 1) / star)::text),
        ('helpfulness', '', ((nullif(a.f ->> 'helpfulness', '')::int + star - 1) / star)::text),
        ('clarity', '', ((nullif(a.f ->> 'clarity', '')::int + star - 1) / star)::text)
    ) AS v (measure, label, sum)
    WHERE v.sum IS NOT NULL
    UNION ALL
    SELECT partition, time,
           CASE type WHEN 'survey.withheld' THEN 'survey_withheld' WHEN 'survey.expired' THEN 'survey_expired'
                WHEN 'follow_up.requested' THEN 'follow_up' ELSE 'points' END,
           CASE WHEN type = 'survey.withheld' THEN coalesce(f ->> 'reason', '') ELSE '' END, coalesce(f ->> 'team', ''),
           coalesce(f ->> 'channel', ''), coalesce(f ->> 'category', ''), coalesce(f ->> 'admin', ''),
           coalesce(f ->> 'language', ''), '', false, CASE WHEN type = 'reward.reversed' THEN -1 ELSE 1 END,
           CASE type WHEN 'reward.granted' THEN 1 WHEN 'reward.reversed' THEN -1 ELSE 0 END
               * coalesce(nullif(f ->> 'points', ''), '0')::bigint
    FROM surveys
    WHERE type IN ('survey.withheld', 'survey.expired', 'follow_up.requested', 'reward.granted', 'reward.reversed')
    UNION ALL
    SELECT partition, time, 'survey_withheld', f ->> 'withheld', '', '', '', '', '', '', false, -1, 0
    FROM surveys WHERE type = 'survey.sent' AND f ->> 'withheld' <> ''
    UNION ALL
    SELECT partition, time, 'notice', concat(substr(type, 14), '/', fields::jsonb ->> 'channel'), '', '', '', '', '', '',
           false, 1, 0
    FROM pipeline.events WHERE topic = 'notifications' AND starts_with(type, 'notification.') AND (SELECT yes FROM settled)
    UNION ALL
    SELECT partition, time, 'notice', concat('bounced/', fields::jsonb ->> 'channel'), '', '', '', '', '', '', false, 1, 0
    FROM pipeline.events
    WHERE topic = 'notifications' AND type = 'notification.failed' AND starts_with(fields::jsonb ->> 'failure', 'bounced')
      AND (SELECT yes FROM settled)
    UNION ALL
    SELECT partition, time, 'notice_delay', coalesce(fields::jsonb ->> 'channel', ''), '', '', '', '', '', '', true, 1,
           (extract(epoch FROM time - (fields::jsonb ->> 'happened')::timestamptz) * 1000000)::bigint
    FROM pipeline.events
    WHERE topic = 'notifications' AND type IN ('notification.sent', 'notification.delivered')
      AND fields::jsonb ->> 'happened' <> ''
      AND (SELECT yes FROM settled)
),
-- Over all partitions: after a change of their number a cell may stand in another one than what it counts.
counted AS (
    SELECT floor(extract(epoch FROM at) / 3600)::int AS hour, measure, label, team, channel, category, admin,
           language, campaign,
           CASE WHEN is_timed THEN width_bucket(greatest(sum, 0) - 1, EDGES) ELSE -1 END::int AS bucket,
           sum(n)::bigint AS n, sum(CASE WHEN is_timed THEN greatest(sum, 0) ELSE sum END)::bigint AS sum
    FROM things GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
),
-- What is late or broken belongs to no team before it has ended, since its case may still change.
rolled AS (
    SELECT hour, measure, label,
           CASE WHEN whole THEN '' ELSE team END AS team, CASE WHEN whole THEN '' ELSE channel END AS channel,
           CASE WHEN whole THEN '' ELSE category END AS category, CASE WHEN whole THEN '' ELSE admin END AS admin,
           CASE WHEN whole THEN '' ELSE language END AS language, campaign, bucket::int AS bucket, sum(n)::bigint AS n,
           sum(sum)::bigint AS sum
    FROM (SELECT *, measure IN ('late', 'late_flags', 'broken') AS whole FROM metrics.cells) AS c
    WHERE (SELECT yes FROM settled)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)
SELECT format('%s, %s %s (%s): rolled up %s with sum %s, counted %s with sum %s',
              to_char(to_timestamp(hour * 3600.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:00'), measure, label,
              concat_ws(' ', nullif(team, ''), nullif(channel, ''), nullif(category, ''), nullif(admin, ''),
                        nullif(language, ''), nullif(campaign, ''), CASE WHEN bucket >= 0 THEN 'bucket ' || bucket END),
              coalesce(r.n, 0), coalesce(r.sum, 0), coalesce(c.n, 0), coalesce(c.sum, 0))
FROM rolled AS r
FULL JOIN counted AS c
    USING (hour, measure, label, team, channel, category, admin, language, campaign, bucket)
WHERE (coalesce(r.n, 0) <> coalesce(c.n, 0) OR coalesce(r.sum, 0) <> coalesce(c.sum, 0))
  -- What was let go cannot be counted again, and stands in the cells alone.
  AND hour > 1 + floor(extract(epoch FROM CASE
          WHEN measure IN ('received', 'bot', 'note', 'sent', 'courtesy')
              THEN greatest(pipeline.kept_since('messages'), pipeline.kept_since('cases'))
          WHEN measure IN ('stars', 'positive', 'neutral', 'negative', 'ease', 'speed', 'helpfulness', 'clarity', 'follow_up',
                           'points', 'notice', 'notice_delay') OR starts_with(measure, 'survey_') THEN pipeline.kept_since('events')
          ELSE greatest(pipeline.kept_since('cases'), pipeline.kept_since('clocks'))
      END) / 3600)
