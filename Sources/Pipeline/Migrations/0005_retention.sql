-- Up to when each matter has been let go, by the policy's section `retention`: what is checked or recounted begins there.

CREATE TABLE pipeline.retention (
    matter text NOT NULL,
    kept_since timestamptz NOT NULL,
    removed bigint NOT NULL DEFAULT 0,
    ran_at timestamptz NOT NULL,
    CONSTRAINT retention_pkey PRIMARY KEY (matter)
);
COMMENT ON COLUMN pipeline.retention.removed IS 'How much has been let go in all.';
GRANT SELECT ON pipeline.retention TO saypro_operator, saypro_metrics_aggregator;

CREATE FUNCTION pipeline.kept_since(wanted text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((SELECT kept_since FROM pipeline.retention WHERE matter = wanted), '-infinity')
$$;

-- Lets the ranges of a topic's log go that hold nothing any more. A lock that is not to be had at once leaves the range for
-- the next time.
CREATE FUNCTION pipeline.drop_empty_ranges(topic_name text) RETURNS bigint
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
DECLARE
    width CONSTANT bigint := 1048576;
    parent CONSTANT text := 'events_' || replace(topic_name, '-', '_');
    leaf text;
    is_empty boolean;
    dropped bigint := 0;
BEGIN
    FOR leaf IN
        SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = format('pipeline.%I', parent)::regclass
          -- Every head is beyond it, so nothing will be written to it.
          AND (substr(c.relname, length(parent) + 2)::bigint + 1) * width
              <= (SELECT min(h.seq) FROM pipeline.heads AS h WHERE h.topic = topic_name)
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM pipeline.%I)', leaf) INTO is_empty;
        CONTINUE WHEN NOT is_empty;
        BEGIN
            EXECUTE format('DROP TABLE pipeline.%I', leaf);
            dropped := dropped + 1;
        EXCEPTION WHEN lock_not_available THEN
            NULL;
        END;
    END LOOP;
    RETURN dropped;
END
$$;
REVOKE EXECUTE ON FUNCTION pipeline.drop_empty_ranges FROM PUBLIC;
