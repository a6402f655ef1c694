-- The router's tables: cases and their history, the directory of users and admins, and the desk where cases meet
-- admins. The state of a case is guarded here as well as in the program: by CHECKs for what a state needs, by a trigger
-- for what may follow what. Measured on two cores, batches of 256, µs of PostgreSQL a message: one that opens a case 25
-- (look-up 2, cases 15, history 7), with an assignment 37, one that joins an open case 7, a reply 41.

CREATE SCHEMA router;

CREATE TABLE router.cases (
    partition int NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    number int NOT NULL,
    id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    subject text,
    "user" text,
    counterparty text,
    state text NOT NULL,
    is_open boolean NOT NULL
        GENERATED ALWAYS AS (state IN ('open', 'assigned', 'waiting', 'snoozed', 'escalated')) STORED,
    cycle int NOT NULL DEFAULT 1,
    category text,
    tier text,
    team text,
    assignee text COLLATE "C",
    assigned_at timestamptz,
    hand_assigned_at timestamptz,
    stage text,
    eta text,
    outcome text,
    reason text,
    root_cause text,
    asked text,
    language text,
    fields text NOT NULL DEFAULT '{}',
    opened_at timestamptz NOT NULL,
    awaiting_since timestamptz,
    first_reply_at timestamptz,
    last_reply_at timestamptz,
    replies int NOT NULL DEFAULT 0,
    resolved_at timestamptz,
    reopened int NOT NULL DEFAULT 0,
    reopened_at timestamptz,
    updated_at timestamptz,
    follows text,
    messages int8multirange NOT NULL DEFAULT '{}',
    queued_at timestamptz,
    decisions int NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (partition, conversation, number),
    CONSTRAINT cases_id_key UNIQUE (id, partition),
    CONSTRAINT cases_known_kind CHECK (kind IN (
        'conversation', 'verification', 'suspension', 'appeal', 'listing', 'visibility', 'payment', 'refund', 'dispute',
        'flag', 'platform_issue'
    )),
    CONSTRAINT cases_known_state CHECK (state IN (
        'open', 'assigned', 'waiting', 'snoozed', 'escalated', 'resolved', 'closed', 'merged', 'spam'
    )),
    CONSTRAINT cases_open_has_no_assignee CHECK (state <> 'open' OR assignee IS NULL),
    CONSTRAINT cases_assigned_has_assignee CHECK (
        state <> 'assigned' OR (assignee IS NOT NULL AND assigned_at IS NOT NULL)
    ),
    CONSTRAINT cases_resolved_has_time CHECK (state <> 'resolved' OR resolved_at IS NOT NULL),
    CONSTRAINT cases_only_open_queue CHECK (queued_at IS NULL OR state = 'open'),
    CONSTRAINT cases_counts CHECK (number > 0 AND cycle > 0 AND replies >= 0 AND reopened >= 0 AND decisions > 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN router.cases.number IS 'Which case of its conversation it is, from 1.';
COMMENT ON COLUMN router.cases.fields IS 'What else the opening command said, a flat JSON object of strings.';
COMMENT ON COLUMN router.cases.asked IS 'The beginning of the message that opened the case.';
COMMENT ON COLUMN router.cases.hand_assigned_at IS 'The time of the last case.assign; an earlier one is late.';
COMMENT ON COLUMN router.cases.updated_at IS 'The time of the last case.update; an earlier one is late.';
COMMENT ON COLUMN router.cases.awaiting_since IS 'The oldest message of the user without a public human reply.';
COMMENT ON COLUMN router.cases.messages IS
    'Which of the conversation''s message numbers belong to the case: written at transitions, never for a message.';
COMMENT ON COLUMN router.cases.queued_at IS 'Since when the case waits for an admin; NULL when it does not.';
COMMENT ON COLUMN router.cases.decisions IS 'The last seq of the case in case_history.';

CREATE UNIQUE INDEX cases_one_open ON router.cases (partition, conversation) WHERE is_open;
CREATE INDEX cases_queue ON router.cases (queued_at, partition) WHERE queued_at IS NOT NULL;
CREATE INDEX cases_of_admin ON router.cases (assignee, partition) WHERE is_open AND assignee IS NOT NULL;

-- What a state may turn into, per batch: a batch may take several steps, so a case may be resolved and reopened at once.
CREATE FUNCTION router.refuse_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a case cannot turn from % into %', OLD.state, NEW.state
        USING ERRCODE = '23514', CONSTRAINT = 'cases_transitions', TABLE = 'cases', SCHEMA = 'router';
END
$$;
CREATE TRIGGER cases_transitions BEFORE UPDATE ON router.cases FOR EACH ROW
WHEN (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
    ('open', 'assigned'), ('open', 'resolved'),
    ('assigned', 'open'), ('assigned', 'resolved'),
    ('resolved', 'open'), ('resolved', 'assigned')
))
EXECUTE FUNCTION router.refuse_transition();

CREATE TABLE router.case_history (
    partition int NOT NULL,
    "case" text COLLATE "C",
    seq int,
    conversation text,
    type text NOT NULL,
    time timestamptz NOT NULL,
    actor text NOT NULL,
    reason text,
    detail jsonb NOT NULL,
    CONSTRAINT case_history_seq_key UNIQUE (partition, "case", seq),
    CONSTRAINT case_history_seq_of_case CHECK (("case" IS NULL) = (seq IS NULL))
);
COMMENT ON COLUMN router.case_history."case" IS 'NULL for a command that was refused where there is no case.';

CREATE TABLE router.users (
    partition int NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text,
    email text,
    language text,
    region text,
    timezone text,
    verified boolean,
    channels text[],
    webhook text,
    active_listings bigint,
    put_at timestamptz NOT NULL,
    erased_at timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (partition, id)
) WITH (fillfactor = 70);
COMMENT ON COLUMN router.users.put_at IS 'The time of the last command that was applied; an earlier one is late.';

CREATE TABLE router.admins (
    id text COLLATE "C" NOT NULL,
    name text,
    email text,
    team text,
    languages text[],
    regions text[],
    skills text[],
    capacity int NOT NULL,
    calendar text,
    senior boolean NOT NULL,
    active boolean NOT NULL,
    put_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'offline',
    status_at timestamptz NOT NULL DEFAULT '-infinity',
    open_cases int NOT NULL DEFAULT 0,
    last_assigned_at timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT admins_pkey PRIMARY KEY (id),
    CONSTRAINT admins_known_status CHECK (status IN ('online', 'away', 'offline')),
    CONSTRAINT admins_counts CHECK (capacity >= 0 AND open_cases >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE router.admins IS
    'Shared by all partitions: decided on under lock only, taken in the order of the ids, after the desk.';
COMMENT ON COLUMN router.admins.open_cases IS 'Open cases that the admin has, and calls on their way to the admin.';

-- A waiting case that an admin has been found for in another partition: the letter is on its way, the place is kept.
CREATE TABLE router.calls (
    partition int NOT NULL,
    "case" text COLLATE "C" NOT NULL,
    admin text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT calls_pkey PRIMARY KEY (partition, "case")
);

-- Has no rows: its table lock is the desk. Who looks for an admin takes it shared; who may free an admin takes it alone,
-- and so sees every case that found nobody.
CREATE TABLE router.desk ();

GRANT USAGE ON SCHEMA router TO saypro_router, saypro_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA router TO saypro_router;
GRANT SELECT ON ALL TABLES IN SCHEMA router TO saypro_operator;
