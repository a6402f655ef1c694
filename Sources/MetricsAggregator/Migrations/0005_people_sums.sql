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

-- Those of months that were summed up before this step.
WITH closed AS (
    SELECT (extract(year FROM d) * 12 + extract(month FROM d) - 1)::int AS month
    FROM (SELECT DATE '1970-01-01' + month AS d FROM metrics.closed_months) AS c
), spans AS (
    SELECT month, 1 AS months FROM closed
    UNION ALL
    SELECT month / 3 * 3, 3 FROM closed GROUP BY 1 HAVING count(*) = 3
)
INSERT INTO metrics.people_sums (month, months, measure, n)
SELECT s.month, s.months, p.measure, count(DISTINCT p.person)
FROM spans AS s
JOIN metrics.people AS p ON p.month >= s.month AND p.month < s.month + s.months
WHERE p.measure IN ('received', 'opened') AND p.partition < (SELECT partitions FROM pipeline.settings)
GROUP BY 1, 2, 3;
