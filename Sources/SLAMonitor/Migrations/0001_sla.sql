-- The promises about cases: what happened to a case as far as its clocks are concerned, and the clocks themselves. A
-- case's clocks are worked out anew from its facts whenever one is added or a time has come, so a late fact is folded in
-- exactly, and the cost does not depend on how many clocks are open. Both tables are read and written by case.

CREATE SCHEMA sla;

CREATE TABLE sla.cases (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    facts text NOT NULL,
    known_until timestamptz NOT NULL,
    next_at timestamptz,
    CONSTRAINT cases_pkey PRIMARY KEY (partition, "case")
) WITH (fillfactor = 60);
COMMENT ON COLUMN sla.cases.facts IS 'One JSON object a line, in the order of their times; no texts, no users.';
COMMENT ON COLUMN sla.cases.known_until IS 'Up to when what happens by itself has been told.';
COMMENT ON COLUMN sla.cases.next_at IS 'When the case''s timer is due.';

CREATE TABLE sla.clocks (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    metric text COLLATE "C" NOT NULL,
    instance int NOT NULL,
    promise text COLLATE "C" NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    cycle int NOT NULL,
    state text NOT NULL,
    started_at timestamptz NOT NULL,
    promised_at timestamptz,
    due_at timestamptz,
    stopped_at timestamptz,
    breached_at timestamptz,
    reason text,
    admin text,
    subject text,
    target_us bigint,
    hours text,
    elapsed_us bigint,
    business_elapsed_us bigint,
    policy_version int NOT NULL,
    warned text[] NOT NULL,
    level int NOT NULL,
    setting json NOT NULL,
    segments json NOT NULL,
    CONSTRAINT clocks_pkey PRIMARY KEY (partition, "case", metric, instance, promise),
    CONSTRAINT clocks_known_metric CHECK (metric IN (
        'first_response', 'next_response', 'update', 'requester_wait', 'agent_work', 'resolution', 'assignee_response',
        'department', 'moderation', 'stage'
    )),
    CONSTRAINT clocks_known_state CHECK (state IN ('running', 'paused', 'met', 'breached', 'cleared')),
    CONSTRAINT clocks_breach_is_due CHECK ((state = 'breached') = (breached_at IS NOT NULL)),
    CONSTRAINT clocks_over_has_stopped CHECK (state NOT IN ('met', 'cleared') OR stopped_at IS NOT NULL)
) WITH (fillfactor = 70);
COMMENT ON COLUMN sla.clocks.promise IS 'The target that is laid on it; empty for none.';
COMMENT ON COLUMN sla.clocks.promised_at IS 'When the promise came to hold for the case.';
COMMENT ON COLUMN sla.clocks.subject IS 'The stage, department or assignee that it is about.';
COMMENT ON COLUMN sla.clocks.segments IS 'Those of an open clock reach up to when it is due.';

-- What is at risk, the next breach first.
CREATE INDEX clocks_open ON sla.clocks (due_at) WHERE state IN ('running', 'paused');

CREATE VIEW api.clocks AS
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
       c.setting ->> 'language' AS language, c.warned, c.level, c.partition
FROM sla.clocks AS c;

CREATE VIEW api.clock_segments AS
SELECT concat_ws('/', c."case", c.metric, c.instance, nullif(c.promise, '')) AS clock, s."from",
       CASE WHEN s."to" <= now() OR c.stopped_at IS NOT NULL THEN s."to" END AS "to", s.state, s.reason, s.event,
       c."case", c.partition
FROM sla.clocks AS c
CROSS JOIN LATERAL json_to_recordset(c.segments)
    AS s ("from" timestamptz, "to" timestamptz, state text, reason text, event uuid)
WHERE s."from" <= now() OR c.stopped_at IS NOT NULL;

GRANT USAGE ON SCHEMA sla TO saypro_sla_monitor, saypro_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON sla.cases, sla.clocks TO saypro_sla_monitor;
GRANT SELECT ON sla.cases, sla.clocks TO saypro_operator;
GRANT SELECT ON api.clocks, api.clock_segments TO saypro_reader, saypro_operator;
