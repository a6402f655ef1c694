-- What ingest has accepted and refused: messages, the ids by which an entry that comes again is recognised, the message
-- counters of conversations, and refused entries. Measured on two cores, batches of 500 new messages of 20,000 senders,
-- µs of PostgreSQL a message: ids 6.5 (look-up 3, insert 3.5), conversations 6, messages 7; the event log beside them 6.

CREATE SCHEMA ingest;

-- Weeks begin on Monday, UTC; week 0 is that of 29 December 1969. A look-up reads this week's range and the last one's,
-- so that an id is remembered for 7 to 14 days.
CREATE FUNCTION ingest.week_of(instant timestamptz) RETURNS int
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT floor((extract(epoch FROM instant) / 86400 + 3) / 7)::int
$$;

CREATE TABLE ingest.ids (
    partition int NOT NULL,
    key uuid NOT NULL,
    week int NOT NULL,
    digest uuid NOT NULL,
    message uuid,
    CONSTRAINT ids_pkey PRIMARY KEY (partition, key, week)
) PARTITION BY RANGE (week);
COMMENT ON COLUMN ingest.ids.key IS 'The first half of SHA-256 over the source, a zero byte and the publisher''s id.';
COMMENT ON COLUMN ingest.ids.digest IS 'Tells the same content from other content under the same id.';

-- The counters outlive the messages, so that detaching old ones never starts a conversation's numbers again.
CREATE TABLE ingest.conversations (
    partition int NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    last_no bigint NOT NULL,
    CONSTRAINT conversations_pkey PRIMARY KEY (partition, conversation)
) WITH (fillfactor = 70);
COMMENT ON TABLE ingest.conversations IS 'Room is left in each page so that a new number touches no index.';

-- The one index serves reading a conversation and guards its numbers; it costs 2 µs a message more than one by message.
CREATE TABLE ingest.messages (
    partition int NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    message_no bigint NOT NULL,
    message uuid NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    role text NOT NULL,
    author text NOT NULL,
    text text NOT NULL,
    time timestamptz NOT NULL,
    accepted_at timestamptz NOT NULL,
    channel text,
    language text,
    region text,
    category text,
    tier text,
    visibility text,
    campaign text,
    template text,
    template_edited text,
    attachments text,
    reply_to text,
    extra text,
    CONSTRAINT messages_pkey PRIMARY KEY (partition, conversation, message_no, accepted_at)
) PARTITION BY RANGE (accepted_at);
COMMENT ON COLUMN ingest.messages.author IS 'The user, admin or bot, as `role` says.';
COMMENT ON COLUMN ingest.messages.extra IS 'The publisher''s own fields, whose names begin with x-, as a JSON object.';

CREATE TABLE ingest.rejected (
    partition int NOT NULL,
    door text COLLATE "C" NOT NULL,
    stream int NOT NULL,
    entry text COLLATE "C" NOT NULL,
    content uuid NOT NULL,
    source text,
    id text,
    conversation text,
    code text NOT NULL,
    field text NOT NULL,
    detail text NOT NULL,
    raw jsonb NOT NULL,
    encoded int[] NOT NULL,
    is_cut boolean NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT rejected_pkey PRIMARY KEY (partition, door, stream, entry, content)
);
COMMENT ON COLUMN ingest.rejected.partition IS 'Where it was judged; `stream` is the partition it was written to.';
COMMENT ON COLUMN ingest.rejected.content IS 'A digest of the entry as received: an emptied stream may use its ids again.';
COMMENT ON COLUMN ingest.rejected.encoded IS 'What is base64 in `raw`: 2n for the name of pair n (from 0), 2n + 1 for its value.';
CREATE INDEX rejected_at ON ingest.rejected (at);

-- Makes the ranges of the weeks and months to come, and of the last ones, since a clock may go back, and drops the weeks
-- that no look-up reads. A table is attached, not created in place: CREATE TABLE … PARTITION OF locks the parent against
-- everything. A lock that is not to be had at once leaves an old week for the next call.
CREATE FUNCTION ingest.keep_ranges() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '250ms' AS $$
DECLARE
    this_week CONSTANT int := ingest.week_of(now());
    -- A time without zone, so that the months are those of UTC whatever the session's zone is.
    this_month CONSTANT timestamp := date_trunc('month', now() AT TIME ZONE 'UTC');
    month timestamp;
    leaf text;
BEGIN
    FOR week IN this_week - 1 .. this_week + 2 LOOP
        leaf := 'ids_' || week;
        IF to_regclass('ingest.' || leaf) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('ingest.keep_ranges'));
            IF to_regclass('ingest.' || leaf) IS NULL THEN
                EXECUTE format('CREATE TABLE ingest.%I (LIKE ingest.ids INCLUDING ALL)', leaf);
                EXECUTE format(
                    'ALTER TABLE ingest.ids ATTACH PARTITION ingest.%I FOR VALUES FROM (%s) TO (%s)', leaf, week, week + 1
                );
            END IF;
        END IF;
    END LOOP;
    FOR months IN -1 .. 2 LOOP
        month := this_month + make_interval(months => months);
        leaf := 'messages_' || to_char(month, 'YYYY_MM');
        IF to_regclass('ingest.' || leaf) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext('ingest.keep_ranges'));
            IF to_regclass('ingest.' || leaf) IS NULL THEN
                EXECUTE format('CREATE TABLE ingest.%I (LIKE ingest.messages INCLUDING ALL)', leaf);
                EXECUTE format(
                    'ALTER TABLE ingest.messages ATTACH PARTITION ingest.%I FOR VALUES FROM (%L) TO (%L)',
                    leaf, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
                );
            END IF;
        END IF;
    END LOOP;
    FOR leaf IN
        SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE CASE WHEN i.inhparent = 'ingest.ids'::regclass THEN substr(c.relname, 5)::int < this_week - 1 END
    LOOP
        BEGIN
            EXECUTE format('DROP TABLE ingest.%I', leaf);
        EXCEPTION WHEN lock_not_available OR undefined_table THEN
            NULL;
        END;
    END LOOP;
END
$$;

SELECT ingest.keep_ranges();

CREATE VIEW api.rejected AS
SELECT source, id, code, field, detail, raw,
       CASE WHEN door = '' THEN format('inbound:{%s}', stream) ELSE format('inbound:%s:{%s}', door, stream) END AS stream,
       entry, at, conversation, encoded, is_cut, partition
FROM ingest.rejected;

REVOKE EXECUTE ON FUNCTION ingest.keep_ranges FROM PUBLIC;
GRANT USAGE ON SCHEMA ingest TO saypro_ingest, saypro_router, saypro_metrics_aggregator, saypro_operator;
GRANT SELECT, INSERT ON ingest.ids, ingest.messages, ingest.rejected TO saypro_ingest;
GRANT SELECT, INSERT, UPDATE ON ingest.conversations TO saypro_ingest;
GRANT EXECUTE ON FUNCTION ingest.keep_ranges TO saypro_ingest;
GRANT SELECT ON ingest.messages TO saypro_router, saypro_metrics_aggregator;
GRANT SELECT ON ALL TABLES IN SCHEMA ingest TO saypro_operator;
GRANT SELECT ON api.rejected TO saypro_reader, saypro_operator;
