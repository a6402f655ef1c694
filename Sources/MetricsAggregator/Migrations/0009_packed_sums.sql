-- The sums of a day had a row for each bucket, so that a page about a month read fifty thousand of them. A row now has all
-- buckets of a measure, a label and a part packed into one value, as pages pass them on.
--
-- What was summed up before has a bucket a row still; it is read beside, and the aggregator packs a day at a time when it has
-- nothing else to sum up.

ALTER TABLE metrics.day_sums RENAME TO day_totals;
ALTER TABLE metrics.month_sums RENAME TO month_totals;
ALTER INDEX metrics.day_sums_place RENAME TO day_totals_place;
ALTER INDEX metrics.month_sums_place RENAME TO month_totals_place;
ALTER TABLE metrics.day_totals ADD COLUMN buckets bytea, ALTER COLUMN bucket SET DEFAULT -1;
ALTER TABLE metrics.month_totals ADD COLUMN buckets bytea, ALTER COLUMN bucket SET DEFAULT -1;
COMMENT ON COLUMN metrics.day_totals.buckets IS
    'Of each bucket two bytes that name it and eight that tell how many it has; NULL where nothing is measured.';
COMMENT ON COLUMN metrics.day_totals.bucket IS 'The one bucket of a row that is not packed yet; -1 otherwise.';
COMMENT ON COLUMN metrics.month_totals.buckets IS 'As of a day.';
COMMENT ON COLUMN metrics.month_totals.bucket IS 'As of a day.';
-- A few rows a year tell what is still to be packed, so that no table of sums is read to find it.
ALTER TABLE metrics.closed_days ADD COLUMN is_packed boolean NOT NULL DEFAULT false;
ALTER TABLE metrics.closed_months ADD COLUMN is_packed boolean NOT NULL DEFAULT false;
CREATE INDEX closed_days_unpacked ON metrics.closed_days (day) WHERE NOT is_packed;
CREATE INDEX closed_months_unpacked ON metrics.closed_months (month) WHERE NOT is_packed;

-- The value is copied once, since each look at one that is stored apart fetches it anew.
CREATE FUNCTION metrics.unpacked(bytea) RETURNS TABLE (bucket smallint, n bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (get_byte(p, i) << 8 | get_byte(p, i + 1))::smallint,
           ('x' || encode(substring(p FROM i + 3 FOR 8), 'hex'))::bit(64)::bigint
    FROM (SELECT $1 || ''::bytea AS p OFFSET 0) AS b, generate_series(0, length(p) - 10, 10) AS i
$$;
-- The same buckets, each there once.
CREATE FUNCTION metrics.merged(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(int2send(bucket) || int8send(n), ''::bytea)
    FROM (SELECT bucket, sum(n)::bigint AS n FROM metrics.unpacked($1) GROUP BY bucket) AS b
    WHERE n <> 0
$$;

-- A row for each bucket, as programs of the version before read, write and delete them, and as they are counted again. What all
-- buckets of a row sum up to stands beside the first.
CREATE VIEW metrics.day_sums AS
SELECT t.dimensions, t.measure, t.day, t.team, t.channel, t.category, t.admin, t.language, t.campaign, t.label, b.bucket, b.n,
       b.sum, t.ctid AS place
FROM metrics.day_totals AS t
CROSS JOIN LATERAL (
    SELECT t.bucket, t.n, t.sum WHERE t.buckets IS NULL
    UNION ALL
    SELECT u.bucket, u.n, CASE u.number WHEN 1 THEN t.sum ELSE 0 END
    FROM metrics.unpacked(t.buckets) WITH ORDINALITY AS u (bucket, n, number)
) AS b;
CREATE VIEW metrics.month_sums AS
SELECT t.dimensions, t.measure, t.month, t.team, t.channel, t.category, t.admin, t.language, t.campaign, t.label, b.bucket, b.n,
       b.sum, t.ctid AS place
FROM metrics.month_totals AS t
CROSS JOIN LATERAL (
    SELECT t.bucket, t.n, t.sum WHERE t.buckets IS NULL
    UNION ALL
    SELECT u.bucket, u.n, CASE u.number WHEN 1 THEN t.sum ELSE 0 END
    FROM metrics.unpacked(t.buckets) WITH ORDINALITY AS u (bucket, n, number)
) AS b;
GRANT SELECT, INSERT, DELETE ON metrics.day_sums, metrics.month_sums TO saypro_metrics_aggregator;
GRANT SELECT ON metrics.day_sums, metrics.month_sums TO saypro_operator;

CREATE FUNCTION metrics.keep_day_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM metrics.day_totals WHERE ctid = OLD.place;
        RETURN OLD;
    END IF;
    INSERT INTO metrics.day_totals (
        dimensions, measure, day, team, channel, category, admin, language, campaign, label, bucket, n, sum
    ) VALUES (
        NEW.dimensions, NEW.measure, NEW.day, NEW.team, NEW.channel, NEW.category, NEW.admin, NEW.language, NEW.campaign,
        NEW.label, NEW.bucket, NEW.n, NEW.sum
    );
    UPDATE metrics.closed_days SET is_packed = false WHERE day = NEW.day AND is_packed;
    RETURN NEW;
END
$$;
CREATE TRIGGER day_sums_kept INSTEAD OF INSERT OR DELETE ON metrics.day_sums
FOR EACH ROW EXECUTE FUNCTION metrics.keep_day_sum();
CREATE FUNCTION metrics.keep_month_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM metrics.month_totals WHERE ctid = OLD.place;
        RETURN OLD;
    END IF;
    INSERT INTO metrics.month_totals (
        dimensions, measure, month, team, channel, category, admin, language, campaign, label, bucket, n, sum
    ) VALUES (
        NEW.dimensions, NEW.measure, NEW.month, NEW.team, NEW.channel, NEW.category, NEW.admin, NEW.language, NEW.campaign,
        NEW.label, NEW.bucket, NEW.n, NEW.sum
    );
    RETURN NEW;
END
$$;
CREATE TRIGGER month_sums_kept INSTEAD OF INSERT OR DELETE ON metrics.month_sums
FOR EACH ROW EXECUTE FUNCTION metrics.keep_month_sum();

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
        metrics.open_days, metrics.day_changes, metrics.day_totals, metrics.closed_days, metrics.month_totals,
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
