-- Taking a person out of what is kept. Each stage does it to its own rows and events, by the same functions: ids of the
-- person become a pseudonym, texts and addresses go, and what figures are made of stays. And who is how far in a topic
-- may be read by all stages: a topic's events are scrubbed once every stage has handled them.

-- What is left of one field. `whole` says that all of it is about the person; else only the person's id is replaced.
CREATE FUNCTION pipeline.scrubbed(
    name text, value text, person text, pseudonym text, conversations jsonb, whole boolean
) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN value IS NULL THEN NULL
        WHEN value = person THEN pseudonym
        WHEN value = 'user:' || person THEN 'user:' || pseudonym
        WHEN conversations ? value THEN conversations ->> value
        WHEN NOT whole OR value = '' THEN value
        WHEN name IN ('text', 'asked', 'summary', 'comment', 'suggestion', 'note', 'answer', 'body', 'next_steps')
            THEN '[erased]'
        WHEN name IN ('name', 'email', 'webhook', 'attachments', 'logs', 'token') OR starts_with(name, 'x-') THEN ''
        -- Names of the office's own, which may have spaces and which figures go by.
        WHEN name IN (
            'campaign', 'template', 'category', 'tier', 'team', 'to', 'department', 'kind', 'outcome', 'timezone', 'stage',
            'promise', 'admin', 'actor', 'assignee', 'source'
        ) THEN value
        WHEN value ~ '@|://|^[[{]' THEN ''
        WHEN value ~ '\s' THEN '[erased]'
        WHEN strpos(value, person) > 0 THEN
            regexp_replace(
                value, '(^|[^[:alnum:]])' || regexp_replace(person, '([^[:alnum:]])', '\\\1', 'g') || '(?![[:alnum:]])',
                '\1' || pseudonym, 'g'
            )
        ELSE value
    END
$$;

