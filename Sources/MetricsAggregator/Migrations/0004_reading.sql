-- What the pages read costs the same whatever came before or since. The cases behind a figure: most records are short,
-- the long ones have an index of their own, and so have those that stand still. Of a record that was written before this
-- step nothing is known, so it counts as standing until it is written again.

ALTER TABLE metrics.records ADD COLUMN stands boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN metrics.records.stands IS 'Whether it counts for what is open, escalated or late at the end of all that is known.';

CREATE INDEX records_standing ON metrics.records (last_hour, subject) WHERE stands;
CREATE INDEX records_long ON metrics.records (last_hour, subject) WHERE last_hour - first_hour > 840;

-- The last step of a drill-down shows the case itself, and reports tell what users say again and again and what looks like
-- gaming.
GRANT SELECT ON api.cases, api.case_history, api.clocks, api.notifications, api.surveys, api.gaming, api.admins, api.users
TO saypro_metrics_aggregator;

-- The heat map of the week reads sums by the hour of the day; of a day that was summed up before this step there are none,
-- so that it is read from its cells.
ALTER TABLE metrics.closed_days ADD COLUMN has_clock boolean NOT NULL DEFAULT false;
