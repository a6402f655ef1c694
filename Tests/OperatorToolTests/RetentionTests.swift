import Contract
import Foundation
import Policy
import Postgres
import TestKit
import Testing

@testable import OperatorTool

@Suite struct RetentionTests {
    /// Things of long ago and of today; what is let go is called old.
    private static let rows = """
        CREATE TABLE ingest.messages_2020_01 PARTITION OF ingest.messages
            FOR VALUES FROM ('2020-01-01Z') TO ('2020-02-01Z');
        INSERT INTO ingest.messages (partition, conversation, message_no, message, source, id, role, author, text, time, accepted_at)
        SELECT 1, 'c', n, gen_random_uuid(), 'web', n::text, 'user', 'u', CASE WHEN n < 3 THEN 'old' ELSE 'new' END, at, at
        FROM (VALUES (1, timestamptz '2020-01-03Z'), (2, '2020-01-04Z'), (3, now())) AS v (n, at);
        INSERT INTO ingest.conversations (partition, conversation, last_no) VALUES (1, 'c', 3);
        INSERT INTO ingest.rejected (partition, door, stream, entry, content, code, field, detail, raw, encoded, is_cut, at)
        SELECT 0, '', 0, n::text, gen_random_uuid(), 'late', '', '', '[]', '{}', false, now() - n * interval '1 day'
        FROM unnest(ARRAY[1, 89, 91, 200]) AS n;
        INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, resolved_at, closed_at, decisions)
        VALUES (1, 'c', 1, 'old', 'conversation', 'closed', '2020-01-03Z', '2020-01-03Z', '2020-01-09Z', 1),
               (1, 'd', 1, 'open', 'conversation', 'open', '2020-01-03Z', NULL, NULL, 1),
               (2, 'e', 1, 'new', 'conversation', 'closed', now(), now(), now(), 1),
               (2, 'g', 1, 'spam', 'conversation', 'spam', '2020-01-03Z', NULL, NULL, 1);
        INSERT INTO router.case_history (partition, "case", seq, type, time, actor, detail)
        SELECT partition, id, 1, 'case.opened', CASE id WHEN 'spam' THEN now() ELSE opened_at END, 'system', '{}'
        FROM router.cases;
        INSERT INTO sla.cases (partition, "case", conversation, facts, known_until, next_at, last_at)
        VALUES (1, 'old', 'c', '', '2020-01-09Z', NULL, '2020-01-09Z'), (1, 'open', 'd', '', '2020-01-09Z', now(), '2020-01-09Z'),
               (2, 'new', 'e', '', now(), NULL, now()), (2, 'quick', 'f', '', '-infinity', NULL, now());
        INSERT INTO notifier.notifications (partition, event, recipient, channel, notification, type, audience, state, reason, cause,
                                            queued_at)
        SELECT p, rpad(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '7')::uuid, 'u', 'in_app',
               gen_random_uuid(), 'received', 'user', 'suppressed', 'x', 'y', at
        FROM (SELECT p, now() - d * interval '1 day' FROM generate_series(0, 3) AS p,
              unnest(ARRAY[1, 364, 366, 900]) AS d) AS v (p, at);
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields, at)
        SELECT 1, 'commands', n, 'user.put', 1, gen_random_uuid(), now(), '', '{}', now() - (100 - n) * interval '1 day'
        FROM generate_series(1, 100) AS n;
        INSERT INTO pipeline.heads (partition, topic, seq) VALUES (1, 'commands', 100);
        INSERT INTO pipeline.positions (partition, stage, topic, seq) VALUES (1, 'router', 'commands', 60);
        """

    private func premises() async throws -> Premises {
        let premises = try await Premises()
        try await premises.execute(Self.rows)
        return premises
    }

