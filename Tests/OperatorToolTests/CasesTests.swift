import Contract
import TestKit
import Testing

@testable import OperatorTool

@Suite struct CasesTests {
    /// A case that somebody has, one that waits, and one that is over.
    private static let office = """
        INSERT INTO router.cases (partition, conversation, number, id, kind, "user", state, category, tier, assignee,
                                  assigned_at, queued_at, awaiting_since, resolved_at, opened_at, decisions)
        VALUES (0, 'u-1', 1, 'u-1/1', 'conversation', 'u-1', 'assigned', 'refund', 'P2', 'thandi',
                '2026-03-02T08:01Z', NULL, '2026-03-02T08:00Z', NULL, '2026-03-02T08:00Z', 2),
               (1, 'u-2', 1, 'u-2/1', 'conversation', 'u-2', 'open', NULL, 'P3', NULL,
                NULL, '2026-03-02T07:00Z', '2026-03-02T07:00Z', NULL, '2026-03-02T07:00Z', 1),
               (2, 'u-3', 1, 'u-3/1', 'conversation', 'u-3', 'resolved', NULL, 'P3', NULL,
                NULL, NULL, NULL, '2026-03-02T07:30Z', '2026-03-02T06:00Z', 1);
        INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, reason, detail)
        VALUES (0, 'u-1/1', 1, 'u-1', 'case.opened', '2026-03-02T08:00Z', 'user:u-1', NULL, '{"kind": "conversation"}'),
               (0, 'u-1/1', 2, 'u-1', 'case.assigned', '2026-03-02T08:01Z', 'system', 'fewest_open',
                '{"admin": "thandi", "open_cases": "1"}');
        """

    private func premises() async throws -> Premises {
        let premises = try await Premises()
        try await premises.execute(Self.office)
        return premises
    }

    @Test(arguments: [
        ([], ["u-2/1", "u-1/1"]),
        (["--unassigned"], ["u-2/1"]),
        (["--admin", "thandi"], ["u-1/1"]),
        (["--tier", "P3", "--state", "open", "--state", "resolved", "--order", "oldest"], ["u-3/1", "u-2/1"]),
        (["--category", "refund"], ["u-1/1"]),
        (["--user", "u-2"], ["u-2/1"]),
        (["--order", "newest", "--limit", "1"], ["u-1/1"]),
        (["--kind", "refund"], []),
    ])
    func `cases are listed as asked`(options: [String], expected: [String]) async throws {
        let premises = try await premises()
        let run = await ToolRun(["cases", "--json"] + options, environment: premises.environment)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json.elements.compactMap { $0["case"]?.text } == expected)
    }

    @Test func `the table shows who waits and who has what`() async throws {
        let run = await (try premises()).saypro("cases")
        #expect(run.lines.count == 3)
        #expect(run.lines[1].hasPrefix("u-2/1  u-2           open"))
        #expect(run.lines[2].contains("thandi"))
        #expect(run.lines[2].contains("2026-03-02T08:00:00"))
    }

    @Test(arguments: ["u-1/1", "u-1"])
    func `a case's history is told with who and why`(name: String) async throws {
        let run = await (try premises()).saypro("explain", name)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines[0].hasPrefix("u-1/1  conversation, assigned, opened 2026-03-02T08:00:00"))
        #expect(run.lines[1] == "  user u-1, admin thandi, category refund, tier P2")
        let last = try #require(run.lines.last)
        for part in ["case.assigned", "system", "fewest_open", "admin=thandi open_cases=1"] {
            #expect(last.contains(part))
        }
    }

    @Test func `the history is JSON when asked`() async throws {
        let run = await (try premises()).saypro("explain", "u-1/1", "--json")
        #expect(run.json["case"]?["assignee"]?.text == "thandi")
        #expect(run.json["history"]?.elements.compactMap { $0["type"]?.text } == ["case.opened", "case.assigned"])
    }

    @Test func `a case that is not there is a clear error`() async throws {
        let run = await (try premises()).saypro("explain", "nobody")
        #expect(run.status == 1)
        #expect(run.errors.contains("there is no case or conversation nobody"))
    }
}
