-- Ingest finds a person's conversations by their cases too: somebody may have one without ever having written.

GRANT USAGE ON SCHEMA router TO saypro_ingest;
GRANT SELECT (partition, conversation, "user") ON router.cases TO saypro_ingest;
