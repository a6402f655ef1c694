import Postgres
import TestKit
import Testing

@testable import Routing

/// What a case's state needs, as the database demands it of whoever writes.
struct CaseRulesTests {
    @Test
    func `a row that its state does not allow is refused, and the rule named`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await office.decide([Commands.userWrites("c-1")], on: session)
        for (change, rule) in [
            ("kind = 'gossip'", "cases_known_kind"),
            ("state = 'lost'", "cases_known_state"),
            ("assignee = 'a-1'", "cases_open_has_no_assignee"),
            ("state = 'assigned', queued_at = NULL", "cases_assigned_has_assignee"),
            ("state = 'assigned', queued_at = NULL, assignee = 'a-1'", "cases_assigned_has_assignee"),
            ("state = 'resolved', queued_at = NULL", "cases_resolved_has_time"),
            ("state = 'waiting', queued_at = NULL", "cases_waiting_for_somebody"),
            ("state = 'waiting', queued_at = NULL, waiting_for = 'rain'", "cases_waiting_for_somebody"),
            ("state = 'snoozed', queued_at = NULL", "cases_snoozed_until"),
            ("state = 'escalated'", "cases_escalated_to_somebody"),
            ("escalation = 'tier'", "cases_escalated_to_somebody"),
            ("escalated_to = 'legal', escalated_at = now()", "cases_escalated_to_somebody"),
            (
                "state = 'escalated', escalation = 'x', escalated_to = 'y', escalated_at = now()",
                "cases_escalated_to_somebody"
            ),
            ("state = 'resolved', resolved_at = now()", "cases_only_unassigned_queue"),
            ("state = 'merged', queued_at = NULL", "cases_merged_somewhere"),
            ("outcome = 'refused', reason = 'r', next_steps = 'n'", "cases_refusal_has_a_way_out"),
            ("outcome = 'suspended', reason = 'r', appeal = 'a'", "cases_refusal_has_a_way_out"),
            ("outcome = 'upheld'", "cases_refusal_has_a_way_out"),
            ("number = 0", "cases_counts"), ("cycle = 0", "cases_counts"), ("replies = -1", "cases_counts"),
            ("reopened = -1", "cases_counts"), ("decisions = 0", "cases_counts"), ("courtesies = -1", "cases_counts"),
        ] {
            let error = await #expect(throws: PostgresError.self, "\(change)") {
                try await session.query(Statement("UPDATE router.cases SET \(change)"))
            }
            #expect(error?.sqlState == "23514", "\(change)")
            #expect(error?.constraint == rule, "\(change)")
        }
        let closed = await #expect(throws: PostgresError.self) {
            try await session.query(
                Statement(
                    """
                    INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, decisions)
                    VALUES (0, 'c-2', 1, 'case-2', 'conversation', 'closed', now(), 1)
                    """
                )
            )
        }
        #expect(closed?.constraint == "cases_closed_has_time")
        // A refusal that can be appealed is fine.
        let kept = try await session.query(
            Statement(
                "UPDATE router.cases SET outcome = 'refused', reason = 'r', next_steps = 'n', appeal = 'a' RETURNING 1"
            )
        )
        #expect(kept.count == 1)
    }
}