    @Test func `what is too old goes and what is not stays`() async throws {
        let premises = try await premises()
        let run = await premises.saypro("retention", "run", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json.elements.allSatisfy { $0["done"] == true })
        let left = [
            ("SELECT string_agg(text, ' ') FROM ingest.messages", "new"),
            ("SELECT to_regclass('ingest.messages_2020_01') IS NULL", "true"),
            ("SELECT count(*) FROM ingest.rejected", "2"),
            // A case of long ago that was found to be spam today has not been over for long.
            ("SELECT string_agg(id, ' ' ORDER BY id) FROM router.cases", "new open spam"),
            ("SELECT string_agg(\"case\", ' ' ORDER BY \"case\") FROM router.case_history", "new open spam"),
            ("SELECT string_agg(\"case\", ' ' ORDER BY \"case\") FROM sla.cases", "new open quick"),
            ("SELECT count(*) FROM notifier.notifications", "8"),
            // Unread events stay, however old they are.
            ("SELECT min(seq) FROM pipeline.events WHERE topic = 'commands'", "61"),
            ("SELECT last_no FROM ingest.conversations", "3"),
        ]
        for (query, expected) in left { #expect(try await premises.value(query) == expected, "\(query)") }
        for check in ["gapless", "message-numbers", "case-history", "heads"] {
            let found = await premises.saypro("verify", "--json")
            let result = found.json["checks"]?.elements.first { $0["check"]?.text == check }
            #expect(result?["fine"] != false, "\(check): \(found.output)")
        }
        let again = await premises.saypro("retention", "run", "--json")
        #expect(again.json.elements.allSatisfy { $0["removed"] == 0 })
        let status = await premises.saypro("retention", "status", "--json")
        #expect(status.json.elements.first { $0["matter"] == "events" }?["removed"] == 60)
    }

    /// Surveys, letters, records and reports of long ago and of today.
    private static let outcomes = """
        INSERT INTO survey.surveys (partition, "case", cycle, conversation, state, withheld, backfill, scheduled_at, due_at, sent_at,
                                    expires_at, answered_at, next_at, token_hash, participants, version)
        SELECT 1, id, 1, 'c', state, CASE state WHEN 'withheld' THEN 'spam' END, false, at, at, CASE WHEN sent THEN at END,
               CASE WHEN sent THEN at + interval '14 days' END, CASE state WHEN 'answered' THEN at END,
               CASE state WHEN 'sent' THEN at END, CASE WHEN sent THEN convert_to(id, 'UTF8') END, '{}', sent::int
        FROM (VALUES ('old', 'answered', true, timestamptz '2020-01-03Z'), ('silent', 'withheld', false, '2020-01-03Z'),
                     ('waits', 'sent', true, '2020-01-03Z'), ('new', 'answered', true, now())) AS v (id, state, sent, at);
        INSERT INTO survey.answers (partition, "case", cycle, event, time, version, source, fields)
        SELECT partition, "case", cycle, gen_random_uuid(), scheduled_at, 1, 'web', '{}' FROM survey.surveys WHERE state = 'answered';
        INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at)
        SELECT 1, gen_random_uuid(), 'office', 'user:u', 10, 'u', "case", 1, 'answered', answered_at FROM survey.surveys
        WHERE state = 'answered';
        INSERT INTO survey.refusals (partition, event, conversation, source, id, code, detail, at)
        SELECT 1, gen_random_uuid(), 'c', 'web', at::text, 'locked', '', at FROM unnest(ARRAY[timestamptz '2020-01-03Z', now()]) AS at;
        INSERT INTO notifier.letters (partition, letter, audience, recipient, channel, further, state, attempts, made_at,
                                      notices, content)
        SELECT p, rpad(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '7')::uuid, 'user', 'u', 'email', '', state,
               1, at, '', '{}'
        FROM generate_series(0, 3) AS p, (VALUES (timestamptz '2020-01-03Z', 'sent'), ('2020-01-04Z', 'open'),
            (now() - interval '6 days', 'sent'), (now(), 'sent'))
            AS v (at, state);
        INSERT INTO metrics.records (partition, subject, conversation, content, first_hour, last_hour)
        SELECT 1, subject, 'c', '', 0, hour FROM (VALUES ('case/gone', 5), ('clock/gone/resolution/1', 5), ('case/open', 5),
            ('survey/gone/1', 900000)) AS v (subject, hour);
        INSERT INTO metrics.cells (partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum)
        VALUES (1, 5, 'resolved', '', '', '', '', '', '', '', -1, 1, 0), (1, 5, 'stars', '5', '', '', '', '', '', '', -1, 1, 5000);
        INSERT INTO metrics.people (partition, month, measure, person) VALUES (1, 2020 * 12, 'received', 7);
        INSERT INTO metrics.calendar (zone) VALUES ('UTC');
        INSERT INTO sla.reply_times (partition, day, category, channel, hour, bucket, n)
        SELECT 0, day, 'general', 'web', 1, 1, 1 FROM unnest(ARRAY[date '2020-01-03', current_date]) AS day;
        INSERT INTO router.case_history (partition, type, time, actor, detail)
        SELECT 2, 'case.refused', at, 'system', '{}' FROM unnest(ARRAY[timestamptz '2020-01-03Z', now()]) AS at;
        INSERT INTO metrics.reports (kind, period, issued_at, policy_version, content)
        VALUES ('monthly', '2020-01', '2020-02-01Z', 1, '{}'), ('monthly', '2026-10', now(), 1, '{}'),
               ('quarterly', '2019-Q4', '2020-01-02Z', 1, '{}'), ('quarterly', '2019-Q3', '2019-10-02Z', 1, '{}');
        INSERT INTO metrics.mailings (kind, period, schedule, recipient, format)
        SELECT kind, period, 's', 'boss@example.org', 'csv' FROM metrics.reports;
        """

    @Test func `surveys, letters, records and reports go, and what figures are read from stays`() async throws {
        let premises = try await premises()
        try await premises.execute(Self.outcomes)
        let folder = try Folder()
        let policy = try folder.policy(
            "policy.yaml",
            DefaultPolicy.yaml.replacing("reports: forever", with: "reports: 365d")
        )
        #expect(await premises.saypro("policy", "apply", policy).status == 0)
        let run = await premises.saypro("retention", "run", "--json")
        #expect(run.status == 0 && run.json.elements.allSatisfy { $0["done"] == true }, "\(run.errors)")
        let left = [
            ("SELECT string_agg(\"case\", ' ' ORDER BY \"case\") FROM survey.surveys", "new waits"),
            ("SELECT string_agg(\"case\", ' ') FROM survey.answers", "new"),
            ("SELECT sum(points) FROM api.rewards", "20"),
            ("SELECT count(*) FROM survey.refusals", "1"),
            // A mail could come back within five days, and go another way then.
            (
                """
                SELECT string_agg(concat_ws(':', state, content), ' ' ORDER BY made_at) FROM notifier.letters
                WHERE partition = 3
                """, "open:{} sent sent:{}"
            ),
            (
                "SELECT now() - kept_since > interval '9 days' FROM pipeline.retention WHERE matter = 'notifications'",
                "true"
            ),
            ("SELECT string_agg(subject, ' ' ORDER BY subject) FROM metrics.records", "case/open survey/gone/1"),
            ("SELECT count(*) FROM metrics.cells", "2"),
            ("SELECT count(*) FROM sla.reply_times", "1"),
            ("SELECT count(*) FROM router.case_history WHERE \"case\" IS NULL", "1"),
            // The last of each kind stays, since by it no other one is issued and mailed.
            ("SELECT string_agg(period, ' ' ORDER BY period) FROM metrics.reports", "2019-Q4 2026-10"),
            ("SELECT string_agg(period, ' ' ORDER BY period) FROM metrics.mailings", "2019-Q4 2026-10"),
        ]
        for (query, expected) in left { #expect(try await premises.value(query) == expected, "\(query)") }
        let found = await premises.saypro("verify", "--json")
        for check in ["figures", "figure-people", "figure-upheld", "rewarded-once", "rewards-balance"] {
            let result = found.json["checks"]?.elements.first { $0["check"]?.text == check }
            #expect(result?["fine"] != false, "\(check): \(found.output)")
        }
    }

    @Test func `a run that is cut short goes on later`() async throws {
        let premises = try await premises()
        let cut = await premises.saypro("retention", "run", "--seconds", "0", "--json")
        #expect(cut.json.elements.allSatisfy { $0["done"] == false && $0["removed"] == 0 })
        #expect(await premises.saypro("retention", "status").output.contains("saypro retention run"))
        _ = await premises.saypro("retention", "run")
        #expect(try await premises.value("SELECT count(*) FROM ingest.rejected") == "2")
    }

    @Test func `events go from the beginning on, never from behind one that stays`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields, at)
            SELECT 0, 'commands', n, 'user.put', 1, gen_random_uuid(), now(), '', '{}', now() - days * interval '1 day'
            FROM unnest(ARRAY[99, 98, 1, 97, 0]) WITH ORDINALITY AS e (days, n);
            INSERT INTO pipeline.heads (partition, topic, seq) VALUES (0, 'commands', 5);
            """
        )
        #expect(await premises.saypro("retention", "run").status == 0)
        #expect(
            try await premises.value("SELECT string_agg(seq::text, ' ' ORDER BY seq) FROM pipeline.events") == "3 4 5"
        )
    }

    @Test func `figures are not rebuilt from a log of which something was let go`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            "INSERT INTO pipeline.retention (matter, kept_since, removed, ran_at) VALUES ('events', now(), 0, now())"
        )
        #expect(await premises.saypro("rebuild", "metrics").status == 0)
        try await premises.execute("UPDATE pipeline.retention SET removed = 7")
        let refused = await premises.saypro("rebuild", "metrics")
        #expect(refused.status == 1 && refused.errors.contains("7 events have been let go"), "\(refused.errors)")
    }

    @Test func `what others have in use is left for the next time, and said`() async throws {
        let premises = try await premises()
        let (other, own) = (try await premises.session(), try await premises.session())
        try await other.execute(script: "BEGIN; LOCK TABLE ingest.messages_2020_01 IN ACCESS SHARE MODE")
        var work = RetentionWork(session: own, periods: [.messages: .seconds(86_400)])
        work.attempts = 2
        let shutOut = try await work.run(until: .now + .seconds(60))
        let refused = shutOut.filter { $0.matter == "messages" }
        #expect(refused.map(\.isDone) == [false] && refused.map(\.isShutOut) == [true])
        #expect(refused.map(\.state) == ["its table was in use: run it again"])
        #expect(try await premises.value("SELECT count(*) FROM ingest.messages") == "3")
        try await other.execute(script: "COMMIT")
        let later = try await work.run(until: .now + .seconds(60)).filter { $0.matter == "messages" }
        #expect(later.map(\.isDone) == [true] && later.map(\.removed) == [2])
        await other.close()
        await own.close()
    }

    @Test func `an emptied range of the log is dropped, the one in use is not`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            SELECT pipeline.extend_log('commands', 2100000);
            INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, cause, fields)
            VALUES (0, 'commands', 2100000, 'x', 1, gen_random_uuid(), now(), '', '{}');
            INSERT INTO pipeline.heads (partition, topic, seq) VALUES (0, 'commands', 2100000);
            """
        )
        _ = await premises.saypro("retention", "run")
        #expect(try await premises.value("SELECT to_regclass('pipeline.events_commands_0') IS NULL") == "true")
        #expect(try await premises.value("SELECT to_regclass('pipeline.events_commands_2') IS NULL") == "false")
    }

    @Test func `the audit is let go up to a checkpoint, and what is left can be checked`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        _ = try folder.file("audit-key", await ToolRun("audit", "key").output)
        var environment = premises.environment
        environment["SAYPRO_SECRETS"] = folder.path
        for number in 1...4 {
            try await premises.execute("INSERT INTO pipeline.audit (action, subject) VALUES ('try', '\(number)')")
            if number == 2 { #expect(await ToolRun("audit", "checkpoint", environment: environment).status == 0) }
        }
        let rows = try await premises.value("SELECT count(*) FROM pipeline.audit") ?? ""
        try await premises.execute(
            """
            DELETE FROM pipeline.audit AS a USING (SELECT max(id) AS id FROM pipeline.audit_checkpoints) AS c WHERE a.id <= c.id
            """
        )
        let run = await premises.saypro("audit", "verify", "--json")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.json["rows"] == 2 && rows != "2")
    }

    @Test func `the last row of the audit stays, however old, and the next one is chained to it`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        _ = try folder.file("audit-key", await ToolRun("audit", "key").output)
        var environment = premises.environment
        environment["SAYPRO_SECRETS"] = folder.path
        for number in 1...2 {
            try await premises.execute("INSERT INTO pipeline.audit (action, subject) VALUES ('try', '\(number)')")
            #expect(await ToolRun("audit", "checkpoint", environment: environment).status == 0)
        }
        let session = try await premises.session()
        let work = RetentionWork(session: session, periods: [.audit: .seconds(-60)])
        let runs = try await work.run(until: .now + .seconds(60))
        await session.close()
        #expect(runs.allSatisfy { $0.isDone })
        #expect(try await premises.value("SELECT string_agg(subject, ' ') FROM pipeline.audit") == "2")
        try await premises.execute("INSERT INTO pipeline.audit (action, subject) VALUES ('try', '3')")
        let run = await premises.saypro("audit", "verify", "--json")
        #expect(run.status == 0 && run.json["rows"] == 2, "\(run.output)")
    }
}
