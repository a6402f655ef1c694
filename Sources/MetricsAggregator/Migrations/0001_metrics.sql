-- The figures. A record holds what is known of one case, clock or survey; the cells, its sums by hour, are a function of
-- the records, so that what comes late or changes is folded in as a difference. Days that are over are summed up once
-- more by the dimensions that reports ask for; a day that changes is left out until it is summed up again, and read from
-- its cells meanwhile.

CREATE SCHEMA metrics;

CREATE TABLE metrics.records (
    partition int NOT NULL,
    subject text COLLATE "C" NOT NULL,
    conversation text COLLATE "C" NOT NULL,
    content text NOT NULL,
    first_hour int NOT NULL,
    last_hour int NOT NULL,
    CONSTRAINT records_pkey PRIMARY KEY (partition, subject)
) WITH (fillfactor = 70);
COMMENT ON COLUMN metrics.records.subject IS 'case/ID, clock/CASE/METRIC/INSTANCE or survey/CASE/CYCLE.';
COMMENT ON COLUMN metrics.records.content IS 'No texts, no users.';
COMMENT ON COLUMN metrics.records.last_hour IS 'The last hour since 1970 in which it counts for anything; first_hour likewise.';
-- For the cases behind a figure, in the order of time.
CREATE INDEX records_by_hour ON metrics.records (last_hour, subject);

CREATE TABLE metrics.cells (
    partition int NOT NULL,
    hour int NOT NULL,
    measure text COLLATE "C" NOT NULL,
    label text COLLATE "C" NOT NULL,
    team text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    admin text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    campaign text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL,
    CONSTRAINT cells_pkey PRIMARY KEY (
        partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket
    )
) WITH (fillfactor = 80);
COMMENT ON COLUMN metrics.cells.hour IS 'Hours since 1970, UTC.';
COMMENT ON COLUMN metrics.cells.bucket IS 'The bucket of a duration; -1 where nothing is measured.';
COMMENT ON COLUMN metrics.cells.sum IS 'Of durations in microseconds, of ratings in thousandths.';

-- Who wrote or reported in a month, as the first eight bytes of SHA-256 over the name.
CREATE TABLE metrics.people (
    partition int NOT NULL,
    month int NOT NULL,
    measure text COLLATE "C" NOT NULL,
    person bigint NOT NULL,
    CONSTRAINT people_pkey PRIMARY KEY (partition, month, measure, person)
);
COMMENT ON COLUMN metrics.people.month IS 'Months since January of year 0, in the zone of the reports.';

CREATE TABLE metrics.presence (
    partition int NOT NULL,
    admin text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    status text NOT NULL,
    CONSTRAINT presence_pkey PRIMARY KEY (partition, admin, at)
);

CREATE TABLE metrics.usage (
    period text COLLATE "C" NOT NULL,
    campaign text COLLATE "C" NOT NULL,
    active_users bigint NOT NULL,
    reach bigint,
    at timestamptz NOT NULL,
    CONSTRAINT usage_pkey PRIMARY KEY (period, campaign)
);

-- Upheld flags, for what recurs.
CREATE TABLE metrics.upheld (
    partition int NOT NULL,
    subject text COLLATE "C" NOT NULL,
    item text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT upheld_pkey PRIMARY KEY (partition, subject)
);
CREATE INDEX upheld_item ON metrics.upheld (item, at);
CREATE INDEX upheld_at ON metrics.upheld (at);

-- Days of the reports' zone whose cells have changed since they were summed up, or that never were.
CREATE TABLE metrics.open_days (
    partition int NOT NULL,
    day int NOT NULL,
    CONSTRAINT open_days_pkey PRIMARY KEY (partition, day)
);
COMMENT ON COLUMN metrics.open_days.day IS 'Days since 1970 in the zone of the reports.';

-- One row a set of dimensions: a dimension that is not in the set is NULL in the sums, and '' stands for "none known".
CREATE TABLE metrics.day_sums (
    dimensions text COLLATE "C" NOT NULL,
    measure text COLLATE "C" NOT NULL,
    day int NOT NULL,
    team text COLLATE "C",
    channel text COLLATE "C",
    category text COLLATE "C",
    admin text COLLATE "C",
    language text COLLATE "C",
    campaign text COLLATE "C",
    label text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL
);
CREATE INDEX day_sums_place ON metrics.day_sums (dimensions, measure, day);
CREATE INDEX day_sums_day ON metrics.day_sums (day);
CREATE TABLE metrics.closed_days (
    day int NOT NULL,
    CONSTRAINT closed_days_pkey PRIMARY KEY (day)
);
COMMENT ON TABLE metrics.closed_days IS 'The days that have sums; they hold unless the day is open again.';

