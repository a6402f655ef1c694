-- What tells, without reading a case's facts and clocks, that a further message of its user changes none of them.

ALTER TABLE sla.cases
    ADD COLUMN last_at timestamptz,
    ADD COLUMN asked_at timestamptz,
    ADD COLUMN facts_size int;
COMMENT ON COLUMN sla.cases.last_at IS 'The time of the last fact.';
COMMENT ON COLUMN sla.cases.asked_at IS 'Since when a response has been awaited, by a clock that has not ended; NULL for none.';
COMMENT ON COLUMN sla.cases.facts_size IS
    'How many bytes of facts the two are about: other than there are, and a program of the version before wrote last.';
