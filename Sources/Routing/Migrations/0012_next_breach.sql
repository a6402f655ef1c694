-- The queue by next breach, then tier, then age, and searches that widen as the breach comes near. Rows that a program of the
-- version before queues have neither time, and stand where they began to wait.

ALTER TABLE router.cases
    ADD COLUMN due_at timestamptz,
    ADD COLUMN widens_from timestamptz;
COMMENT ON COLUMN router.cases.due_at IS 'When the next promise about a queued case breaks, unless something pauses it.';
COMMENT ON COLUMN router.cases.widens_from IS 'So long before that as the promise allows: from then the search widens.';

DROP INDEX router.cases_queue_lines;
CREATE INDEX cases_queue_lines ON router.cases (wants, coalesce(due_at, queued_at), queue_rank, queued_at, partition)
WHERE queued_at IS NOT NULL;
