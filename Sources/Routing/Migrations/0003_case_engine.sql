-- The whole case engine: waiting, snoozed, escalated, closed, merged and spam cases, what a queued case asks of an admin,
-- and every step between two states checked, even where one write takes several. All columns may be written by programs
-- of the version before, which leave them as they are.

ALTER TABLE router.cases
    ADD COLUMN region text,
    ADD COLUMN categorized_at timestamptz,
    ADD COLUMN turned_at timestamptz,
    ADD COLUMN waiting_for text,
    ADD COLUMN wakes_at timestamptz,
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN merged_into text,
    ADD COLUMN decided_by text,
    ADD COLUMN decided_before text,
    ADD COLUMN next_steps text,
    ADD COLUMN appeal text,
    ADD COLUMN escalation text,
    ADD COLUMN escalated_to text,
    ADD COLUMN escalated_at timestamptz,
    ADD COLUMN escalated_from text,
    ADD COLUMN acknowledged_at timestamptz,
    ADD COLUMN courtesies int NOT NULL DEFAULT 0,
    ADD COLUMN wants text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN queue_rank int NOT NULL DEFAULT 0,
    ADD COLUMN sought_at timestamptz,
    ADD COLUMN queue_reason text,
    ADD COLUMN wanted_team text,
    ADD COLUMN timed_out text,
    ADD COLUMN steps text NOT NULL DEFAULT '';
COMMENT ON COLUMN router.cases.turned_at IS
    'When the case was last put off, escalated or taken back from that; what a command says of an earlier time is late.';
COMMENT ON COLUMN router.cases.waiting_for IS 'Whose answer a waiting case waits for.';
COMMENT ON COLUMN router.cases.wakes_at IS 'When a waiting or snoozed case wakes by itself.';
COMMENT ON COLUMN router.cases.merged_into IS 'The conversation in which a merged case goes on.';
COMMENT ON COLUMN router.cases.decided_by IS 'The admin whose resolve it was.';
COMMENT ON COLUMN router.cases.decided_before IS 'Admins who may not decide the appeal, separated by spaces.';
COMMENT ON COLUMN router.cases.courtesies IS 'Messages that said thanks after a resolve and did not reopen the case.';
COMMENT ON COLUMN router.cases.wants IS 'What a queued case asks of an admin: the line of the queue that it stands in.';
COMMENT ON COLUMN router.cases.queue_rank IS 'The place of a queued case''s tier among the tiers, the most urgent first.';
COMMENT ON COLUMN router.cases.sought_at IS 'When the last search for an admin began; it widens from then.';
COMMENT ON COLUMN router.cases.queue_reason IS 'Why an open case has no admin.';
COMMENT ON COLUMN router.cases.timed_out IS 'The admin who let the last assignment run out.';
COMMENT ON COLUMN router.cases.steps IS
    'The states that one write took the case through, if several, behind the number of the decision that makes it this write''s.';

-- Not checked against rows of before: no state that they forbid could be written then.
ALTER TABLE router.cases
    DROP CONSTRAINT cases_only_open_queue,
    ADD CONSTRAINT cases_only_unassigned_queue
        CHECK (queued_at IS NULL OR (state IN ('open', 'escalated') AND assignee IS NULL)) NOT VALID,
    ADD CONSTRAINT cases_waiting_for_somebody
        CHECK (state <> 'waiting' OR coalesce(waiting_for, '') IN ('user', 'third_party')) NOT VALID,
    ADD CONSTRAINT cases_snoozed_until CHECK (state <> 'snoozed' OR wakes_at IS NOT NULL) NOT VALID,
    ADD CONSTRAINT cases_escalated_to_somebody CHECK (
        (escalation IS NULL) = (escalated_to IS NULL) AND (escalation IS NULL) = (escalated_at IS NULL)
        AND (state <> 'escalated' OR coalesce(escalation, '') IN ('tier', 'department', 'sla'))
    ) NOT VALID,
    ADD CONSTRAINT cases_closed_has_time
        CHECK (state <> 'closed' OR (resolved_at IS NOT NULL AND closed_at IS NOT NULL)) NOT VALID,
    ADD CONSTRAINT cases_merged_somewhere CHECK (state <> 'merged' OR merged_into IS NOT NULL) NOT VALID,
    ADD CONSTRAINT cases_refusal_has_a_way_out CHECK (
        outcome IS NULL
        OR (outcome IN ('rejected', 'more_documents', 'warned', 'suspended', 'revise', 'refused')
            AND reason IS NOT NULL AND next_steps IS NOT NULL AND appeal IS NOT NULL)
        OR (outcome = 'upheld' AND reason IS NOT NULL)
        OR outcome NOT IN ('rejected', 'more_documents', 'warned', 'suspended', 'revise', 'refused', 'upheld')
    ) NOT VALID,
    ADD CONSTRAINT cases_courtesies CHECK (courtesies >= 0) NOT VALID;

