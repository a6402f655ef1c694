-- Figures are rebuilt from a whole log alone. Where events have been let go it is none, even if each partition still begins
-- with the event by which another number of partitions began it.

CREATE OR REPLACE FUNCTION metrics.rebuild() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '20s' AS $$
DECLARE
    first CONSTANT bigint := (SELECT first_seq FROM pipeline.settings);
    gap text;
    found bigint;
BEGIN
    SELECT format('%s/%s begins with %s', topic, partition, min(seq)) INTO gap
    FROM pipeline.events GROUP BY topic, partition HAVING min(seq) > first LIMIT 1;
    IF gap IS NULL THEN
        SELECT format('%s events have been let go', removed) INTO gap
        FROM pipeline.retention WHERE matter = 'events' AND removed > 0;
    END IF;
    IF gap IS NOT NULL OR first IS NULL THEN
        RAISE EXCEPTION 'the log no longer reaches back to its beginning: %', gap USING ERRCODE = '55000';
    END IF;
    TRUNCATE metrics.records, metrics.cells, metrics.people, metrics.presence, metrics.usage, metrics.upheld,
        metrics.open_days, metrics.day_sums, metrics.closed_days, metrics.month_sums, metrics.closed_months, metrics.kpis;
    DELETE FROM pipeline.parked WHERE stage = 'metrics-aggregator';
    DELETE FROM pipeline.handled_before WHERE stage = 'metrics-aggregator';
    UPDATE metrics.generation SET number = number + 1;
    UPDATE pipeline.positions SET seq = first - 1 WHERE stage = 'metrics-aggregator';
    INSERT INTO pipeline.audit (action, subject) VALUES ('rebuild', 'metrics');
    SELECT count(*) INTO found FROM pipeline.events;
    RETURN found;
END
$$;
