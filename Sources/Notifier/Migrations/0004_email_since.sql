-- A mail that came back says something of the address that it went to, which may not be the person's any more.

ALTER TABLE notifier.people ADD COLUMN email_since timestamptz;
COMMENT ON COLUMN notifier.people.email_since IS 'When the address was last changed; NULL where it is the first that is known.';
