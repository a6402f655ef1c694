-- A new version of the policy re-plans the clocks that are open then. Versions of before this step re-plan nothing.
ALTER TABLE sla.cases ADD COLUMN policy_until timestamptz;
COMMENT ON COLUMN sla.cases.policy_until IS 'When the last version of the policy was applied that was looked at for the case.';

ALTER TABLE sla.clocks
    ADD COLUMN replanned_at timestamptz,
    ADD COLUMN breach_reason text,
    ADD CONSTRAINT clocks_known_breach_reason CHECK (
        breach_reason IS NULL OR (breach_reason = 'policy_change' AND breached_at IS NOT NULL)
    ) NOT VALID;
COMMENT ON COLUMN sla.clocks.replanned_at IS 'When another version of the policy than that of its start re-planned it.';
COMMENT ON COLUMN sla.clocks.breach_reason IS 'policy_change for a promise that a new version left no time to keep.';

CREATE TABLE sla.replans (
    version int NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT replans_pkey PRIMARY KEY (version)
);
COMMENT ON TABLE sla.replans IS 'The versions of the policy that the partitions have been told of.';
INSERT INTO sla.replans (version) SELECT version FROM policy.versions;

GRANT SELECT, INSERT ON sla.replans TO saypro_sla_monitor;
GRANT SELECT ON sla.replans TO saypro_operator;

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
       ) END AS doing
FROM sla.clocks AS c;
