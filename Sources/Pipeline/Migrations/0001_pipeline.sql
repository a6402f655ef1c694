-- The runtime's own tables: the event log, positions, timers, mail and parked work (one leaf a stage or topic, so that
-- a role can be granted its own leaf and no other), the policy's versions, and the views that other programs read.

CREATE SCHEMA pipeline;
CREATE SCHEMA policy;
CREATE SCHEMA api;

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[
        'saypro_ingest', 'saypro_router', 'saypro_notifier', 'saypro_sla_monitor', 'saypro_survey',
        'saypro_metrics_aggregator', 'saypro_reader', 'saypro_operator'
    ] LOOP
        -- Roles belong to the server, not to the database: another database may have made them, perhaps at this moment.
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

CREATE TABLE pipeline.settings (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT settings_one_row CHECK (singleton),
    partitions int NOT NULL CONSTRAINT settings_partitions_range CHECK (partitions BETWEEN 1 AND 1024)
);

CREATE TABLE pipeline.stages (
    stage text PRIMARY KEY,
    lock_class int NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY (START WITH 7201)
);
COMMENT ON COLUMN pipeline.stages.lock_class IS
    'First key of the stage''s advisory locks; the second is the partition, or -1 for the members'' shared lock.';

CREATE TABLE pipeline.topics (
    topic text PRIMARY KEY,
    stage text NOT NULL REFERENCES pipeline.stages
);

CREATE TABLE pipeline.events (
    partition int NOT NULL,
    topic text NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    v smallint NOT NULL,
    event uuid NOT NULL,
    time timestamptz NOT NULL,
    conversation text,
    "case" text,
    cause text NOT NULL,
    traceparent text,
    fields text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT events_pkey PRIMARY KEY (partition, topic, seq)
) PARTITION BY LIST (topic);
COMMENT ON COLUMN pipeline.events.fields IS 'The type''s own fields, a flat JSON object of strings (text: nothing searches in it here).';

CREATE TABLE pipeline.heads (
    partition int NOT NULL,
    topic text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT heads_pkey PRIMARY KEY (partition, topic)
) PARTITION BY LIST (topic);

CREATE TABLE pipeline.positions (
    partition int NOT NULL,
    stage text NOT NULL,
    topic text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT positions_pkey PRIMARY KEY (partition, stage, topic)
) PARTITION BY LIST (stage);

CREATE TABLE pipeline.door_positions (
    partition int NOT NULL,
    door text NOT NULL,
    ms bigint NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT door_positions_pkey PRIMARY KEY (partition, door)
) WITH (fillfactor = 50);
COMMENT ON COLUMN pipeline.door_positions.door IS 'The source whose private door it is; empty for the shared one.';

CREATE TABLE pipeline.timers (
    partition int NOT NULL,
    stage text NOT NULL,
    key text NOT NULL,
    due timestamptz NOT NULL,
    conversation text NOT NULL,
    fields text NOT NULL,
    CONSTRAINT timers_pkey PRIMARY KEY (partition, stage, key)
) PARTITION BY LIST (stage);
CREATE INDEX timers_due ON pipeline.timers (partition, due);

CREATE SEQUENCE pipeline.mail_id;
CREATE TABLE pipeline.mail (
    partition int NOT NULL,
    stage text NOT NULL,
    id bigint NOT NULL DEFAULT nextval('pipeline.mail_id'),
    sender int NOT NULL,
    kind text NOT NULL,
    conversation text NOT NULL,
    fields text NOT NULL,
    CONSTRAINT mail_pkey PRIMARY KEY (partition, stage, id)
) PARTITION BY LIST (stage);

