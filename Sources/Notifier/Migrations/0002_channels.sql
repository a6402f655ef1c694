-- What it takes to reach people outside the application: who they are, what was told them lately, what waits to be told,
-- and the letters on their way. All of it stands in the recipient's partition, whose owner alone writes it; people are read from any. A letter is one mail or webhook, and tells one notice or several.

CREATE TABLE notifier.people (
    partition int NOT NULL,
    audience text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    name text,
    email text,
    language text,
    timezone text,
    channels text,
    webhook text,
    team text COLLATE "C",
    senior boolean NOT NULL,
    calendar text,
    active boolean NOT NULL,
    token uuid NOT NULL,
    unsubscribed_at timestamptz,
    dead_email text,
    CONSTRAINT people_pkey PRIMARY KEY (partition, audience, id),
    CONSTRAINT people_known_audience CHECK (audience IN ('user', 'admin'))
) WITH (fillfactor = 70);
COMMENT ON COLUMN notifier.people.token IS 'What stands in the person''s unsubscribe link.';
COMMENT ON COLUMN notifier.people.dead_email IS 'An address that mail came back from; another one is tried again.';

CREATE INDEX people_of_team ON notifier.people (team, partition) WHERE audience = 'admin' AND active;
CREATE INDEX people_senior ON notifier.people (partition) WHERE audience = 'admin' AND active AND senior;
CREATE INDEX people_of_token ON notifier.people (token);

CREATE TABLE notifier.paces (
    partition int NOT NULL,
    audience text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    gathers_until timestamptz,
    next_at timestamptz,
    held int NOT NULL,
    omitted int NOT NULL,
    day int NOT NULL,
    used int NOT NULL,
    replies text NOT NULL,
    CONSTRAINT paces_pkey PRIMARY KEY (partition, audience, recipient),
    CONSTRAINT paces_counts CHECK (held >= 0 AND omitted >= 0 AND used >= 0)
) WITH (fillfactor = 50);
COMMENT ON COLUMN notifier.paces.gathers_until IS 'Until then what can wait is gathered.';
COMMENT ON COLUMN notifier.paces.next_at IS 'When what is held goes out: the time of the recipient''s timer.';
COMMENT ON COLUMN notifier.paces.omitted IS 'Notices of which the next letter only gives the number.';
COMMENT ON COLUMN notifier.paces.day IS 'The recipient''s local day, as days after 1970, that `used` is about.';
COMMENT ON COLUMN notifier.paces.replies IS 'When automatic replies went out lately, in microseconds after 1970.';

CREATE TABLE notifier.waiting (
    partition int NOT NULL,
    audience text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    event uuid NOT NULL,
    due timestamptz NOT NULL,
    held text NOT NULL,
    type text NOT NULL,
    "case" text COLLATE "C",
    clock text,
    notice text NOT NULL,
    CONSTRAINT waiting_pkey PRIMARY KEY (partition, audience, recipient, event),
    CONSTRAINT waiting_known_hold CHECK (held IN ('coalesced', 'quiet_hours', 'budget'))
);
COMMENT ON COLUMN notifier.waiting.notice IS 'The notice with its texts, a flat JSON object of strings.';

CREATE TABLE notifier.letters (
    partition int NOT NULL,
    letter uuid NOT NULL,
    audience text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    channel text NOT NULL,
    further text NOT NULL,
    state text NOT NULL,
    attempts int NOT NULL,
    made_at timestamptz NOT NULL,
    "case" text COLLATE "C",
    conversation text COLLATE "C",
    notices text NOT NULL,
    content text,
    trouble text,
    CONSTRAINT letters_pkey PRIMARY KEY (partition, letter),
    CONSTRAINT letters_known_channel CHECK (channel IN ('email', 'webhook')),
    CONSTRAINT letters_known_state CHECK (state IN ('open', 'sent', 'failed', 'withdrawn'))
) WITH (fillfactor = 70);
COMMENT ON COLUMN notifier.letters.further IS 'The channels that are tried if this one fails, in order.';
COMMENT ON COLUMN notifier.letters.notices IS 'What it tells: one flat JSON object a line.';
COMMENT ON COLUMN notifier.letters.trouble IS 'What went wrong at the last attempt.';
COMMENT ON COLUMN notifier.letters.content IS 'Its texts, a flat JSON object; NULL once it is no longer on its way.';
CREATE INDEX letters_open ON notifier.letters (partition, audience, recipient) WHERE state = 'open';

CREATE TABLE notifier.survey_links (
    partition int NOT NULL,
    survey text COLLATE "C" NOT NULL,
    token text NOT NULL,
    expires timestamptz,
    CONSTRAINT survey_links_pkey PRIMARY KEY (partition, survey)
);
COMMENT ON TABLE notifier.survey_links IS 'What a reminder needs to lead to its survey; the event of the reminder has no token.';

