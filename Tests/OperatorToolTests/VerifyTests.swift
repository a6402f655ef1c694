import Contract
import Postgres
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct VerifyTests {
    /// Two messages of a conversation that went all the way.
    private static let sound = """
        INSERT INTO ingest.ids (partition, key, week, digest, message)
        SELECT 0, ('00000000-0000-0000-0000-00000000000' || n)::uuid, ingest.week_of(now()), gen_random_uuid(),
               ('10000000-0000-0000-0000-00000000000' || n)::uuid
        FROM generate_series(1, 2) AS n;
        INSERT INTO ingest.conversations (partition, conversation, last_no) VALUES (0, 'u-1', 2);
        INSERT INTO ingest.messages (partition, conversation, message_no, message, source, id, role, author, text, time,
                                     accepted_at)
        SELECT 0, 'u-1', n, ('10000000-0000-0000-0000-00000000000' || n)::uuid, 'web', 'm-' || n, 'user', 'u-1', 'text',
               now(), now()
        FROM generate_series(1, 2) AS n;
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, cause, fields)
        SELECT 0, topic, n, type, 1, gen_random_uuid(), now(), 'u-1', 'x',
               format('{"message": "10000000-0000-0000-0000-00000000000%s", "message_no": "%s"}', n, n)
        FROM generate_series(1, 2) AS n,
             (VALUES ('commands', 'message.post'), ('cases', 'message.posted')) AS t (topic, type);
        INSERT INTO pipeline.heads (partition, topic, seq) VALUES (0, 'commands', 2), (0, 'cases', 2);
        INSERT INTO pipeline.positions (partition, stage, topic, seq)
        VALUES (0, 'router', 'commands', 2), (0, 'notifier', 'cases', 2), (0, 'sla-monitor', 'cases', 2),
               (0, 'metrics-aggregator', 'commands', 2), (0, 'metrics-aggregator', 'cases', 2);
        INSERT INTO metrics.calendar (zone) VALUES ('UTC');
        INSERT INTO metrics.cells (partition, hour, measure, label, team, channel, category, admin, language, campaign,
                                   bucket, n, sum)
        SELECT 0, floor(extract(epoch FROM time) / 3600), 'received', '', '', '', '', '', '', '', -1, count(*), 0
        FROM ingest.messages GROUP BY 2;
        INSERT INTO metrics.people (partition, month, measure, person)
        SELECT DISTINCT 0, extract(year FROM time AT TIME ZONE 'UTC')::int * 12
                   + extract(month FROM time AT TIME ZONE 'UTC')::int - 1, 'received',
               ('x' || left(encode(sha256('u-1'), 'hex'), 16))::bit(64)::bigint
        FROM ingest.messages;
        """

    private func premises(_ change: String = "") async throws -> Premises {
        let premises = try await Premises()
        try await premises.execute(Self.sound + change)
        let redis = try await premises.redis()
        for topic in ["commands", "cases"] {
            _ = try await redis.send(["XADD", "\(premises.prefix):\(topic):{0}", "2-0", "type", "x"])
        }
        await redis.close()
        return premises
    }

    @Test func `sound data have no difference`() async throws {
        let run = await (try premises()).saypro("verify", "--settled")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.lines.last == "no difference")
    }

    @Test(arguments: [
        ("gapless", "DELETE FROM pipeline.events WHERE topic = 'cases' AND seq = 1"),
        ("heads", "UPDATE pipeline.heads SET seq = 3 WHERE topic = 'cases'"),
        ("events-once", "UPDATE pipeline.events SET event = '10000000-0000-0000-0000-000000000001'"),
        ("positions", "UPDATE pipeline.positions SET seq = 3 WHERE stage = 'router'"),
        ("at-heads", "UPDATE pipeline.positions SET seq = 1 WHERE stage = 'router'"),
        ("started", "INSERT INTO pipeline.heads (partition, topic, seq) VALUES (1, 'commands', 1)"),
        (
            "timers",
            """
            INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
            VALUES (0, 'router', 'k', now() - interval '1 minute', 'u-1', '{}')
            """
        ),
        (
            "mail",
            """
            INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields)
            VALUES (0, 'router', 1, 'call', 'u-1', '{}')
            """
        ),
        ("streams", "UPDATE pipeline.heads SET seq = 1 WHERE topic = 'cases'"),
        ("figures", "UPDATE metrics.cells SET n = 3"),
        ("figure-people", "UPDATE metrics.people SET person = 1"),
        ("figure-presence", "INSERT INTO metrics.presence VALUES (0, 'ann', now(), 'online')"),
        ("figure-usage", "INSERT INTO metrics.usage VALUES ('2026-03', '', 100, NULL, now())"),
        ("figure-upheld", "INSERT INTO metrics.upheld VALUES (0, 'case/case-1/1', 'AD-1', now())"),
        (
            "figure-days",
            """
            INSERT INTO metrics.closed_days VALUES (20000);
            INSERT INTO metrics.day_totals (dimensions, measure, day, label, n, sum) VALUES ('', 'sent', 20000, '', 1, 0)
            """
        ),
        (
            "figure-days",
            """
            INSERT INTO metrics.open_days VALUES (0, 20000, true);
            INSERT INTO metrics.day_changes VALUES (0, 20000, 'sent', -1, 1, 0)
            """
        ),
        (
            "figure-months",
            """
            INSERT INTO metrics.closed_months VALUES (20000, 20030);
            INSERT INTO metrics.month_totals (dimensions, measure, month, label, n, sum) VALUES ('', 'sent', 20000, '', 1, 0)
            """
        ),
        ("accepted-once", "DELETE FROM ingest.ids WHERE key = '00000000-0000-0000-0000-000000000002'"),
        ("ids-messages", "DELETE FROM ingest.messages WHERE message_no = 2"),
        ("messages-commands", "UPDATE ingest.messages SET message_no = 3 WHERE message_no = 2"),
        ("message-numbers", "UPDATE ingest.conversations SET last_no = 3"),
        ("messages-posted", "UPDATE pipeline.events SET type = 'case.opened' WHERE topic = 'cases' AND seq = 2"),
        (
            "one-open-case",
            """
            DROP INDEX router.cases_one_open;
            INSERT INTO router.cases (partition, conversation, number, id, kind, state, opened_at, decisions)
            SELECT 0, 'u-1', n, 'case-' || n, 'conversation', 'open', now(), 1 FROM generate_series(1, 2) AS n
            """
        ),
        (
            "case-history",
            """
            INSERT INTO router.case_history (partition, "case", seq, conversation, type, time, actor, detail)
            VALUES (0, 'case-1', 2, 'u-1', 'case.opened', now(), 'system', '{}')
            """
        ),
        (
            "admin-counters",
            """
            INSERT INTO router.admins (id, capacity, senior, active, put_at, open_cases)
            VALUES ('ann', 5, false, true, now(), 1)
            """
        ),
        (
            "notified-once",
            """
            ALTER TABLE notifier.notifications DROP CONSTRAINT notifications_once;
            INSERT INTO notifier.notifications (partition, event, recipient, channel, notification, type, audience, state,
                                                reason, cause, queued_at)
            SELECT 0, '10000000-0000-0000-0000-000000000001', 'u-1', 'in_app', gen_random_uuid(), 'received', 'user',
                   'queued', 'x', 'y', now()
            FROM generate_series(1, 2)
            """
        ),
        (
            "asked-once",
            """
            INSERT INTO survey.surveys (partition, "case", cycle, conversation, state, backfill, sent_at, token_hash,
                                        expires_at, participants, version)
            VALUES (0, 'case-1', 1, 'u-1', 'sent', false, now(), '\\x00', now(), '{}', 0)
            """
        ),
        (
            "answer-versions",
            """
            INSERT INTO survey.surveys (partition, "case", cycle, conversation, state, backfill, participants, version)
            VALUES (0, 'case-1', 1, 'u-1', 'open', false, '{}', 1)
            """
        ),
        (
            "rewards-balance",
            """
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at)
            VALUES (0, '00000000-0000-0000-0000-000000000001', 'office', 'user:u-1', 5, 'u-1', 'case-1', 1, 'x', now());
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at,
                                          reverses)
            VALUES (0, '00000000-0000-0000-0000-000000000002', 'user:u-1', 'office', 9, 'u-1', 'case-1', 1, 'x', now(),
                    '00000000-0000-0000-0000-000000000001')
            """
        ),
        (
            "rewarded-once",
            """
            INSERT INTO survey.transfers (partition, transfer, debit, credit, points, "user", "case", cycle, reason, at)
            VALUES (0, gen_random_uuid(), 'office', 'user:u-1', 5, 'u-1', 'case-1', 1, 'x', now())
            """
        ),
    ])
    func `each kind of damage is found by its check`(check: String, damage: String) async throws {
        let run = await (try premises(damage)).saypro("verify", "--settled", "--json")
        #expect(run.status == 1)
        let report = run.json
        #expect(report["fine"] == false)
        let checks = try #require(report["checks"]).elements
        let found = try #require(checks.first { $0["check"] == .string(check) }, "there is no check \(check)")
        #expect(found["fine"] == false)
        #expect(found["examples"]?.elements.isEmpty == false)
    }

    @Test func `messages that were let go while their ids and commands are kept are not missed`() async throws {
        let premises = try await premises(
            """
            UPDATE ingest.ids SET week = ingest.week_of(now() - interval '2 days')
              WHERE key = '00000000-0000-0000-0000-000000000001';
            UPDATE pipeline.events SET at = now() - interval '2 days' WHERE seq = 1;
            DELETE FROM ingest.messages WHERE message_no = 1;
            INSERT INTO pipeline.retention (matter, kept_since, ran_at) VALUES ('messages', now() - interval '1 day', now());
            """
        )
        let sound = await premises.saypro("verify", "--json")
        for check in ["ids-messages", "messages-commands", "message-numbers"] {
            let found = try #require(sound.json["checks"]?.elements.first { $0["check"] == .string(check) })
            #expect(found["fine"] == true, "\(found)")
        }
        // One that is kept is still missed.
        try await premises.execute("DELETE FROM ingest.messages")
        let run = await premises.saypro("verify", "--json")
        #expect(run.json["checks"]?.elements.first { $0["check"] == "messages-commands" }?["fine"] == false)
    }

    @Test func `what waits in inbound is told when all must be done`() async throws {
        let premises = try await premises()
        let redis = try await premises.redis()
        let keys = Keys(prefix: premises.prefix)
        _ = try await redis.send(["XADD", keys.inbound(2), "17-0", "type", "x"])
        let session = try await premises.session()
        var verifier = Verifier(session: session, redis: redis, keys: keys, isSettled: true)
        verifier.patience = .milliseconds(300)
        let found = try await verifier.results().first { $0.name == "inbound" }
        #expect(found?.differences == ["inbound/2: 1 entries wait"])
        try await premises.execute(
            "INSERT INTO pipeline.door_positions (partition, door, ms, seq) VALUES (2, '', 17, 0)"
        )
        #expect(try await verifier.results().first { $0.name == "inbound" }?.isFine == true)
        verifier.isSettled = false
        #expect(try await verifier.results().contains { $0.name == "inbound" } == false)
        await session.close()
        await redis.close()
    }

    @Test(arguments: [
        ("UPDATE pipeline.positions SET seq = 1 WHERE stage = 'metrics-aggregator'", "2 events behind"),
        (
            """
            INSERT INTO pipeline.parked (partition, stage, conversation, kind, topic, seq, payload, code, error)
            VALUES (0, 'router', 'u-1', 'event', 'commands', 1, '{}', 'x', 'y')
            """, "1 parked on the way"
        ),
    ])
    func `figures that are not folded are not said to be right`(change: String, reason: String) async throws {
        // The wrong cell is not seen, so that nothing may be said of it either way.
        let premises = try await premises(change + "; UPDATE metrics.cells SET n = 3")
        let session = try await premises.session()
        let redis = try await premises.redis()
        var verifier = Verifier(session: session, redis: redis, keys: Keys(prefix: premises.prefix))
        verifier.patience = .milliseconds(200)
        let results = try await verifier.results()
        await redis.close()
        await session.close()
        let missing = results.filter { $0.verdict == .notCompared }
        #expect(missing.map(\.name) == VerifyCheck.all.filter(\.whenFolded).map(\.name))
        #expect(missing.allSatisfy { $0.notCompared == reason && !$0.isFine })
        #expect(!results.contains { $0.verdict == .different })
    }

    @Test func `where no aggregator has run, there are no figures to compare`() async throws {
        let premises = try await premises("DELETE FROM pipeline.positions WHERE stage = 'metrics-aggregator'")
        let run = await premises.saypro("verify", "--settled")
        #expect(run.status == 0)
        #expect(
            run.lines.suffix(2) == [
                "there are no figures to compare: metrics-aggregator has not run yet", "no difference",
            ]
        )
    }

    @Test func `not comparing has a status of its own, and a sentence`() async throws {
        let premises = try await premises(
            "UPDATE pipeline.positions SET seq = 1 WHERE stage = 'metrics-aggregator' AND topic = 'cases'"
        )
        let run = await premises.saypro("verify")
        #expect(run.status == 69)
        #expect(run.lines.last == "no difference; 5 checks not made: 1 events behind")
        #expect(run.output.contains("figures: each figure's cells"))
        #expect(run.output.contains("not compared: 1 events behind"))
    }

    @Test func `the table of damage covers every check`() {
        let names = VerifyCheck.all.map(\.name)
        #expect(Set(names).count == names.count)
    }
}
