-- What the triage decided about each case, in the views.

CREATE OR REPLACE VIEW api.cases AS
SELECT id AS "case", conversation, kind, subject, state, cycle, category, tier, team, assignee, "user", counterparty,
       outcome, reason, root_cause, opened_at, first_reply_at, resolved_at, reopened, follows,
       partition, number, stage, eta, language, replies, awaiting_since, queued_at, reopened_at, assigned_at,
       region, waiting_for, wakes_at, closed_at, merged_into, decided_by, next_steps, appeal, escalation, escalated_to,
       escalated_at, acknowledged_at, courtesies, queue_rank, queue_reason, wanted_team,
       category_by, confidence, suggested_category, model, language_by, tier_by, spam_score, channel
FROM router.cases;
