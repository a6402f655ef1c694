-- Pages ask for today again and again, and its cells are as many as its messages. What a day counts for over all is its sums and
-- what has been folded in since they were made, which is added up here without what things are told apart by, for the
-- measures of the KPIs alone: a few hundred rows a partition at most, however much comes.

ALTER TABLE metrics.open_days ADD COLUMN has_changes boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN metrics.open_days.has_changes IS 'Whether day_changes has all that came since the day was summed up.';

CREATE TABLE metrics.day_changes (
    partition int NOT NULL,
    day int NOT NULL,
    measure text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL,
    CONSTRAINT day_changes_pkey PRIMARY KEY (partition, day, measure, bucket),
    -- So that whoever sums up a day takes its changes away as well.
    CONSTRAINT day_changes_open_day FOREIGN KEY (partition, day) REFERENCES metrics.open_days ON DELETE CASCADE
) WITH (fillfactor = 70);
GRANT SELECT, INSERT, UPDATE, DELETE ON metrics.day_changes TO saypro_metrics_aggregator;
GRANT SELECT ON metrics.day_changes TO saypro_operator;

-- A program of the version before opens days and adds no changes. A day that it adds to is read from its cells again.
CREATE FUNCTION metrics.open_without_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM metrics.open_days WHERE partition = NEW.partition AND day = NEW.day AND has_changes;
    RETURN NEW;
END
$$;
CREATE TRIGGER open_days_without_changes BEFORE INSERT ON metrics.open_days
FOR EACH ROW WHEN (NOT NEW.has_changes) EXECUTE FUNCTION metrics.open_without_changes();

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
        metrics.open_days, metrics.day_changes, metrics.day_sums, metrics.closed_days, metrics.month_sums,
        metrics.closed_months, metrics.kpis;
    DELETE FROM pipeline.parked WHERE stage = 'metrics-aggregator';
    DELETE FROM pipeline.handled_before WHERE stage = 'metrics-aggregator';
    UPDATE metrics.generation SET number = number + 1;
    UPDATE pipeline.positions SET seq = first - 1 WHERE stage = 'metrics-aggregator';
    INSERT INTO pipeline.audit (action, subject) VALUES ('rebuild', 'metrics');
    SELECT count(*) INTO found FROM pipeline.events;
    RETURN found;
END
$$;
