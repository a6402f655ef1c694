-- The audit as a chain: each row's hash covers the row and the hash before it, so that a row cannot be altered, taken out
-- or put in between without every later hash being wrong. Checkpoints, signed with a key that the database does not have,
-- keep somebody who may write everything here from making the chain anew.

ALTER TABLE pipeline.audit ADD COLUMN previous bytea, ADD COLUMN hash bytea;
COMMENT ON COLUMN pipeline.audit.hash IS
    'SHA-256 of the previous hash and of id, at in microseconds, actor, action, subject and detail, each as <bytes>:<text>;';

CREATE FUNCTION pipeline.audit_hash(
    previous bytea, id bigint, at timestamptz, actor text, action text, subject text, detail jsonb
) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(previous || convert_to(string_agg(octet_length(part) || ':' || part || ';', '' ORDER BY place), 'UTF8'))
    FROM unnest(ARRAY[
        id::text, (extract(epoch FROM at) * 1000000)::bigint::text, actor, action, subject, detail::text
    ]) WITH ORDINALITY AS parts (part, place)
$$;

DO $$
DECLARE
    last bytea := '';
    row record;
    number bigint := 0;
BEGIN
    FOR row IN SELECT * FROM pipeline.audit ORDER BY id LOOP
        number := number + 1;
        UPDATE pipeline.audit AS a
        SET previous = last, hash = pipeline.audit_hash(last, a.id, a.at, a.actor, a.action, a.subject, a.detail)
        WHERE a.id = row.id
        RETURNING a.hash INTO last;
    END LOOP;
END
$$;

ALTER TABLE pipeline.audit ALTER COLUMN previous SET NOT NULL, ALTER COLUMN hash SET NOT NULL;

-- Rows are chained one after another, whoever writes them; who did it and when is not the writer's to say.
CREATE FUNCTION pipeline.chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('pipeline.audit'));
    SELECT a.id, a.hash INTO last FROM pipeline.audit AS a ORDER BY a.id DESC LIMIT 1;
    NEW.id := coalesce(last.id, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.actor := session_user;
    NEW.previous := coalesce(last.hash, '');
    NEW.hash := pipeline.audit_hash(
        NEW.previous, NEW.id, NEW.at, NEW.actor, NEW.action, NEW.subject, NEW.detail
    );
    RETURN NEW;
END
$$;
CREATE TRIGGER audit_chain BEFORE INSERT ON pipeline.audit FOR EACH ROW EXECUTE FUNCTION pipeline.chain_audit();

CREATE TABLE pipeline.audit_checkpoints (
    id bigint NOT NULL,
    hash bytea NOT NULL,
    made_at timestamptz NOT NULL,
    public_key text NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT audit_checkpoints_pkey PRIMARY KEY (id, public_key)
);
COMMENT ON TABLE pipeline.audit_checkpoints IS 'That the chain ended with this row and hash at that time, signed (Ed25519).';
GRANT SELECT, INSERT ON pipeline.audit_checkpoints TO saypro_operator;

-- Programs record the decisions about people that they take back or carry out.
GRANT INSERT ON pipeline.audit TO saypro_ingest, saypro_router, saypro_survey, saypro_notifier, saypro_sla_monitor;
