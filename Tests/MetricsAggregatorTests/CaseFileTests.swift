import Dashboard
import Postgres
import Program
import Testing

/// What of a case's decisions the dashboard may show.
@Suite struct CaseFileTests {
    private static let history = """
        INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, decisions, reason, root_cause)
        VALUES (0, 'c', 1, 'case-c', 'conversation', 'open', now(), 3, 'Secret reason', 'late_payout');
        INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, reason, detail) VALUES
        (0, 'case-c', 1, 'c', 'case.opened', now(), 'system', NULL,
         '{"asked": "Secret asked", "subject": "Secret subject", "excerpt": "Secret excerpt", "user": "u-secret",
           "counterparty": "u-secret", "category": "refund", "tier": "t2", "channel": "web", "cycle": "1"}'),
        (0, 'case-c', 2, 'c', 'case.escalated', now(), 'admin:ann', 'fraud_suspected',
         '{"note": "Secret note", "answer": "Secret answer", "logs": "{\\"secret\\": 1}", "admin_name": "Secret Name",
           "to": "legal", "escalation": "department", "spam_signs": "secret signs", "added_later": "secret"}'),
        (0, 'case-c', 3, 'c', 'case.resolved', now(), 'admin:ann', 'Secret reason',
         '{"summary": "Secret summary", "next_steps": "Secret steps", "reason_title": "Secret title", "appeal": "Secret",
           "outcome": "refunded", "stage": "Secret stage", "replies": 2, "silent": true,
           "resolved_at": "2026-03-02T09:00:00Z"}');
        """

    @Test func `what anybody wrote is not shown, whatever it is called`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        try await aggregator.session.execute(script: Self.history)
        let pool = ReadPool(aggregator.url, name: "test")
        let file = try #require(try await DatabaseCases(pool).caseFile("case-c"))
        let shown = file.steps.map { $0.facts.sorted() }
        #expect(
            shown == [
                ["category refund", "channel web", "cycle 1", "tier t2"],
                ["escalation department", "to legal"],
                ["outcome refunded", "replies 2", "resolved_at 2026-03-02T09:00:00Z", "silent yes"],
            ]
        )
        #expect(file.facts.contains { $0.name == "Root cause" && $0.value == "late_payout" })
        #expect(file.steps.map(\.reason) == [nil, "fraud_suspected", nil])
        #expect(!"\(file)".lowercased().contains("secret"))
        await aggregator.close()
    }
}
