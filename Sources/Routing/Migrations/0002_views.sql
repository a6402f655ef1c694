-- The views over the router's tables, and over ingest's messages, whose cases only the router knows.

CREATE VIEW api.cases AS
SELECT id AS "case", conversation, kind, subject, state, cycle, category, tier, team, assignee, "user", counterparty,
       outcome, reason, root_cause, opened_at, first_reply_at, resolved_at, reopened, follows,
       partition, number, stage, eta, language, replies, awaiting_since, queued_at, reopened_at, assigned_at
FROM router.cases;

CREATE VIEW api.case_history AS
SELECT "case", seq, type, time, actor, reason, detail, conversation, partition
FROM router.case_history;

-- An assignment ends with the next decision that gives the case to somebody else or to nobody.
CREATE VIEW api.assignments AS
SELECT h."case", h.detail ->> 'admin' AS admin, h.detail ->> 'team' AS team, h.time AS "from", (
           SELECT n.time FROM router.case_history AS n
           WHERE n.partition = h.partition AND n."case" = h."case" AND n.seq > h.seq
             AND n.type IN (
                 'case.assigned', 'case.unassigned', 'case.resolved', 'case.closed', 'case.merged', 'case.spam'
             )
           ORDER BY n.seq
           LIMIT 1
       ) AS "to", h.reason
FROM router.case_history AS h
WHERE h.type = 'case.assigned';

CREATE VIEW api.users AS
SELECT id AS "user", name, email, language, region, timezone, verified, channels, webhook, active_listings, put_at,
       erased_at
FROM router.users;

CREATE VIEW api.admins AS
SELECT id AS admin, name, email, team, languages, regions, skills, capacity, calendar, senior, active, status,
       nullif(status_at, '-infinity') AS status_at, open_cases, nullif(last_assigned_at, '-infinity') AS last_assigned_at,
       put_at
FROM router.admins;

-- Of a conversation's cases, the last one that a message may belong to says whether it does.
CREATE VIEW api.messages AS
SELECT m.source, m.id, m.message, m.message_no, m.partition, m.conversation,
       CASE WHEN m.message_no <@ c.messages THEN c.id END AS "case",
       m.role, m.author, CASE WHEN m.role = 'user' THEN m.author ELSE c."user" END AS "user", m.text, m.channel,
       m.language, m.region, m.category, m.visibility, m.template, m.campaign, m.time, m.accepted_at,
       m.tier, m.template_edited, m.attachments, m.reply_to
FROM ingest.messages AS m
LEFT JOIN LATERAL (
    SELECT l.id, l.messages, l."user" FROM router.cases AS l
    WHERE l.partition = m.partition AND l.conversation = m.conversation AND lower(l.messages) <= m.message_no
    ORDER BY l.number DESC
    LIMIT 1
) AS c ON true;

GRANT SELECT ON api.cases, api.case_history, api.assignments, api.users, api.admins, api.messages
TO saypro_reader, saypro_operator;
