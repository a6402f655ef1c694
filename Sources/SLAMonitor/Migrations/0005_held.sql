-- Until when a case that is told of the past is not judged, so that what happens meanwhile does not end the wait.

ALTER TABLE sla.cases ADD COLUMN held_until timestamptz;
COMMENT ON COLUMN sla.cases.held_until IS 'Until when the case waits for its past to be complete; NULL when it does not.';
