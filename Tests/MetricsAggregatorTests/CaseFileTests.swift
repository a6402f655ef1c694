import Postgres
import Program
import Testing

@testable import Dashboard

/// The page of a case, from rows as the router writes them.
@Suite struct CaseFileTests {
    @Test func `a case is told without anything that somebody wrote`() async throws {
        let aggregator = try await DatabaseAggregator.open()
        _ = try await aggregator.rows(
            """
            INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, decisions, reopened)
            VALUES (1, 'c-1', 1, 'case-1', 'conversation', 'open', now(), 1, 1)
            """
        )
        _ = try await aggregator.rows(
            """
            INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, detail)
            VALUES (1, 'case-1', 1, 'c-1', 'case.resolved', now(), 'admin:ann_b', '{
                "asked": "my secret", "summary": "your secret", "note": "a secret", "next_steps": "one more secret",
                "category": "payment_issue", "assignee": "ann_b", "replies": "2", "silent": true, "cycle": 1}')
            """
        )
        let cases = DatabaseCases(ReadPool(aggregator.url, name: "test"))
        let file = try #require(try await cases.caseFile("case-1"))
        #expect(
            file.steps.map(\.facts) == [
                ["category payment issue", "assignee ann_b", "replies 2", "silent yes", "cycle 1"]
            ]
        )
        #expect(file.facts.contains { $0 == ("Reopened", "once") })
        #expect(!"\(file)".contains("secret"))
        #expect(try await cases.caseFile("case-2") == nil)
        await aggregator.close()
    }
}