ALTER TABLE notifier.notifications
    ADD COLUMN happened_at timestamptz,
    ADD COLUMN settled_at timestamptz,
    ADD COLUMN held text,
    ADD COLUMN letter uuid;
COMMENT ON COLUMN notifier.notifications.event IS 'The event that is told, of the topic cases, clocks or surveys.';
COMMENT ON COLUMN notifier.notifications.cause IS
    'What led to the event: the command or entry; of a notice that failed or was withdrawn, why.';
COMMENT ON COLUMN notifier.notifications.happened_at IS 'When what it tells happened.';
COMMENT ON COLUMN notifier.notifications.held IS 'Why it did not go out at once.';
CREATE INDEX notifications_of_case ON notifier.notifications ("case", partition) WHERE "case" IS NOT NULL;

CREATE OR REPLACE VIEW api.notifications AS
SELECT notification, event, type, recipient, channel, state, reason, cause, queued_at, sent_at, attempts,
       audience, conversation, "case", partition, happened_at, settled_at, held, letter
FROM notifier.notifications;

-- How well it works, by day of the event: how long notices took, and how many arrived.
CREATE VIEW api.notice_quality AS
WITH told AS (
    SELECT date_trunc('day', queued_at, 'UTC') AS day, channel, audience,
           count(*) FILTER (WHERE state <> 'suppressed') AS notices,
           count(*) FILTER (WHERE state IN ('sent', 'delivered')) AS arrived,
           count(*) FILTER (WHERE state = 'failed') AS failed,
           count(*) FILTER (WHERE state = 'suppressed') AS suppressed,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY sent_at - happened_at)
               FILTER (WHERE sent_at IS NOT NULL AND happened_at IS NOT NULL AND held IS NULL) AS median,
           percentile_disc(0.9) WITHIN GROUP (ORDER BY sent_at - happened_at)
               FILTER (WHERE sent_at IS NOT NULL AND happened_at IS NOT NULL AND held IS NULL) AS p90
    FROM notifier.notifications
    GROUP BY 1, 2, 3
)
SELECT t.day, t.channel, t.audience, t.notices, t.arrived, t.failed, t.suppressed,
       t.arrived::float8 / nullif(t.notices, 0) AS delivered_share,
       extract(epoch FROM t.median)::float8 AS median, extract(epoch FROM t.p90)::float8 AS p90
FROM told AS t;

GRANT SELECT, INSERT, UPDATE, DELETE
ON notifier.people, notifier.paces, notifier.waiting, notifier.letters, notifier.survey_links
TO saypro_notifier;
GRANT SELECT
ON notifier.people, notifier.paces, notifier.waiting, notifier.letters
TO saypro_operator;
GRANT SELECT ON api.notice_quality TO saypro_reader, saypro_operator;

-- A database that has the router's directory already hands it on; admins' partitions are CRC-32 (IEEE) of their names. The
-- router's view of cases is what the digest lists.
DO $$
DECLARE
    partitions int;
BEGIN
    IF to_regclass('api.cases') IS NULL THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA api TO saypro_notifier;
    GRANT SELECT ON api.cases TO saypro_notifier;
    INSERT INTO notifier.people (partition, audience, id, name, email, language, timezone, channels, webhook, senior,
                                 active, token)
    SELECT partition, 'user', id, name, email, language, timezone, array_to_string(channels, ','), webhook, false, true,
           gen_random_uuid()
    FROM router.users WHERE erased_at IS NULL;

    SELECT s.partitions INTO partitions FROM pipeline.settings AS s;
    CREATE FUNCTION pg_temp.crc32(value text) RETURNS bigint LANGUAGE plpgsql AS $f$
    DECLARE
        bytes bytea := convert_to(value, 'UTF8');
        crc bigint := 4294967295;
    BEGIN
        FOR i IN 0 .. length(bytes) - 1 LOOP
            crc := crc # get_byte(bytes, i);
            FOR bit IN 1 .. 8 LOOP
                crc := CASE WHEN crc & 1 = 1 THEN (crc >> 1) # 3988292384 ELSE crc >> 1 END;
            END LOOP;
        END LOOP;
        RETURN crc # 4294967295;
    END
    $f$;
    INSERT INTO notifier.people (partition, audience, id, name, email, language, team, senior, calendar, active, token)
    SELECT pg_temp.crc32(id) % partitions, 'admin', id, name, email, languages[1], team, senior, calendar, active,
           gen_random_uuid()
    FROM router.admins WHERE partitions IS NOT NULL;
    INSERT INTO pipeline.timers_notifier (partition, stage, key, due, conversation, fields)
    SELECT partition, 'notifier', 'digest:' || id, now(), id, json_build_object('admin', id)::text
    FROM notifier.people WHERE audience = 'admin' AND active;
    DROP FUNCTION pg_temp.crc32(text);
END
$$;
