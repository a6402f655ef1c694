-- The dashboard's page about the pipeline reads how far each stage is and what it could not handle.
GRANT SELECT ON api.lag, api.parked, api.rejected TO saypro_metrics_aggregator;
