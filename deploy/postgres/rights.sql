-- One login for each program, a member of the role with its rights. Run it after `saypro migrate`, as the
-- user who migrates:  saypro roles sql | psql "$DATABASE_URL"
-- None has a password: set one with \password NAME in psql, or use peer or certificate authentication.

REVOKE CONNECT, TEMPORARY ON DATABASE "saypro" FROM PUBLIC;

-- the program ingest
DO $$ BEGIN CREATE ROLE saypro_ingest_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_ingest TO saypro_ingest_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_ingest;

-- the program router
DO $$ BEGIN CREATE ROLE saypro_router_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_router TO saypro_router_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_router;

-- the program notifier
DO $$ BEGIN CREATE ROLE saypro_notifier_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_notifier TO saypro_notifier_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_notifier;

-- the program sla-monitor
DO $$ BEGIN CREATE ROLE saypro_sla_monitor_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_sla_monitor TO saypro_sla_monitor_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_sla_monitor;

-- the program survey
DO $$ BEGIN CREATE ROLE saypro_survey_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_survey TO saypro_survey_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_survey;

-- the program metrics-aggregator
DO $$ BEGIN CREATE ROLE saypro_metrics_aggregator_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_metrics_aggregator TO saypro_metrics_aggregator_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_metrics_aggregator;

-- operators with saypro (not migrate)
DO $$ BEGIN CREATE ROLE saypro_operator_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_operator TO saypro_operator_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_operator;

-- dashboards and services: the views of api
DO $$ BEGIN CREATE ROLE saypro_reader_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT saypro_reader TO saypro_reader_login;
GRANT CONNECT ON DATABASE "saypro" TO saypro_reader;