-- The same of whole months, for reports over many days: a histogram of a month is hardly larger than that of a day.
CREATE TABLE metrics.month_sums (LIKE metrics.day_sums INCLUDING COMMENTS);
ALTER TABLE metrics.month_sums RENAME COLUMN day TO month;
CREATE INDEX month_sums_place ON metrics.month_sums (dimensions, measure, month);
CREATE TABLE metrics.closed_months (
    month int NOT NULL,
    until int NOT NULL,
    CONSTRAINT closed_months_pkey PRIMARY KEY (month)
);
COMMENT ON COLUMN metrics.closed_months.month IS 'Its first day; until is the day after its last.';

-- The zone whose days are summed up; another one in the policy begins them anew.
CREATE TABLE metrics.calendar (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT calendar_one_row CHECK (singleton),
    zone text NOT NULL
);

-- How often the figures were thrown away: a lane that began before the last time begins anew.
CREATE TABLE metrics.generation (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT generation_one_row CHECK (singleton),
    number bigint NOT NULL
);
INSERT INTO metrics.generation (number) VALUES (0);

-- A report is never altered once issued.
CREATE TABLE metrics.reports (
    kind text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT now(),
    policy_version bigint NOT NULL,
    content text NOT NULL,
    CONSTRAINT reports_pkey PRIMARY KEY (kind, period),
    CONSTRAINT reports_known_kind CHECK (kind IN ('weekly', 'biweekly', 'monthly', 'quarterly'))
);
COMMENT ON COLUMN metrics.reports.content IS 'The report as JSON, as it was issued.';

-- What is to be sent to whom, for the notifier.
CREATE TABLE metrics.mailings (
    kind text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    schedule text COLLATE "C" NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    format text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT mailings_pkey PRIMARY KEY (kind, period, schedule, recipient),
    CONSTRAINT mailings_report FOREIGN KEY (kind, period) REFERENCES metrics.reports
);

CREATE TABLE metrics.kpis (
    id text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    value double precision,
    numerator double precision,
    denominator double precision,
    n bigint NOT NULL,
    target text,
    verdict text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT kpis_pkey PRIMARY KEY (id, period),
    CONSTRAINT kpis_known_verdict CHECK (verdict IN ('met', 'missed', 'too_few', 'unknown'))
) WITH (fillfactor = 50);

CREATE VIEW api.kpis AS
SELECT id, period, value, numerator, denominator, n, target, verdict, at FROM metrics.kpis;

CREATE VIEW api.reports AS
SELECT kind, period, issued_at, content::jsonb AS report FROM metrics.reports;

GRANT USAGE ON SCHEMA metrics TO saypro_metrics_aggregator, saypro_operator, saypro_notifier;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA metrics TO saypro_metrics_aggregator;
REVOKE UPDATE, DELETE ON metrics.reports, metrics.mailings FROM saypro_metrics_aggregator;
GRANT SELECT ON ALL TABLES IN SCHEMA metrics TO saypro_operator;
GRANT SELECT ON metrics.reports, metrics.mailings TO saypro_notifier;
GRANT SELECT ON api.kpis, api.reports TO saypro_reader, saypro_operator;

-- Throws the figures away and has the running aggregator fold the log again from its beginning: its lanes find that
-- their positions were moved and begin anew. Issued reports stay.
CREATE FUNCTION metrics.rebuild() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '20s' AS $$
DECLARE
    gap text;
    found bigint;
BEGIN
    SELECT format('%s/%s begins with %s', topic, partition, min(seq)) INTO gap
    FROM pipeline.events GROUP BY topic, partition HAVING min(seq) > 1 LIMIT 1;
    IF gap IS NOT NULL THEN
        RAISE EXCEPTION 'the log no longer reaches back to its beginning: %', gap USING ERRCODE = '55000';
    END IF;
    TRUNCATE metrics.records, metrics.cells, metrics.people, metrics.presence, metrics.usage, metrics.upheld,
        metrics.open_days, metrics.day_sums, metrics.closed_days, metrics.month_sums, metrics.closed_months, metrics.kpis;
    DELETE FROM pipeline.parked WHERE stage = 'metrics-aggregator';
    UPDATE metrics.generation SET number = number + 1;
    UPDATE pipeline.positions SET seq = 0 WHERE stage = 'metrics-aggregator';
    INSERT INTO pipeline.audit (action, subject) VALUES ('rebuild', 'metrics');
    SELECT count(*) INTO found FROM pipeline.events;
    RETURN found;
END
$$;
REVOKE EXECUTE ON FUNCTION metrics.rebuild FROM PUBLIC;
GRANT EXECUTE ON FUNCTION metrics.rebuild TO saypro_operator;
