-- Lets a month of messages go that ended before an instant, the oldest first; answers how many rows that were, or NULL where
-- there is no such month. A month is dropped as a whole: no row is deleted, and nobody waits but for the lock.

CREATE FUNCTION ingest.drop_month(before timestamptz) RETURNS bigint
LANGUAGE plpgsql SET lock_timeout = '250ms' AS $$
DECLARE
    leaf text;
    removed bigint;
BEGIN
    SELECT c.relname INTO leaf FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'ingest.messages'::regclass
      AND (to_date(substr(c.relname, 10), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= before
    ORDER BY c.relname
    LIMIT 1;
    IF leaf IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT count(*) FROM ingest.%I', leaf) INTO removed;
    EXECUTE format('DROP TABLE ingest.%I', leaf);
    RETURN removed;
END
$$;
REVOKE EXECUTE ON FUNCTION ingest.drop_month FROM PUBLIC;