-- The queue in its lines: those that need the same, the most urgent tier first, then the longest waiting.
DROP INDEX router.cases_queue;
CREATE INDEX cases_queue_lines ON router.cases (wants, queue_rank, queued_at, partition) WHERE queued_at IS NOT NULL;
-- For figures over a window of time; cases come in about the order of their opening, so a summary of ranges is enough.
CREATE INDEX cases_opened_at ON router.cases USING brin (opened_at) WITH (pages_per_range = 32);
CREATE INDEX case_history_escalations ON router.case_history (time) WHERE type = 'case.escalated';

-- What a state may turn into in one step; the program says the same.
CREATE FUNCTION router.may_turn(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE before
        WHEN 'open' THEN after IN ('assigned', 'waiting', 'snoozed', 'escalated', 'resolved', 'merged', 'spam')
        WHEN 'assigned' THEN after IN ('open', 'waiting', 'snoozed', 'escalated', 'resolved', 'merged', 'spam')
        WHEN 'waiting' THEN after IN ('open', 'assigned', 'snoozed', 'escalated', 'resolved', 'merged', 'spam')
        WHEN 'snoozed' THEN after IN ('open', 'assigned', 'waiting', 'escalated', 'resolved', 'merged', 'spam')
        WHEN 'escalated' THEN after IN ('open', 'assigned', 'waiting', 'snoozed', 'resolved', 'merged', 'spam')
        WHEN 'resolved' THEN after IN ('open', 'closed', 'spam')
        WHEN 'closed' THEN after = 'open'
        WHEN 'spam' THEN after = 'open'
        ELSE false
    END
$$;

-- One batch may take a case several steps; each of them is checked. Steps that an earlier write has left there, which a
-- program of the version before does not clear, are known by their number and are no steps of this write.
CREATE FUNCTION router.check_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reached text := OLD.state;
    step text;
BEGIN
    FOREACH step IN ARRAY
        CASE WHEN split_part(NEW.steps, ':', 1) = NEW.decisions::text
             THEN string_to_array(split_part(NEW.steps, ':', 2), ',')
             WHEN NEW.state = OLD.state THEN ARRAY[]::text[]
             ELSE ARRAY[NEW.state] END
    LOOP
        IF NOT coalesce(router.may_turn(reached, step), false) THEN
            RAISE EXCEPTION 'a case cannot turn from % into %', reached, step
                USING ERRCODE = '23514', CONSTRAINT = 'cases_transitions', TABLE = 'cases', SCHEMA = 'router';
        END IF;
        reached := step;
    END LOOP;
    IF reached <> NEW.state THEN
        RAISE EXCEPTION 'the steps of a case lead to %, not to %', reached, NEW.state
            USING ERRCODE = '23514', CONSTRAINT = 'cases_transitions', TABLE = 'cases', SCHEMA = 'router';
    END IF;
    RETURN NEW;
END
$$;
DROP TRIGGER cases_transitions ON router.cases;
DROP FUNCTION router.refuse_transition();
CREATE TRIGGER cases_transitions BEFORE UPDATE ON router.cases FOR EACH ROW
WHEN (NEW.steps <> '' OR (OLD.state <> NEW.state AND NOT router.may_turn(OLD.state, NEW.state)))
EXECUTE FUNCTION router.check_steps();

-- The share of cases that may go to departments, and the days over which it is reckoned.
CREATE TABLE router.escalation_allowance (
    id boolean NOT NULL DEFAULT true,
    share numeric NOT NULL DEFAULT 0.05,
    days int NOT NULL DEFAULT 28,
    CONSTRAINT escalation_allowance_pkey PRIMARY KEY (id),
    CONSTRAINT escalation_allowance_one_row CHECK (id),
    CONSTRAINT escalation_allowance_sense CHECK (share > 0 AND share <= 1 AND days > 0)
);
INSERT INTO router.escalation_allowance DEFAULT VALUES;
GRANT SELECT, UPDATE ON router.escalation_allowance TO saypro_router;
GRANT SELECT ON router.escalation_allowance TO saypro_operator;