CREATE SEQUENCE pipeline.parked_id;
CREATE TABLE pipeline.parked (
    partition int NOT NULL,
    stage text NOT NULL,
    id bigint NOT NULL DEFAULT nextval('pipeline.parked_id'),
    conversation text NOT NULL,
    kind text NOT NULL CONSTRAINT parked_kind CHECK (kind IN ('entry', 'event', 'letter', 'timer')),
    topic text,
    seq bigint,
    payload jsonb NOT NULL,
    code text NOT NULL,
    error text NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'parked' CONSTRAINT parked_state CHECK (state IN ('parked', 'retry')),
    CONSTRAINT parked_pkey PRIMARY KEY (partition, stage, id)
) PARTITION BY LIST (stage);

CREATE TABLE pipeline.controls (
    stage text PRIMARY KEY REFERENCES pipeline.stages,
    paused boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL DEFAULT session_user
);

CREATE TABLE pipeline.audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor text NOT NULL DEFAULT session_user,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE policy.versions (
    version int PRIMARY KEY,
    yaml text NOT NULL,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    applied_by text NOT NULL DEFAULT session_user
);

-- A batch's positions and heads move in one statement each; a row that is not where its owner left it has another
-- writer, and then nothing of the batch may stand.
CREATE FUNCTION pipeline.expect_rows(moved bigint, expected bigint) RETURNS void
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF moved <> expected THEN
        RAISE EXCEPTION 'another owner moved % of % positions', expected - moved, expected USING ERRCODE = 'SP001';
    END IF;
END
$$;

