-- A reply that reached its user on no way re-opens the clocks that it had stopped, from their start; they say so.

ALTER TABLE sla.clocks ADD COLUMN undelivered int NOT NULL DEFAULT 0;
COMMENT ON COLUMN sla.clocks.undelivered IS 'How many replies did not reach the user, so that it runs on as if they had not been written.';

CREATE OR REPLACE VIEW api.clocks AS
SELECT concat_ws('/', c."case", c.metric, c.instance, nullif(c.promise, '')) AS clock, c."case", c.metric,
       nullif(c.promise, '') AS promise, c.instance, c.state, c.started_at, c.due_at, c.stopped_at, c.breached_at,
       CASE WHEN c.stopped_at IS NOT NULL THEN c.elapsed_us / 1000000.0 ELSE (
           SELECT coalesce(sum(extract(epoch FROM least(coalesce(s."to", now()), now()) - s."from")), 0)
           FROM json_to_recordset(c.segments) AS s ("from" timestamptz, "to" timestamptz, state text)
           WHERE s.state <> 'paused' AND s."from" < now()
       ) END AS elapsed,
       CASE WHEN c.stopped_at IS NOT NULL THEN c.business_elapsed_us / 1000000.0 WHEN c.hours <> 'always' THEN (
           SELECT coalesce(sum(extract(epoch FROM least(coalesce(s."to", now()), now()) - s."from")), 0)
           FROM json_to_recordset(c.segments) AS s ("from" timestamptz, "to" timestamptz, state text)
           WHERE s.state = 'running' AND s."from" < now()
       ) END AS business_elapsed,
       c.policy_version, c.conversation, c.cycle, c.target_us / 1000000.0 AS target, c.hours, c.promised_at,
       CASE WHEN c.stopped_at > c.due_at THEN extract(epoch FROM c.stopped_at - c.due_at) END AS overrun,
       c.reason, c.admin, c.subject, c.setting ->> 'kind' AS kind, c.setting ->> 'category' AS category,
       c.setting ->> 'tier' AS tier, c.setting ->> 'team' AS team, c.setting ->> 'channel' AS channel,
       c.setting ->> 'language' AS language, c.warned, c.level, c.partition,
       c.replanned_at, c.breach_reason, c.setting ->> 'assignee' AS assignee,
       CASE WHEN c.stopped_at IS NULL THEN (
           SELECT s.state FROM json_to_recordset(c.segments) AS s ("from" timestamptz, "to" timestamptz, state text)
           WHERE s."from" <= now() AND (s."to" IS NULL OR s."to" > now())
           ORDER BY s."from" DESC LIMIT 1
       ) END AS doing,
       c.undelivered
FROM sla.clocks AS c;