-- What is left of fields, a flat JSON object of strings. What a case is about stays where it is a thing of the market
-- place, by which recurrence is told; an account or a payment is the person's own.
CREATE FUNCTION pipeline.scrub(fields text, person text, pseudonym text, conversations jsonb, whole boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT coalesce(
        json_object_agg(
            f.key,
            CASE
                WHEN whole AND f.key = 'subject'
                     AND fields::json ->> 'kind' IN ('verification', 'suspension', 'appeal', 'payment', 'refund', 'dispute')
                    THEN pseudonym
                ELSE pipeline.scrubbed(f.key, f.value, person, pseudonym, conversations, whole)
            END
            ORDER BY f.place
        )::text,
        '{}'
    )
    FROM json_each_text(fields::json) WITH ORDINALITY AS f (key, value, place)
$$;

-- Whether a text of JSON has the person's id as a value.
CREATE FUNCTION pipeline.names(fields text, person text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT strpos(fields, to_json(person)::text) > 0 OR strpos(fields, to_json('user:' || person)::text) > 0
$$;

-- Whether fields are about the person as a whole.
CREATE FUNCTION pipeline.is_about(fields text, person text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(person IN (fields::json ->> 'user', fields::json ->> 'recipient'), false)
$$;

-- Takes the person out of what the pipeline keeps for a stage in a partition: timers, mail and parked work. Parked
-- entries of doors were never accepted, and go.
CREATE FUNCTION pipeline.scrub_stage(
    stage_name text, place int, person text, pseudonym text, conversations jsonb
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    suffix CONSTANT text := replace(stage_name, '-', '_');
    kept text;
    whole CONSTANT text :=
        '(conversations ? r.conversation OR r.conversation IN (person, ''user:'' || person)'
        ' OR pipeline.is_about(%s, person))';
    named CONSTANT text :=
        'FROM (SELECT $2::text AS person, $3::text AS pseudonym, $4::jsonb AS conversations) AS e'
        ' WHERE r.partition = $1 AND (conversations ? r.conversation OR r.conversation IN (person, ''user:'' || person)'
        ' OR pipeline.names(%s, person))';
    called CONSTANT text :=
        'conversation = CASE r.conversation WHEN person THEN pseudonym WHEN ''user:'' || person'
        ' THEN ''user:'' || pseudonym ELSE coalesce(conversations ->> r.conversation, r.conversation) END';
BEGIN
    EXECUTE format(
        'UPDATE pipeline.%I AS r SET %s, key = array_to_string(array_replace(string_to_array(r.key, '':''), person,'
        ' pseudonym), '':''), fields = pipeline.scrub(r.fields, person, pseudonym, conversations, %s) %s'
        ' AND NOT starts_with(r.key, ''erase:'')',
        'timers_' || suffix, called, format(whole, 'r.fields'), format(named, 'r.fields')
    ) USING place, person, pseudonym, conversations;
    EXECUTE format(
        'UPDATE pipeline.%I AS r SET %s, fields = pipeline.scrub(r.fields, person, pseudonym, conversations, %s) %s'
        ' AND r.kind <> ''erase''',
        'mail_' || suffix, called, format(whole, 'r.fields'), format(named, 'r.fields')
    ) USING place, person, pseudonym, conversations;
    FOREACH kept IN ARRAY ARRAY['parked_', 'discarded_'] LOOP
        EXECUTE format(
            'DELETE FROM pipeline.%I AS r USING (SELECT $2::text AS person, $3::jsonb AS conversations) AS e'
            ' WHERE r.partition = $1 AND r.kind = ''entry'' AND (conversations ? r.conversation'
            ' OR strpos(r.payload::text, to_json(''t'' || person)::text) > 0)',
            kept || suffix
        ) USING place, person, conversations;
        EXECUTE format(
            'UPDATE pipeline.%I AS r SET %s, payload = CASE r.kind WHEN ''event'''
            ' THEN pipeline.scrub(r.payload::text, person, pseudonym, conversations, %s)::jsonb'
            ' ELSE coalesce(jsonb_set(r.payload, ''{fields}'','
            ' to_jsonb(pipeline.scrub(r.payload ->> ''fields'', person, pseudonym, conversations, %s))), r.payload) END %s'
            ' AND r.kind <> ''entry'' AND coalesce(r.payload ->> ''type'', '''') <> ''person.erased''',
            kept || suffix, called, format(whole, 'r.payload::text'), format(whole, 'r.payload ->> ''fields'''),
            format(named, 'r.payload::text || coalesce(r.payload ->> ''fields'', '''')')
        ) USING place, person, pseudonym, conversations;
    END LOOP;
END
$$;

-- Parked work that an operator has thrown away: apart from the audit, which never changes and so names no person.
CREATE TABLE pipeline.discarded (
    partition int NOT NULL,
    stage text NOT NULL,
    id bigint NOT NULL,
    conversation text NOT NULL,
    kind text NOT NULL,
    topic text,
    seq bigint,
    payload jsonb NOT NULL,
    code text NOT NULL,
    error text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT discarded_pkey PRIMARY KEY (partition, stage, id)
) PARTITION BY LIST (stage);
GRANT SELECT, INSERT ON pipeline.discarded TO saypro_operator;

DO $$
DECLARE
    topic record;
BEGIN
    FOR topic IN SELECT replace(t.topic, '-', '_') AS name, replace(t.stage, '-', '_') AS stage FROM pipeline.topics AS t LOOP
        EXECUTE format(
            'GRANT UPDATE (conversation, fields) ON pipeline.%I TO %I', 'events_' || topic.name, 'saypro_' || topic.stage
        );
    END LOOP;
    FOR topic IN SELECT s.stage AS name, replace(s.stage, '-', '_') AS stage FROM pipeline.stages AS s LOOP
        EXECUTE format('GRANT SELECT ON pipeline.positions TO %I', 'saypro_' || topic.stage);
        EXECUTE format(
            'CREATE TABLE pipeline.%I PARTITION OF pipeline.discarded FOR VALUES IN (%L)', 'discarded_' || topic.stage,
            topic.name
        );
        EXECUTE format(
            'GRANT SELECT, UPDATE, DELETE ON pipeline.%I TO %I', 'discarded_' || topic.stage, 'saypro_' || topic.stage
        );
    END LOOP;
END
$$;
