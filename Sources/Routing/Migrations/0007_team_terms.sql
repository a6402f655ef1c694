-- What the policy says of teams holds for admins whose entry leaves it open, whenever the policy changes: so the entry's own
-- capacity is kept apart from the one that holds. And a budget may be nothing.

ALTER TABLE router.admins ADD COLUMN own_capacity int;
COMMENT ON COLUMN router.admins.own_capacity IS 'The capacity that the entry names; NULL leaves it to the team or the office.';
COMMENT ON COLUMN router.admins.capacity IS 'The capacity that held when the row was last written.';
UPDATE router.admins SET own_capacity = capacity;

ALTER TABLE router.escalation_allowance
    DROP CONSTRAINT escalation_allowance_sense,
    ADD CONSTRAINT escalation_allowance_sense CHECK (share >= 0 AND share <= 1 AND days > 0);
