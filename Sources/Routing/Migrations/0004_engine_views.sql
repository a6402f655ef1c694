-- What the case engine adds to the views: why a case has no admin, whom it waits for, its escalations and their budget.

CREATE OR REPLACE VIEW api.cases AS
SELECT id AS "case", conversation, kind, subject, state, cycle, category, tier, team, assignee, "user", counterparty,
       outcome, reason, root_cause, opened_at, first_reply_at, resolved_at, reopened, follows,
       partition, number, stage, eta, language, replies, awaiting_since, queued_at, reopened_at, assigned_at,
       region, waiting_for, wakes_at, closed_at, merged_into, decided_by, next_steps, appeal, escalation, escalated_to,
       escalated_at, acknowledged_at, courtesies, queue_rank, queue_reason, wanted_team
FROM router.cases;

-- A leg ends when the case is handed back or its answer stands in a resolve; the next escalation begins another.
CREATE VIEW api.escalations AS
SELECT h."case", h.detail ->> 'escalation' AS kind, h.detail ->> 'to' AS "to", h.reason, h.time AS at,
       (SELECT min(a.time) FROM router.case_history AS a
        WHERE a.partition = h.partition AND a."case" = h."case" AND a.seq > h.seq AND a.seq < coalesce(n.seq, a.seq + 1)
          AND a.type = 'case.acknowledged') AS acknowledged_at,
       (SELECT min(b.time) FROM router.case_history AS b
        WHERE b.partition = h.partition AND b."case" = h."case" AND b.seq > h.seq AND b.seq < coalesce(n.seq, b.seq + 1)
          AND b.type = 'case.handed_back') AS handed_back_at,
       h.conversation, h.actor, h.detail ->> 'note' AS note, h.partition, h.seq, h.detail ->> 'cycle' AS cycle
FROM router.case_history AS h
LEFT JOIN LATERAL (
    SELECT min(e.seq) AS seq FROM router.case_history AS e
    WHERE e.partition = h.partition AND e."case" = h."case" AND e.seq > h.seq AND e.type = 'case.escalated'
) AS n ON true
WHERE h.type = 'case.escalated';

-- The live budget: of the cases opened in the last days, so many may be escalated to departments. The burn rate is the
-- share used against the share allowed; the forecast is what the window would end with if the last day went on.
CREATE VIEW api.escalation_budget AS
SELECT w.since, w.until, o.opened, e.escalated,
       e.escalated::numeric / nullif(o.opened, 0) AS share, w.share AS target,
       floor(w.share * o.opened)::bigint AS allowed,
       floor(w.share * o.opened)::bigint - e.escalated AS left,
       e.escalated::numeric / nullif(w.share * o.opened, 0) AS burn_rate,
       e.escalated_last_day::numeric / nullif(o.opened_last_day, 0) AS forecast,
       e.escalated::numeric <= w.share * o.opened AS met
FROM (
    SELECT share, days, now() - make_interval(days => days) AS since, now() AS until FROM router.escalation_allowance
) AS w
CROSS JOIN LATERAL (
    SELECT count(*) AS opened, count(*) FILTER (WHERE c.opened_at > w.until - interval '1 day') AS opened_last_day
    FROM router.cases AS c WHERE c.opened_at > w.since AND c.opened_at <= w.until
) AS o
CROSS JOIN LATERAL (
    SELECT count(DISTINCT h."case") AS escalated,
           count(DISTINCT h."case") FILTER (WHERE h.time > w.until - interval '1 day') AS escalated_last_day
    FROM router.case_history AS h
    WHERE h.type = 'case.escalated' AND h.detail ->> 'escalation' = 'department'
      AND h.time > w.since AND h.time <= w.until
) AS e;

GRANT SELECT ON api.escalations, api.escalation_budget TO saypro_reader, saypro_operator;
