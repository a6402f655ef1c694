-- What was before, as a command that is handled late, a reopening and a merge need to know it: whether the user has
-- written since, the stage that the resolve ended, and when the first of the merged matters was opened.

ALTER TABLE router.cases
    ADD COLUMN spoke_at timestamptz, ADD COLUMN started_at timestamptz, ADD COLUMN ended_stage text;
COMMENT ON COLUMN router.cases.spoke_at IS
    'When the user last wrote more than a courtesy; messages within five seconds of the one that is kept count as one.';
COMMENT ON COLUMN router.cases.started_at IS
    'The earliest opening of the matters that were merged into the case; NULL where its own is the earliest.';
COMMENT ON COLUMN router.cases.ended_stage IS 'The stage that the resolve ended; a reopening goes back to it.';

UPDATE router.cases SET spoke_at = awaiting_since WHERE is_open AND awaiting_since IS NOT NULL;
