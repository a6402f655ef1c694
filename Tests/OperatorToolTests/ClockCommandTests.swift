import Contract
import TestKit
import Testing

@testable import OperatorTool

/// The commands that tell of clocks: explain, at-risk, unresolved, gaming, and the order of cases.
@Suite struct ClockCommandTests {
    /// A case with a broken promise and one with a running one, by the default policy; the second is from today.
    private static let office = """
        INSERT INTO router.cases (partition, conversation, number, id, kind, "user", state, tier, category, team, assignee,
                                  assigned_at, awaiting_since, opened_at, decisions)
        VALUES (0, 'u-1', 1, 'case-1', 'conversation', 'u-1', 'assigned', 'P2', 'refund', 'payments', 'thandi',
                '2026-04-02T14:31Z', '2026-04-02T14:30Z', '2026-04-02T14:30Z', 1),
               (1, 'u-2', 1, 'case-2', 'conversation', 'u-2', 'open', 'P3', NULL, NULL, NULL,
                NULL, now(), now(), 1);
        INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, reason, detail)
        VALUES (0, 'case-1', 1, 'u-1', 'case.opened', '2026-04-02T14:30Z', 'user:u-1', NULL, '{}'),
               (0, 'case-1', 2, 'u-1', 'case.snoozed', now() - interval '1 hour', 'admin:thandi', NULL, '{}'),
               (0, 'case-1', 3, 'u-1', 'case.resolved', now() - interval '50 minutes', 'admin:thandi', NULL,
                '{"silent": "true"}'),
               (0, 'case-1', 4, 'u-1', 'case.reopened', now() - interval '40 minutes', 'user:u-1', NULL, '{}'),
               (1, 'case-2', 1, 'u-2', 'case.replied', now() - interval '30 minutes', 'admin:bob', NULL,
                '{"first": "true", "excerpt": "ok"}');
        INSERT INTO sla.cases (partition, "case", conversation, facts, known_until)
        VALUES (0, 'case-1', 'u-1', '{"event":"01964fb0-0000-7000-8000-000000000001","time":"1775140200000000","policy":"1",'
                || '"type":"case.opened",".kind":"conversation",".cycle":"1",".tier":"P3",".asks":"true"}' || E'\\n'
                || '{"event":"01964fb0-0000-7000-8000-000000000002","time":"1775545930000000","policy":"1",'
                || '"type":"case.replied",".admin":"thandi"}' || E'\\n', '2026-04-02T14:30Z');
        INSERT INTO sla.clocks (partition, "case", metric, instance, promise, conversation, cycle, state, started_at, due_at,
                                breached_at, policy_version, warned, level, setting, segments)
        VALUES (0, 'case-1', 'first_response', 1, 'first', 'u-1', 1, 'breached', '2026-04-02T14:30Z',
                '2026-04-07T06:30Z', '2026-04-07T06:30Z', 1, '{}', 0,
                '{"kind": "conversation", "tier": "P2", "team": "payments", "assignee": "thandi"}', '[]'),
               (0, 'case-1', 'resolution', 1, 'whole', 'u-1', 1, 'running', '2026-04-02T14:30Z',
                now() + interval '2 hours', NULL, 1, '{}', 0,
                '{"kind": "conversation", "tier": "P2", "team": "payments", "assignee": "thandi"}', '[]'),
               (1, 'case-2', 'first_response', 1, 'first', 'u-2', 1, 'running', now(),
                now() + interval '20 minutes', NULL, 1, '{}', 0, '{"kind": "conversation", "tier": "P3"}', '[]');
        """

    private func premises() async throws -> Premises {
        let premises = try await Premises()
        try await premises.execute(Self.office)
        return premises
    }

