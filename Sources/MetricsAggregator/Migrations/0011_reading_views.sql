-- What the aggregator may read of schema api it could not reach, with a role of its own: the page of a case and of the pipeline,
-- what users say again and again, and the cases by which people are counted again when the reports' zone changes.
GRANT USAGE ON SCHEMA api TO saypro_metrics_aggregator;
