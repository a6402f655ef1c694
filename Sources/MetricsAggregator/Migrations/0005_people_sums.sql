-- How many people wrote or reported in a month or a quarter, each once: counting two million names takes half a second, which a
-- report does not have. A count holds while its months are summed up and none of their days is open again.
CREATE TABLE metrics.people_sums (
    month int NOT NULL,
    months int NOT NULL,
    measure text COLLATE "C" NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT people_sums_pkey PRIMARY KEY (month, months, measure)
);
COMMENT ON COLUMN metrics.people_sums.month IS 'The first one, in months since January of year 0; months is how many there are.';
GRANT SELECT, INSERT, UPDATE, DELETE ON metrics.people_sums TO saypro_metrics_aggregator;
GRANT SELECT ON metrics.people_sums TO saypro_operator;

-- Months that were summed up before this step are summed up once more, with their people.
DELETE FROM metrics.closed_months;