    @Test(arguments: [
        ([], ["case-2/first_response/1/first", "case-1/resolution/1/whole"]),
        (["--within", "30m"], ["case-2/first_response/1/first"]),
        (["--team", "payments"], ["case-1/resolution/1/whole"]),
        (["--metric", "first_response"], ["case-2/first_response/1/first"]),
        (["--admin", "thandi", "--promise", "whole", "--tier", "P2"], ["case-1/resolution/1/whole"]),
        (["--overdue"], ["case-1/first_response/1/first"]),
        (["--limit", "1"], ["case-2/first_response/1/first"]),
        (["--category", "refund"], []),
    ])
    func `what breaks next comes first, as filtered`(options: [String], expected: [String]) async throws {
        let premises = try await premises()
        let run = await ToolRun(["at-risk", "--json"] + options, environment: premises.environment)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json.elements.compactMap { $0["clock"]?.text } == expected)
        let table = await ToolRun(["at-risk"] + options, environment: premises.environment)
        #expect(table.status == 0)
        #expect(table.lines.count == (expected.isEmpty ? 1 : expected.count + 1))
    }

    @Test(arguments: [
        ["--within", "soon"], ["--metric", "speed"], ["--tier", "P9"], ["--within", "1h", "--overdue"],
    ])
    func `a filter that makes no sense is told so`(options: [String]) async throws {
        let run = await ToolRun(["at-risk"] + options, environment: [:])
        #expect(run.status == 64)
    }

    private static let unknown: [([String], Int32)] = [
        (["at-risk", "--team", "nowhere"], 1), (["at-risk", "--promise", "never"], 1),
        (["at-risk", "--category", "refnd"], 1), (["unresolved", "--team", "nowhere"], 1),
        (["unresolved", "--kind", "no"], 64), (["unresolved", "--tier", "P9"], 64),
        (["themes", "2026-03", "--category", "refnd"], 1),
    ]

    @Test(arguments: unknown)
    func `what there is not is no empty list`(arguments: [String], status: Int32) async throws {
        let run = await ToolRun(arguments, environment: try await premises().environment)
        #expect(run.status == status)
        #expect(run.errors.contains("there is no "), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test func `the unresolved are listed with what is broken first`() async throws {
        let run = await (try premises()).saypro("unresolved", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json.elements.compactMap { $0["case"]?.text } == ["case-1", "case-2"])
        #expect(run.json.elements.first?["broken"]?.text ?? run.json.elements.first?["broken"]?.description == "1")
        #expect(run.json.elements.first?["promise"]?.text == "whole")
    }

    @Test func `cases are ordered by the next breach, the broken ones before`() async throws {
        let run = await (try premises()).saypro("cases", "--order", "breach", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json.elements.compactMap { $0["case"]?.text } == ["case-1", "case-2"])
        #expect(run.json.elements.first?["next_breach_at"]?.text?.hasPrefix("2026-04-07T06:30:00") == true)
    }

    @Test func `signs of gaming are listed with who did it, and counted`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("gaming", "--json")
        #expect(run.status == 0, "\(run.errors)")
        let found = run.json.elements.compactMap { row in row["sign"]?.text.map { "\($0) \(row["case"]?.text ?? "")" } }
        #expect(
            Set(found) == [
                "paused_while_user_waits case-1", "silent_resolve case-1", "resolved_then_reopened case-1",
                "empty_first_reply case-2",
            ]
        )
        let one = await premises.saypro("gaming", "--sign", "silent_resolve", "--admin", "thandi")
        #expect(one.lines.count == 2)
        let counted = await premises.saypro("gaming", "--count")
        #expect(counted.output.contains("admin thandi"))
        let none = await premises.saypro("gaming", "--since", "5m")
        #expect(none.lines == ["no sign of gaming in the last 5m"])
    }

    @Test func `a clock is explained to the second`() async throws {
        let run = await (try premises()).saypro("explain", "case-1/first_response/1/first_response_office")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.lines == [
                "  first response: first_response_office, breached",
                "    clock case-1/first_response/1/first_response_office",
                "    1 h in hours of office (Africa/Johannesburg), due 2026-04-07 06:30:00, policy version 1",
                "    2026-04-02 14:30:00  running       30 min           the user wrote; office Thu 16:30–17:00",
                "    2026-04-02 15:00:00  closed hours  4 d 15 h         office closed Thu 17:00–Tue 08:00",
                "    2026-04-07 06:00:00  running       1 h 12 min 10 s  office Tue 08:00–09:12:10",
                "    2026-04-07 06:30:00  due: 1 h used up",
                "    2026-04-07 07:12:10  stopped: replied by admin thandi",
                "    BREACHED at 2026-04-07 06:30:00, late by 42 min 10 s (running 1 h 42 min 10 s, closed 4 d 15 h)",
            ]
        )
        // The other promises of the case still run: of the openings since then most are told in one line.
        let long = await (try premises()).saypro("explain", "u-1")
        let told = long.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(told.contains(/in turn .* opens \d+ times, running .*; see --details/))
        #expect(long.lines.count < 150)
        let each = await (try premises()).saypro("explain", "u-1", "--details")
        #expect(!each.lines.contains { $0.contains("in turn") })
        #expect(each.lines.count > long.lines.count + 100)
        let whole = long
        #expect(whole.lines.contains("  first response: any_first_response, breached"))
        let none = await (try premises()).saypro("explain", "case-1/first_response/9")
        #expect(none.status == 1)
        #expect(none.errors.contains("has no clock"))
    }
}
