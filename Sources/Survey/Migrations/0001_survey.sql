-- Who is asked and what they said: one row for each cycle of a case, the answers behind it, what users have been asked
-- when, the ledger of rewards, and the answers that were refused. A survey stands in its conversation's partition; what
-- belongs to a user stands in the user's, and is locked in the order of its key where several partitions need it.

CREATE SCHEMA survey;

CREATE TABLE survey.surveys (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    cycle int NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    "user" text COLLATE "C",
    kind text,
    state text NOT NULL,
    withheld text,
    backfill boolean NOT NULL,
    scheduled_at timestamptz,
    due_at timestamptz,
    sent_at timestamptz,
    remind_at timestamptz,
    reminded_at timestamptz,
    expires_at timestamptz,
    answered_at timestamptz,
    followed_up_at timestamptz,
    next_at timestamptz,
    token_hash bytea,
    asked_scale smallint,
    resolver text,
    last_replier text,
    last_replied_at timestamptz,
    participants text[] NOT NULL,
    team text,
    category text,
    channel text,
    language text,
    version int NOT NULL,
    rating smallint,
    scale smallint,
    ease_of_use smallint,
    response_time smallint,
    helpfulness smallint,
    clarity smallint,
    comment text,
    suggestion text,
    CONSTRAINT surveys_pkey PRIMARY KEY (partition, "case", cycle),
    CONSTRAINT surveys_known_state
        CHECK (state IN ('open', 'scheduled', 'withheld', 'sent', 'answered', 'expired')),
    CONSTRAINT surveys_withheld_for_a_reason CHECK ((state = 'withheld') = (withheld IS NOT NULL)),
    CONSTRAINT surveys_scheduled_is_due CHECK (state <> 'scheduled' OR due_at IS NOT NULL),
    CONSTRAINT surveys_sent_once CHECK (
        (state IN ('sent', 'answered', 'expired')) = (sent_at IS NOT NULL)
        AND (sent_at IS NULL) = (token_hash IS NULL) AND (sent_at IS NULL) = (expires_at IS NULL)
    ),
    CONSTRAINT surveys_answered_has_answer CHECK ((state = 'answered') = (answered_at IS NOT NULL AND version > 0)),
    CONSTRAINT surveys_rating_on_scale CHECK (
        scale IN (5, 10)
        AND rating BETWEEN 1 AND scale AND ease_of_use BETWEEN 1 AND scale AND response_time BETWEEN 1 AND scale
        AND helpfulness BETWEEN 1 AND scale AND clarity BETWEEN 1 AND scale
    )
) WITH (fillfactor = 70);
COMMENT ON COLUMN survey.surveys.state IS '`open` is a cycle that has not ended.';
COMMENT ON COLUMN survey.surveys.backfill IS 'The cycle ended in the past: nobody was written to.';
COMMENT ON COLUMN survey.surveys.token_hash IS 'SHA-256 of the token, which is in the event survey.sent alone.';
COMMENT ON COLUMN survey.surveys.next_at IS 'When the survey''s timer is due.';
COMMENT ON COLUMN survey.surveys.resolver IS
    'This and the columns to `language` are what they were when the survey was sent, whatever becomes of the case.';
COMMENT ON COLUMN survey.surveys.scale IS 'The scale of the rating and of the factors.';

