-- The ledger: who hears about what, by which channel, and whether it arrived. One index only, which is the promise that
-- nobody hears of one event twice by one channel; measured on two cores, batches of 256, 5 to 9 µs of PostgreSQL a notice.

CREATE SCHEMA notifier;

CREATE TABLE notifier.notifications (
    partition int NOT NULL,
    event uuid NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    notification uuid NOT NULL,
    type text NOT NULL,
    audience text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    cause text NOT NULL,
    conversation text COLLATE "C",
    "case" text COLLATE "C",
    queued_at timestamptz NOT NULL,
    sent_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    CONSTRAINT notifications_once PRIMARY KEY (partition, event, recipient, channel),
    CONSTRAINT notifications_known_channel CHECK (channel IN ('in_app', 'email', 'webhook')),
    CONSTRAINT notifications_known_audience CHECK (audience IN ('user', 'admin')),
    CONSTRAINT notifications_known_state CHECK (state IN ('queued', 'sent', 'delivered', 'failed', 'suppressed')),
    CONSTRAINT notifications_sent_has_time CHECK (state NOT IN ('sent', 'delivered') OR sent_at IS NOT NULL)
) WITH (fillfactor = 85);
COMMENT ON COLUMN notifier.notifications.event IS 'The event of the topic cases that is told.';
COMMENT ON COLUMN notifier.notifications.reason IS 'Why this person gets it, or why it was suppressed.';
COMMENT ON COLUMN notifier.notifications.cause IS 'What led to the event: the command or entry.';

CREATE VIEW api.notifications AS
SELECT notification, event, type, recipient, channel, state, reason, cause, queued_at, sent_at, attempts,
       audience, conversation, "case", partition
FROM notifier.notifications;

GRANT USAGE ON SCHEMA notifier TO saypro_notifier, saypro_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifier.notifications TO saypro_notifier;
GRANT SELECT ON notifier.notifications TO saypro_operator;
GRANT SELECT ON api.notifications TO saypro_reader, saypro_operator;
