-- The aggregator tells the notifier by a letter to whom an issued report goes, in the statement that notes it.

GRANT INSERT ON pipeline.mail_notifier TO saypro_metrics_aggregator;
