import Contract
import Testing

@testable import OperatorTool

@Suite struct CasesTests {
    /// A case that somebody has, one that waits, and one that is over.
    private static let office = """
        INSERT INTO router.cases (partition, conversation, number, id, kind, "user", state, category, tier, assignee,
                                  assigned_at, queued_at, awaiting_since, resolved_at, opened_at, decisions,
                                  queue_reason, wanted_team, category_by, confidence, suggested_category, model,
                                  language_by, tier_by, spam_score, language)
        VALUES (0, 'u-1', 1, 'u-1/1', 'conversation', 'u-1', 'assigned', 'refund', 'P2', 'thandi',
                '2026-03-02T08:01Z', NULL, '2026-03-02T08:00Z', NULL, '2026-03-02T08:00Z', 3,
                NULL, NULL, 'model', 0.83, NULL, '3+17', 'model', 'rule:vip', 0.12, 'en'),
               (1, 'u-2', 1, 'u-2/1', 'conversation', 'u-2', 'open', NULL, 'P3', NULL,
                NULL, '2026-03-02T07:00Z', '2026-03-02T07:00Z', NULL, '2026-03-02T07:00Z', 1,
                'no_free_admin_with_language', 'payments', NULL, 0.54, 'refund', '0', 'guess', 'default', 0.8, NULL),
               (2, 'u-3', 1, 'u-3/1', 'conversation', 'u-3', 'resolved', NULL, 'P3', NULL,
                NULL, NULL, NULL, '2026-03-02T07:30Z', '2026-03-02T06:00Z', 1,
                NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, reason, detail)
        VALUES (0, 'u-1/1', 1, 'u-1', 'case.opened', '2026-03-02T08:00Z', 'user:u-1', NULL,
                '{"kind": "conversation", "words": "money back, refund"}'),
               (0, 'u-1/1', 2, 'u-1', 'case.assigned', '2026-03-02T08:01Z', 'system', 'fewest_open_cases',
                '{"admin": "thandi", "open_cases": "1"}'),
               (0, 'u-1/1', 3, 'u-1', 'case.refused', '2026-03-02T08:02Z', 'admin:bob', 'at_capacity',
                '{"code": "at_capacity", "command": "case.assign", "id": "a-1",
                  "detail": "The admin has as many open cases as the capacity allows."}'),
               (1, 'u-2/1', 1, 'u-2', 'case.opened', '2026-03-02T07:00Z', 'user:u-2', NULL,
                '{"language_guess": "pt", "suspect": "true", "spam_signs": "prize: you have won"}');
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
        (["--order", "tier"], ["u-1/1", "u-2/1"]),
        (["--order", "updated"], ["u-1/1", "u-2/1"]),
        (["--team", "payments"], ["u-2/1"]),
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
        #expect(run.lines[1].hasSuffix("no free admin of team payments has the language"))
        #expect(run.lines[2].contains("thandi"))
        #expect(run.lines[2].contains("2026-03-02 08:00:00"))
    }

    @Test(arguments: [
        (["--category", "refnd"], "there is no category refnd: the policy has "),
        (["--team", "nowhere"], "there is no team nowhere"), (["--admin", "thandy"], "there is no admin thandy"),
        (["--user", "u-99"], "there is no user u-99"),
    ])
    func `a filter that names what there is not is told as such`(options: [String], sentence: String) async throws {
        let run = await ToolRun(["cases"] + options, environment: try await premises().environment)
        #expect(run.status == 1)
        #expect(run.errors.contains(sentence), "\(run.errors)")
    }

    @Test func `filters that hold of no case say so`() async throws {
        let premises = try await premises()
        #expect(await premises.saypro("cases", "--user", "u-3").output == "no case matches\n")
        let rest = await premises.saypro("cases", "--limit", "1")
        #expect(rest.lines.count == 2)
        #expect(rest.errors == "1 of 2 cases: --limit 2 shows all\n")
    }

    @Test(arguments: ["u-1/1", "u-1"])
    func `a case's history is told with who and why`(name: String) async throws {
        let run = await (try premises()).saypro("explain", name)
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.lines == [
                "u-1/1  conversation, assigned, opened 2026-03-02 08:00:00 UTC",
                "  user u-1, admin thandi",
                "  category refund, by the model, 83 % sure, model 3+17; words: money back, refund",
                "  tier P2 (by rule vip), language en (by the model), spam 12 %",
                "  1  2026-03-02 08:00:00  opened by user u-1",
                "  2  2026-03-02 08:01:00  assigned to thandi by system: fewest open cases",
                "  3  2026-03-02 08:02:00  REFUSED case.assign of admin bob: at_capacity: The admin has as many open",
                "                          cases as the capacity allows.",
            ]
        )
    }

    @Test func `who was asked how it went, or why nobody was, and what does not count, is told with the case`()
        async throws
    {
        let premises = try await premises()
        try await premises.execute(
            """
            INSERT INTO survey.surveys (
                partition, "case", cycle, conversation, "user", state, withheld, backfill, scheduled_at, due_at, sent_at,
                expires_at, token_hash, answered_at, version, rating, scale, participants, followed_up_at, reminded_at
            )
            SELECT 2, 'u-3/1', cycle, 'u-3', 'u-3', state, withheld, false, '2026-03-02 07:30Z', '2026-03-02 08:00Z', sent,
                   sent + interval '14 days', CASE WHEN sent IS NOT NULL THEN sha256(cycle::text::bytea) END, answered, version, rating, scale, '{a-1}',
                   CASE WHEN rating = 2 THEN answered END, CASE WHEN cycle = 4 THEN sent + interval '3 days' END
            FROM (VALUES
                (1, 'withheld', 'cool_down', NULL::timestamptz, NULL::timestamptz, 0, NULL::int, NULL::int),
                (2, 'scheduled', NULL, NULL, NULL, 0, NULL, NULL),
                (3, 'answered', NULL, '2026-03-02 08:00Z', '2026-03-02 09:15Z', 2, 2, 5),
                (4, 'sent', NULL, '2026-03-02 08:00Z', NULL, 0, NULL, NULL),
                (5, 'expired', NULL, '2026-03-02 08:00Z', NULL, 0, NULL, NULL)
            ) AS v (cycle, state, withheld, sent, answered, version, rating, scale);
            INSERT INTO survey.refusals (partition, event, conversation, "case", cycle, source, id, code, detail, at)
            VALUES (2, gen_random_uuid(), 'u-3', 'u-3/1', 3, 'web', 'w-1', 'locked', 'The time is over.', '2026-03-20 08:00Z'),
                   (2, gen_random_uuid(), 'u-3', NULL, NULL, 'web', 'w-2', 'unknown_survey', 'No such survey.',
                    '2026-03-21 08:00Z'),
                   (2, gen_random_uuid(), 'u-9', NULL, NULL, 'web', 'w-3', 'unknown_survey', 'No such survey.',
                    '2026-03-21 08:00Z')
            """
        )
        let run = await premises.saypro("explain", "u-3")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            Array(run.lines.drop { !$0.hasPrefix("  survey") }) == [
                "  survey of cycle 1: not asked, cool_down: the user had been asked about something else shortly",
                "    before", "  survey of cycle 2: goes out 2026-03-02 08:00:00",
                "  survey of cycle 3: asked 2026-03-02 08:00:00, answered 2026-03-02 09:15:00: 2 of 5, amended 1",
                "    times; a follow-up was asked for",
                "  survey of cycle 4: asked 2026-03-02 08:00:00, reminded 2026-03-05 08:00:00, not answered yet, can",
                "    be answered until 2026-03-16 08:00:00",
                "  survey of cycle 5: asked 2026-03-02 08:00:00, not answered in time",
                "  answer w-1 of web, 2026-03-20 08:00:00, REFUSED: locked: The time is over.",
                "  answer w-2 of web, 2026-03-21 08:00:00, REFUSED: unknown_survey: No such survey.",
            ]
        )
        let json = await premises.saypro("explain", "u-3", "--json").json
        #expect(json["surveys"]?.elements.compactMap { $0["state"]?.text }.count == 5)
        #expect(json["refused_answers"]?.elements.compactMap { $0["id"]?.text } == ["w-1", "w-2"])
    }

    @Test func `why nobody has a case stands above its history`() async throws {
        let run = await (try premises()).saypro("explain", "u-2")
        #expect(run.lines[2].hasPrefix("  nobody has it since 2026-03-02 07:00:00 UTC ("))
        #expect(run.lines[2].hasSuffix("): no free admin of team payments has the"))
        #expect(run.lines[3] == "    language")
        #expect(run.lines.contains("  model 0 suggests refund, 54 % sure, which is not enough"))
        #expect(run.lines.contains("  tier P3 (by default), language perhaps pt, spam 80 %"))
        #expect(run.lines.contains("  signs of spam: prize: you have won"))
    }

    @Test func `details show all facts, and no line is too long`() async throws {
        let run = await (try premises()).saypro("explain", "u-1", "--details")
        #expect(run.output.contains("admin=thandi open_cases=1"))
        #expect(run.output.contains("detail=\"The admin has"))
        #expect(run.lines.allSatisfy { $0.count <= 100 })
    }

    @Test func `the history is JSON when asked`() async throws {
        let run = await (try premises()).saypro("explain", "u-1/1", "--json")
        #expect(run.json["case"]?["assignee"]?.text == "thandi")
        #expect(
            run.json["history"]?.elements.compactMap { $0["type"]?.text } == [
                "case.opened", "case.assigned", "case.refused",
            ]
        )
    }

    @Test(arguments: [
        ("web-7", ["entry web-7 of web", "bad_value (channel): one of web, email is allowed", "rejected show 5-0"]),
        ("5-0", ["entry web-7 of web"]), ("u-77", ["entry web-7 of web", "case.resolve r-1 by admin:bob"]),
        ("r-1", ["case.resolve r-1 by admin:bob", "no_case: There is no case."]),
    ])
    func `where there is no case, what was refused is told`(name: String, sentences: [String]) async throws {
        let premises = try await premises()
        try await premises.execute(
            """
            INSERT INTO ingest.rejected (content, partition, source, id, code, field, detail, raw, door, stream, entry, at,
                                         conversation, encoded, is_cut)
            VALUES (gen_random_uuid(), 1, 'web', 'web-7', 'bad_value', 'channel', 'one of web, email is allowed', '[["id", "web-7"]]', '', 1,
                    '5-0', '2026-03-02T07:00Z', 'u-77', '{}', false);
            INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, reason, detail)
            VALUES (1, NULL, NULL, 'u-77', 'case.refused', '2026-03-02T08:00Z', 'admin:bob', 'no_case',
                    '{"code": "no_case", "command": "case.resolve", "id": "r-1", "detail": "There is no case."}')
            """
        )
        let run = await premises.saypro("explain", name)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.first == "\(name): there is no case; this was refused:")
        for sentence in sentences { #expect(run.output.contains(sentence), "\(run.output)") }
        let json = await premises.saypro("explain", name, "--json").json
        #expect((json["rejected"]?.elements.count ?? 0) + (json["refused"]?.elements.count ?? 0) > 0)
    }

    @Test(arguments: [
        ("web-1", "web-1 is a message.post of 2026-03-02 08:00:00 in u-1"),
        ("inbound:{0}/17-0", "inbound:{0}/17-0 is a message.post of 2026-03-02 08:00:00 in u-1"),
        ("00000000-0000-7000-8000-000000000009", "00000000-0000-7000-8000-000000000009 is a message.post"),
        ("a-1", "a-1 is a case.assign of 2026-03-02 08:02:00 in u-1"),
    ])
    func `an entry that was accepted is told with the case that it led to`(name: String, first: String) async throws {
        let premises = try await premises()
        try await premises.execute(Self.accepted)
        let run = await premises.saypro("explain", name)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.first?.hasPrefix(first) == true, "\(run.output)")
        #expect(run.lines[1].hasPrefix("u-1/1  conversation, assigned"))
        #expect(await premises.saypro("explain", name, "--json").json["entry"]?["conversation"]?.text == "u-1")
    }

    @Test func `an entry that is about no case, or that the router has not come to, is told as such`() async throws {
        let premises = try await premises()
        try await premises.execute(Self.accepted)
        let user = await premises.saypro("explain", "p-1")
        #expect(user.status == 1)
        #expect(user.errors.contains("p-1 is a user.put of 2026-03-02 08:00:00, which is about no case"))
        let new = await premises.saypro("explain", "web-2")
        #expect(new.status == 1)
        #expect(new.errors.contains("what was written in u-new is accepted, but the router has not come to it"))
    }

    @Test func `an entry that was accepted just now is told as soon as the router has come to it`() async throws {
        let premises = try await premises()
        try await premises.execute(Self.accepted)
        async let run = premises.saypro("explain", "web-2")
        // The tool has found by then that the router has not come to it; one that is slower finds the case at once.
        try await Task.sleep(for: .milliseconds(700))
        try await premises.execute("UPDATE router.cases SET conversation = 'u-new' WHERE id = 'u-1/1'")
        let told = await run
        #expect(told.status == 0, "\(told.errors)")
        #expect(told.lines.contains { $0.hasPrefix("u-1/1  conversation") })
    }

    private static let accepted = """
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, "case", cause, fields)
        SELECT 0, topic, seq, type, 1, ('00000000-0000-7000-8000-00000000000' || seq)::uuid, time::timestamptz, conversation,
               "case", cause, fields
        FROM (VALUES
            ('commands', 1, 'message.post', '2026-03-02T08:00Z', 'u-1', NULL, 'inbound:{0}/17-0',
             '{"source":"web","id":"web-1","message":"00000000-0000-7000-8000-000000000009","message_no":"1"}'),
            ('commands', 2, 'case.assign', '2026-03-02T08:02Z', 'u-1', NULL, 'inbound:{0}/18-0',
             '{"source":"console","id":"a-1","admin":"bob","to":"bob"}'),
            ('commands', 3, 'user.put', '2026-03-02T08:00Z', NULL, NULL, 'inbound:{0}/19-0',
             '{"source":"web","id":"p-1","user":"u-1"}'),
            ('commands', 4, 'message.post', '2026-03-02T08:03Z', 'u-new', NULL, 'inbound:{0}/20-0',
             '{"source":"web","id":"web-2","message_no":"1"}'),
            ('cases', 5, 'case.opened', '2026-03-02T08:00Z', 'u-1', 'u-1/1', '00000000-0000-7000-8000-000000000001', '{}')
        ) AS e (topic, seq, type, time, conversation, "case", cause, fields);
        INSERT INTO ingest.conversations (partition, conversation, last_no) VALUES (0, 'u-new', 1);
        """

    @Test func `a case that is not there is a clear error`() async throws {
        let run = await (try premises()).saypro("explain", "nobody")
        #expect(run.status == 1)
        #expect(run.errors.contains("there is no case, conversation or entry nobody"))
    }
}