-- Makes the range of the log that holds `upto` and the one after it, without blocking readers or writers: a table is
-- attached, not created in place, since CREATE TABLE … PARTITION OF locks the parent against everything.
CREATE FUNCTION pipeline.extend_log(topic_name text, upto bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    width CONSTANT bigint := 1048576;
    first bigint := upto / width;
    parent text;
    leaf text;
BEGIN
    IF NOT EXISTS (SELECT FROM pipeline.topics WHERE topic = topic_name) OR upto < 0 THEN
        RAISE EXCEPTION 'no topic %', topic_name USING ERRCODE = '42704';
    END IF;
    parent := 'events_' || replace(topic_name, '-', '_');
    PERFORM pg_advisory_xact_lock(hashtext('pipeline.extend_log'));
    FOR range_number IN first .. first + 1 LOOP
        leaf := parent || '_' || range_number;
        IF to_regclass('pipeline.' || quote_ident(leaf)) IS NULL THEN
            EXECUTE format('CREATE TABLE pipeline.%I (LIKE pipeline.%I INCLUDING ALL)', leaf, parent);
            EXECUTE format(
                'ALTER TABLE pipeline.%I ATTACH PARTITION pipeline.%I FOR VALUES FROM (%s) TO (%s)',
                parent, leaf, range_number * width, (range_number + 1) * width
            );
        END IF;
    END LOOP;
    RETURN (first + 2) * width - 1;
END
$$;
COMMENT ON FUNCTION pipeline.extend_log IS 'Returns the last sequence number that there is room for.';

CREATE FUNCTION pipeline.add_stage(stage_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    suffix text := replace(stage_name, '-', '_');
    role_name text := 'saypro_' || suffix;
    kept text;
BEGIN
    INSERT INTO pipeline.stages (stage) VALUES (stage_name);
    INSERT INTO pipeline.controls (stage) VALUES (stage_name);
    FOREACH kept IN ARRAY ARRAY['positions', 'timers', 'mail', 'parked'] LOOP
        EXECUTE format(
            'CREATE TABLE pipeline.%I PARTITION OF pipeline.%I FOR VALUES IN (%L) WITH (fillfactor = 50)',
            kept || '_' || suffix, kept, stage_name
        );
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pipeline.%I TO %I', kept || '_' || suffix, role_name);
    END LOOP;
    EXECUTE format('GRANT USAGE ON SCHEMA pipeline, policy TO %I', role_name);
    EXECUTE format(
        'GRANT SELECT ON pipeline.settings, pipeline.stages, pipeline.topics, pipeline.events, pipeline.heads,'
        ' pipeline.controls, policy.versions TO %I', role_name
    );
    EXECUTE format('GRANT USAGE ON SEQUENCE pipeline.mail_id, pipeline.parked_id TO %I', role_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION pipeline.extend_log, pipeline.expect_rows TO %I', role_name);
END
$$;

CREATE FUNCTION pipeline.add_topic(topic_name text, stage_name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    suffix text := replace(topic_name, '-', '_');
    role_name text := 'saypro_' || replace(stage_name, '-', '_');
BEGIN
    INSERT INTO pipeline.topics (topic, stage) VALUES (topic_name, stage_name);
    EXECUTE format(
        'CREATE TABLE pipeline.%I PARTITION OF pipeline.events FOR VALUES IN (%L) PARTITION BY RANGE (seq)',
        'events_' || suffix, topic_name
    );
    EXECUTE format(
        'CREATE TABLE pipeline.%I PARTITION OF pipeline.heads FOR VALUES IN (%L) WITH (fillfactor = 50)',
        'heads_' || suffix, topic_name
    );
    EXECUTE format('GRANT SELECT, INSERT ON pipeline.%I TO %I', 'events_' || suffix, role_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON pipeline.%I TO %I', 'heads_' || suffix, role_name);
    PERFORM pipeline.extend_log(topic_name, 0);
END
$$;

REVOKE EXECUTE ON FUNCTION pipeline.extend_log, pipeline.add_stage, pipeline.add_topic FROM PUBLIC;

SELECT pipeline.add_stage(stage)
FROM unnest(ARRAY['ingest', 'router', 'notifier', 'sla-monitor', 'survey', 'metrics-aggregator']) AS stage;

SELECT pipeline.add_topic(topic, stage)
FROM (VALUES ('commands', 'ingest'), ('cases', 'router'), ('clocks', 'sla-monitor'), ('surveys', 'survey'),
             ('notifications', 'notifier')) AS t(topic, stage);

GRANT SELECT, INSERT, UPDATE ON pipeline.door_positions TO saypro_ingest;

GRANT USAGE ON SCHEMA pipeline, policy, api TO saypro_operator;
GRANT SELECT ON ALL TABLES IN SCHEMA pipeline, policy TO saypro_operator;
GRANT UPDATE (paused, changed_at, changed_by) ON pipeline.controls TO saypro_operator;
GRANT DELETE, UPDATE (state) ON pipeline.parked TO saypro_operator;
GRANT INSERT ON pipeline.audit, policy.versions TO saypro_operator;

CREATE VIEW api.events AS
SELECT e.topic, e.partition, e.seq, e.type, e.v, e.event, e.time, e.conversation, e."case", e.cause,
       -- A survey's token is worth an answer: it is in the stream alone.
       CASE WHEN e.type = 'survey.sent' THEN e.fields::jsonb - 'token' ELSE e.fields::jsonb END AS fields
FROM pipeline.events AS e;

CREATE VIEW api.parked AS
SELECT stage, partition, conversation, topic, seq, error, attempts, at, id, kind, code, state
FROM pipeline.parked;

CREATE VIEW api.lag AS
SELECT p.stage, p.topic, p.partition, p.seq AS position, h.seq AS head, h.seq - p.seq AS lag, o.owner,
       (SELECT e.at FROM pipeline.events AS e
        WHERE e.partition = p.partition AND e.topic = p.topic AND e.seq = p.seq + 1) AS oldest_unread_at
FROM pipeline.positions AS p
JOIN pipeline.heads AS h ON h.partition = p.partition AND h.topic = p.topic
JOIN pipeline.stages AS s ON s.stage = p.stage
LEFT JOIN LATERAL (
    SELECT a.application_name AS owner
    FROM pg_locks AS l
    JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.mode = 'ExclusiveLock'
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid = s.lock_class::oid AND l.objid = p.partition::oid
) AS o ON true;

GRANT USAGE ON SCHEMA api TO saypro_reader;
GRANT SELECT ON api.events, api.parked, api.lag TO saypro_reader, saypro_operator;
