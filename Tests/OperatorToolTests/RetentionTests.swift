import Contract
import Foundation
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
               (2, 'e', 1, 'new', 'conversation', 'closed', now(), now(), now(), 1);
        INSERT INTO router.case_history (partition, "case", seq, type, time, actor, detail)
        SELECT partition, id, 1, 'case.opened', opened_at, 'system', '{}' FROM router.cases;
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
            ("SELECT string_agg(id, ' ' ORDER BY id) FROM router.cases", "new open"),
            ("SELECT string_agg(\"case\", ' ' ORDER BY \"case\") FROM router.case_history", "new open"),
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

    @Test func `a run that is cut short goes on later`() async throws {
        let premises = try await premises()
        let cut = await premises.saypro("retention", "run", "--seconds", "0", "--json")
        #expect(cut.json.elements.allSatisfy { $0["done"] == false && $0["removed"] == 0 })
        #expect(await premises.saypro("retention", "status").output.contains("saypro retention run"))
        _ = await premises.saypro("retention", "run")
        #expect(try await premises.value("SELECT count(*) FROM ingest.rejected") == "2")
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
}
