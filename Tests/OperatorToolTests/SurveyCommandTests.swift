import Contract
import Policy
import Postgres
import TestKit
import Testing

@testable import OperatorTool

/// What the tool shows of surveys, themes and rewards.
@Suite struct SurveyCommandTests {
    /// Six surveys of March, of which five are answered, and one of February.
    private func premises() async throws -> Premises {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO router.users (partition, id, name, put_at) VALUES (0, 'u-1', 'Thandi Nkosi', now());
            INSERT INTO survey.surveys (
                partition, "case", cycle, conversation, "user", state, withheld, backfill, scheduled_at, due_at, sent_at,
                expires_at, token_hash, answered_at, version, rating, scale, response_time, clarity, comment, suggestion,
                participants, team, category, channel
            )
            SELECT 0, 'case-' || n, 1, 'c-' || n, 'u-' || n, CASE WHEN n <= 5 THEN 'answered' ELSE 'sent' END, NULL, false,
                   sent, sent, sent, sent + interval '14 days', sha256(n::text::bytea),
                   CASE WHEN n <= 5 THEN sent + interval '1 hour' END, CASE WHEN n <= 5 THEN 1 ELSE 0 END,
                   rating, 5, speed, 5, comment, NULL, '{a-1}', team, 'refund', 'web'
            FROM (VALUES
                (1, timestamptz '2026-03-02 10:00Z', 1, 1, 'Thandi waited for the refund', 'payments'),
                (2, '2026-03-03 10:00Z', 2, 1, 'I waited for the refund, +27 82 123 4567', 'payments'),
                (3, '2026-03-04 10:00Z', 2, 2, 'Waited for the refund too long', 'trust'),
                (4, '2026-03-05 10:00Z', 5, 5, NULL, 'payments'), (5, '2026-03-06 10:00Z', 3, 4, NULL, 'payments'),
                (6, '2026-03-07 10:00Z', NULL, NULL, NULL, 'trust')
            ) AS v (n, sent, rating, speed, comment, team);
            INSERT INTO survey.surveys (partition, "case", cycle, conversation, state, withheld, backfill, scheduled_at,
                                        participants, version)
            VALUES (0, 'case-7', 1, 'c-7', 'withheld', 'cool_down', false, '2026-03-08 10:00Z', '{}', 0),
                   (0, 'case-8', 1, 'c-8', 'withheld', 'spam', false, NULL, '{}', 0),
                   (0, 'case-9', 1, 'c-9', 'withheld', 'spam', false, NULL, '{}', 0);
            INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, detail)
            VALUES (0, 'case-8', 2, 'c-8', 'case.spam', '2026-03-08 10:00Z', 'admin:a-1', '{}'),
                   (0, 'case-9', 2, 'c-9', 'case.spam', '2026-04-08 10:00Z', 'admin:a-1', '{}');
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at)
            VALUES (0, '00000000-0000-0000-0000-000000000001', 'office', 'user:u-1', 15, 'u-1', 'case-1', 1,
                    'answered_with_comment', now() - interval '2 days')
            """
        )
        return premises
    }

    @Test func `surveys show who answers, how satisfied they are and what explains the negatives`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("surveys", "2026-03", "--by", "team")
        #expect(run.status == 0)
        let words = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words.contains("payments 4 4 100.0 % 4 1 1 2 25.0 % 4.6 % 2.75"), "\(run.output)")
        #expect(words.contains("all 6 5 83.3 % 5 1 1 3 20.0 % 3.6 % 2.60"), "\(run.output)")
        #expect(words.contains("not asked: cool_down 1, spam 1"), "\(run.output)")
        #expect(words.contains { $0.hasPrefix("response_time 5 2.60 3 3") && $0.hasSuffix("100.0 %") }, "\(run.output)")
        let json = await premises.saypro("surveys", "2026-03", "--json")
        #expect(json.json["total"]?["sent"] == .integer(6))
        let none = await premises.saypro("surveys", "2025-Q4")
        #expect(none.output.contains("no survey in 2025-Q4"))
    }

    @Test(arguments: ["surveys", "themes"], ["2026-13", "2026-W60", "March", "2026-02-30"])
    func `a period that there is not is refused with what periods look like`(command: String, period: String) async {
        let run = await ToolRun(command, period)
        #expect(run.status == 64)
        #expect(run.errors.split(separator: "\n").count == 1)
        for form in [period, "2026-03", "2026-Q1", "2026-W12", "2026-03-09"] { #expect(run.errors.contains(form)) }
    }

    @Test func `themes name what several users say, without whom`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("themes", "2026-03", "--category", "refund")
        #expect(run.status == 0)
        #expect(run.output.contains("refund: complaint"), "\(run.output)")
        #expect(run.output.contains("waited for the refund  3×, new"), "\(run.output)")
        #expect(run.output.contains("[name] waited for the refund"), "\(run.output)")
        #expect(!run.output.contains("4567") && !run.output.contains("Thandi"))
        let few = await premises.saypro("themes", "2026-03", "--minimum", "4")
        #expect(few.output.contains("no theme in 2026-03"))
    }

    @Test func `rewards show the balance and the history`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("rewards", "u-1")
        #expect(run.status == 0)
        #expect(run.output.contains("u-1 has 15 points"))
        #expect(run.output.contains("answered_with_comment"))
        let nobody = await premises.saypro("rewards", "u-9", "--json")
        #expect(nobody.json["balance"] == .integer(0))
    }

    @Test func `the audit names the reward that is taken back, and not the user`() async throws {
        let premises = try await premises()
        async let run = premises.saypro("rewards", "u-1", "--reverse", "case-1/1", "--reason", "shared_account")
        try await eventually("the letter") {
            try await premises.value("SELECT count(*) FROM pipeline.mail_survey WHERE kind = 'reverse'") == "1"
        }
        let row = "SELECT concat_ws(' ', subject, detail) FROM pipeline.audit WHERE action = 'rewards.reverse'"
        let audit = try #require(try await premises.value(row))
        #expect(audit.hasPrefix("case-1/1 ") && audit.contains("shared_account") && !audit.contains("u-1"))
        // As the survey's lane does.
        try await premises.execute(
            """
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason,
                                          reverses, at)
            SELECT partition, '00000000-0000-0000-0000-000000000002', credit, debit, points, "user", "case", cycle,
                   'shared_account', transfer, now()
            FROM survey.transfers;
            DELETE FROM pipeline.mail_survey
            """
        )
        #expect(await run.status == 0)
    }

    @Test func `a reward that the program survey leaves is not said to be taken back`() async throws {
        let premises = try await premises()
        async let run = premises.saypro("rewards", "u-1", "--reverse", "case-1/1", "--reason", "shared_account")
        try await eventually("the letter") {
            try await premises.value("SELECT count(*) FROM pipeline.mail_survey WHERE kind = 'reverse'") == "1"
        }
        try await premises.execute("DELETE FROM pipeline.mail_survey")
        #expect(await run.status == 1)
        #expect(await run.errors.contains("did not take the reward for case-1/1 back"))
    }

    @Test func `a reward that may not be taken back any more stays, and no row says otherwise`() async throws {
        let premises = try await premises()
        let folder = try Folder()
        let yaml = DefaultPolicy.yaml.replacing("reversible_for: 90d", with: "reversible_for: 1d")
        let policy = try folder.policy("policy.yaml", yaml)
        #expect(await premises.saypro("policy", "apply", policy).status == 0)
        let run = await premises.saypro("rewards", "u-1", "--reverse", "case-1/1", "--reason", "shared_account")
        #expect(run.status == 1)
        #expect(run.errors.contains("within 1d (rewards.reversible_for), and it was granted 20"), "\(run.errors)")
        #expect(try await premises.value("SELECT count(*) FROM pipeline.audit WHERE action = 'rewards.reverse'") == "0")
    }

    private static let refused: [([String], Int32)] = [
        (["rewards", "u-9", "--reverse", "case-1/1", "--reason", "x"], 1),
        (["rewards", "u-1", "--reverse", "case-1", "--reason", "x"], 64),
        (["rewards", "u-1", "--reverse", "case-1/1"], 64),
        (["themes", "2026-13"], 64), (["surveys", "March"], 64), (["themes", "2026-03", "--minimum", "1"], 64),
    ]

    @Test(arguments: refused)
    func `what makes no sense is refused`(arguments: [String], status: Int32) async throws {
        let premises = try await premises()
        let run = await ToolRun(arguments, environment: premises.environment)
        #expect(run.status == status, "\(run.errors)")
        #expect(!run.errors.isEmpty)
    }
}