CREATE UNIQUE INDEX surveys_token ON survey.surveys (partition, token_hash) WHERE token_hash IS NOT NULL;
CREATE INDEX surveys_conversation ON survey.surveys (partition, conversation);
-- For figures over a window of time.
CREATE INDEX surveys_sent_at ON survey.surveys (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE survey.answers (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    cycle int NOT NULL,
    event uuid NOT NULL,
    time timestamptz NOT NULL,
    version int,
    source text NOT NULL,
    fields text NOT NULL,
    CONSTRAINT answers_pkey PRIMARY KEY (partition, "case", cycle, event),
    CONSTRAINT answers_version_key UNIQUE (partition, "case", cycle, version)
);
COMMENT ON COLUMN survey.answers.event IS 'The command, or the form that was sent.';
COMMENT ON COLUMN survey.answers.version IS 'NULL for one that changed nothing when it came.';
COMMENT ON COLUMN survey.answers.fields IS 'What it says, a flat JSON object of strings; an answer may say a part only.';

CREATE TABLE survey.users (
    partition int NOT NULL,
    "user" text COLLATE "C" NOT NULL,
    asked timestamptz[] NOT NULL DEFAULT '{}',
    language text,
    erased_at timestamptz,
    put_at timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (partition, "user")
) WITH (fillfactor = 70);
COMMENT ON COLUMN survey.users.asked IS 'When surveys were sent to the user, those of the last 400 days.';

-- A transfer takes points from one account and gives them to another, so all accounts together are always at zero.
CREATE TABLE survey.transfers (
    partition int NOT NULL,
    transfer uuid NOT NULL,
    debit text COLLATE "C" NOT NULL,
    credit text COLLATE "C" NOT NULL,
    points int NOT NULL,
    "user" text COLLATE "C" NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    cycle int NOT NULL,
    reason text NOT NULL,
    reverses uuid,
    at timestamptz NOT NULL,
    booked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT transfers_pkey PRIMARY KEY (partition, transfer),
    CONSTRAINT transfers_points CHECK (points > 0),
    CONSTRAINT transfers_two_accounts CHECK (debit <> credit),
    CONSTRAINT transfers_reversed_once UNIQUE (partition, reverses),
    CONSTRAINT transfers_reverses_one FOREIGN KEY (partition, reverses) REFERENCES survey.transfers
);
COMMENT ON COLUMN survey.transfers.debit IS '`office`, or `user:` and the user.';
CREATE UNIQUE INDEX transfers_one_per_cycle ON survey.transfers (partition, "case", cycle) WHERE reverses IS NULL;
CREATE INDEX transfers_of_user ON survey.transfers (partition, "user", at);

-- What is booked is never changed: a mistake is put right by a transfer the other way.
CREATE FUNCTION survey.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a booked transfer does not change; reverse it' USING ERRCODE = '23514', SCHEMA = 'survey',
        TABLE = 'transfers', CONSTRAINT = 'transfers_never_change';
END
$$;
CREATE TRIGGER transfers_never_change BEFORE UPDATE OF debit, credit, points, reverses, at ON survey.transfers
FOR EACH ROW EXECUTE FUNCTION survey.refuse_change();

CREATE TABLE survey.refusals (
    partition int NOT NULL,
    event uuid NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    "case" text COLLATE "C",
    cycle int,
    source text NOT NULL,
    id text NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT refusals_pkey PRIMARY KEY (partition, event)
);
COMMENT ON COLUMN survey.refusals."case" IS 'The case of the survey that the token is of; NULL for no such token.';

CREATE FUNCTION survey.stars(rating int, scale int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE scale WHEN 10 THEN (rating + 1) / 2 ELSE rating END $$;
CREATE FUNCTION survey.band(stars int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN stars >= 4 THEN 'positive' WHEN stars = 3 THEN 'neutral' WHEN stars <= 2 THEN 'negative' END $$;

CREATE VIEW api.surveys AS
SELECT "case", conversation, cycle, state, scheduled_at, sent_at, answered_at, rating,
       coalesce(scale, asked_scale) AS scale, survey.stars(rating, scale) AS stars,
       survey.band(survey.stars(rating, scale)) AS band, ease_of_use, response_time, helpfulness, clarity, comment,
       withheld, resolver, team, channel, "user", kind, category, language, last_replier, participants, suggestion,
       due_at, expires_at, reminded_at, followed_up_at, version, backfill, concat("case", '/', cycle) AS survey, partition
FROM survey.surveys
WHERE state <> 'open';

CREATE VIEW api.survey_answers AS
SELECT a."case", a.cycle, a.version, a.time, a.source, a.event, a.fields::jsonb AS fields, a.partition
FROM survey.answers AS a;

CREATE VIEW api.survey_refusals AS
SELECT conversation, "case", cycle, source, id, code, detail, at, event, partition FROM survey.refusals;

-- What users got and what was taken back, as it changes their balance.
CREATE VIEW api.rewards AS
SELECT "user", "case", cycle, CASE WHEN reverses IS NULL THEN points ELSE -points END AS points, reason, at, transfer,
       reverses
FROM survey.transfers;

-- Each transfer as its two postings.
CREATE VIEW api.reward_postings AS
SELECT t.transfer, p.account, p.points, t."case", t.cycle, t.reason, t.at
FROM survey.transfers AS t
CROSS JOIN LATERAL (VALUES (t.debit, -t.points), (t.credit, t.points)) AS p (account, points);

GRANT USAGE ON SCHEMA survey TO saypro_survey, saypro_operator;
GRANT SELECT, INSERT, UPDATE, DELETE
ON survey.surveys, survey.answers, survey.users, survey.transfers, survey.refusals TO saypro_survey;
GRANT SELECT ON survey.surveys, survey.answers, survey.users, survey.transfers, survey.refusals TO saypro_operator;
GRANT SELECT ON api.surveys, api.survey_answers, api.survey_refusals, api.rewards, api.reward_postings
TO saypro_reader, saypro_operator;
-- An operator takes a reward back by a letter to the survey's own lane, which books it.
GRANT INSERT ON pipeline.mail_survey TO saypro_operator;
GRANT USAGE ON SEQUENCE pipeline.mail_id TO saypro_operator;
