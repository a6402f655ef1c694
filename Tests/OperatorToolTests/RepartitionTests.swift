import Contract
import Postgres
import Redis
import TestKit
import Testing

@testable import OperatorTool

/// Another number of partitions, step by step; the integration tests do it with real work.
@Suite struct RepartitionTests {
    /// Forty conversations of two messages each, of which the router has handled more in some partitions than in others.
    private static let work = """
        CREATE TEMP TABLE threads AS
        SELECT 'c-' || n AS conversation, pipeline.partition_of('c-' || n, 4) AS partition, n FROM generate_series(1, 40) AS n;
        INSERT INTO ingest.conversations (partition, conversation, last_no) SELECT partition, conversation, 2 FROM threads;
        CREATE TEMP TABLE said AS
        SELECT t.*, m AS no, gen_random_uuid() AS message, t.conversation || '-' || m AS id,
               row_number() OVER (PARTITION BY t.partition ORDER BY m, t.n) AS seq
        FROM threads AS t CROSS JOIN generate_series(1, 2) AS m;
        INSERT INTO ingest.messages (partition, conversation, message_no, message, source, id, role, author, text, time, accepted_at)
        SELECT partition, conversation, no, message, 'web', id, 'user', 'u', 'text', now(), now() FROM said;
        INSERT INTO ingest.ids (partition, key, week, digest, message)
        SELECT partition, substr(encode(sha256(convert_to('web', 'UTF8') || '\\x00' || convert_to(id, 'UTF8')), 'hex'), 1, 32)::uuid,
               ingest.week_of(now()), gen_random_uuid(), message
        FROM said;
        INSERT INTO pipeline.events (partition, topic, seq, type, v, event, time, conversation, cause, fields)
        SELECT partition, 'commands', seq, 'message.post', 1, gen_random_uuid(), now(), conversation, 'x',
               json_build_object('source', 'web', 'id', id, 'message', message, 'message_no', no::text)::text
        FROM said;
        INSERT INTO pipeline.heads (partition, topic, seq)
        SELECT partition, 'commands', max(seq) FROM said GROUP BY partition;
        INSERT INTO pipeline.positions (partition, stage, topic, seq)
        SELECT partition, stage, 'commands', CASE stage WHEN 'router' THEN partition * 4 ELSE (3 - partition) * 4 END
        FROM generate_series(0, 3) AS partition, unnest(ARRAY['router', 'survey']) AS stage;
        CREATE TABLE public.handled AS
        SELECT p.stage, s.id FROM said AS s JOIN pipeline.positions AS p USING (partition) WHERE s.seq <= p.seq;
        INSERT INTO pipeline.parked (partition, stage, conversation, kind, topic, seq, payload, code, error)
        SELECT partition, 'router', conversation, 'event', 'commands', seq, jsonb_build_object('conversation', conversation), 'x', 'x'
        FROM said WHERE partition = 3 AND seq = 1;
        INSERT INTO pipeline.timers (partition, stage, key, due, conversation, fields)
        SELECT partition, 'router', 'wake:' || conversation, now() + interval '1 hour', conversation, '{}' FROM threads
        UNION ALL SELECT p, 'router', 'widen:7', now() + interval '1 hour', '', '{}' FROM generate_series(0, 3) AS p;
        INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields)
        SELECT partition, 'router', 0, 'forwarded', conversation, '{}' FROM threads
        UNION ALL
        SELECT p, 'sla-monitor', p, 'replan', '', '{"version":"2","after":"case-9"}' FROM generate_series(0, 3) AS p;
        INSERT INTO metrics.cells (partition, hour, measure, label, team, channel, category, admin, language, campaign, bucket, n, sum)
        SELECT p, 5, 'received', '', '', '', '', '', '', '', -1, p + 1, 10 FROM generate_series(0, 3) AS p;
        """

    /// Every message that a stage has not handled yet, by what the new positions say.
    private static let left = """
        SELECT p.stage || ' ' || (e.fields::json ->> 'id')
        FROM pipeline.positions AS p
        JOIN pipeline.events AS e ON e.partition = p.partition AND e.topic = p.topic AND e.seq > p.seq
        WHERE e.type = 'message.post' AND NOT EXISTS (
            SELECT FROM pipeline.handled_before AS b
            WHERE b.partition = p.partition AND b.stage = p.stage AND b.topic = p.topic AND e.seq BETWEEN b.from_seq AND b.upto_seq
        )
        """

    /// What must hold whatever the number of partitions, each as a query that finds nothing.
    private static let promises = [
        "SELECT FROM (\(left)) AS l (key) FULL JOIN (SELECT s.stage || ' ' || m.id FROM ingest.messages AS m CROSS JOIN"
            + " unnest(ARRAY['router', 'survey']) AS s (stage) WHERE NOT EXISTS (SELECT FROM public.handled AS h"
            + " WHERE h.stage = s.stage AND h.id = m.id)) AS w (key) USING (key) WHERE l.key IS NULL OR w.key IS NULL",
        "SELECT FROM (SELECT lag((fields::json ->> 'message_no')::int, 1, 0) OVER (PARTITION BY conversation ORDER BY seq)"
            + " - (fields::json ->> 'message_no')::int + 1 AS step FROM pipeline.events WHERE type = 'message.post') AS s WHERE step <> 0",
        "SELECT FROM (SELECT partition, conversation, (SELECT partitions FROM pipeline.settings) AS count FROM"
            + " (SELECT partition, conversation FROM pipeline.events WHERE conversation IS NOT NULL UNION ALL"
            + " SELECT partition, conversation FROM pipeline.timers WHERE conversation <> '' UNION ALL"
            + " SELECT partition, conversation FROM pipeline.mail WHERE conversation <> '' UNION ALL"
            + " SELECT partition, conversation FROM pipeline.parked UNION ALL"
            + " SELECT partition, conversation FROM ingest.conversations UNION ALL"
            + " SELECT partition, conversation FROM ingest.messages) AS all_of_them) AS r"
            + " WHERE partition <> pipeline.partition_of(conversation, count)",
        "SELECT FROM pipeline.parked AS p LEFT JOIN pipeline.events AS e ON e.partition = p.partition AND e.topic = p.topic"
            + " AND e.seq = p.seq WHERE e.conversation IS DISTINCT FROM p.conversation",
        "SELECT FROM (SELECT sum(n) AS n, sum(sum) AS sum, max(partition) AS last FROM metrics.cells) AS c"
            + " WHERE n <> 10 OR sum <> 40 OR last >= (SELECT partitions FROM pipeline.settings)",
        "SELECT FROM (SELECT count(*) AS n FROM pipeline.mail WHERE kind = 'replan' AND fields = '{\"version\" : \"2\"}') AS m"
            + " WHERE n <> (SELECT partitions FROM pipeline.settings)",
    ]

    private func expectPromises(_ premises: Premises, _ remark: String) async throws {
        for query in Self.promises {
            #expect(try await premises.value("SELECT count(*) FROM (\(query)) AS found") == "0", "\(remark): \(query)")
        }
        let run = await premises.saypro("verify", "--json")
        for check in run.json["checks"]?.elements ?? []
        where [
            "gapless", "heads", "events-once", "positions", "accepted-once", "ids-messages", "messages-commands",
            "message-numbers",
        ]
        .contains(check["check"]?.text ?? "") {
            #expect(check["fine"] == true, "\(remark): \(check)")
        }
    }

    @Test func `a change that is cut off after every step goes on where it was, to more and to fewer partitions`()
        async throws
    {
        let premises = try await Premises()
        try await premises.execute(Self.work)
        let redis = try await premises.redis()
        for (count, limit) in [(6, 1), (3, 7), (4, Int.max)] {
            var plan: RepartitionPlan?
            var rounds = 0
            while plan == nil {
                rounds += 1
                let session = try await premises.session()
                let work = Repartitioning(session: session, redis: redis, keys: Keys(prefix: premises.prefix))
                var ended = false
                let begun = try await work.run(to: count, limit: limit) { ended = $0.step == $0.steps }
                if ended { plan = begun }
                await session.close()
                guard !ended else { break }
                if rounds == 1 {
                    #expect(await premises.saypro("migrate").errors.contains("saypro repartition \(count)"))
                    #expect(await premises.saypro("repartition", "9").errors.contains("saypro repartition \(count)"))
                    let retention = await premises.saypro("retention", "run")
                    #expect(retention.status == 1 && retention.errors.contains("saypro repartition \(count)"))
                }
            }
            #expect(rounds > (limit == .max ? 0 : 5))
            try await expectPromises(premises, "\(count) partitions")
            #expect(try await redis.send(["HGET", "\(premises.prefix):config", "partitions"]).text == "\(count)")
        }
        await redis.close()
        #expect(await premises.saypro("migrate").status == 0)
        #expect(try await premises.value("SELECT doors FROM pipeline.settings") == "6")
        let again = await premises.saypro("repartition", "4")
        #expect(again.output == "there are 4 partitions already\n" && again.status == 0)
        #expect(await premises.saypro("audit", "verify").status == 0)
    }

    @Test func `what runs or is unfinished keeps it from beginning`() async throws {
        let premises = try await Premises()
        let lane = try await premises.session()
        _ = try await lane.query(
            Statement("SELECT pg_advisory_lock_shared(lock_class, -1) FROM pipeline.stages WHERE stage = 'survey'")
        )
        let refused = await premises.saypro("repartition", "6")
        #expect(refused.status == 1 && refused.errors.contains("a program of survey is running"))
        _ = try await lane.query(Statement("SELECT pg_advisory_lock($1)", .int8(RetentionWork.lock)))
        // Another change keeps all programs out as well.
        let other = await premises.saypro("repartition", "6")
        #expect(other.status == 1 && other.errors.contains("another saypro repartition is at work"))
        #expect(!other.errors.contains("is running"))
        await lane.close()
        try await eventually("the session to be gone") {
            await premises.saypro("repartition", "6", "--dry-run").output == "nothing is in the way\n"
        }
        try await premises.execute(
            """
            INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields)
            VALUES (1, 'ingest', 0, 'erase', 'user:u', '{}')
            """
        )
        let unfinished = await premises.saypro("repartition", "6")
        #expect(unfinished.status == 1 && unfinished.errors.contains("a person is being erased"))
        #expect(try await premises.value("SELECT partitions FROM pipeline.settings") == "4")
        #expect(await premises.saypro("repartition", "0").status == 64)
    }

    @Test func `events let go afterwards leave no gap, and no log that seems whole`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            Self.work
                + """
                UPDATE pipeline.events SET at = now() - (60 - 2 * seq) * interval '1 day';
                UPDATE pipeline.positions AS p SET seq = h.seq FROM pipeline.heads AS h
                WHERE h.partition = p.partition AND h.topic = p.topic;
                DELETE FROM pipeline.mail; DELETE FROM pipeline.parked;
                """
        )
        #expect(await premises.saypro("repartition", "6").status == 0)
        #expect(await premises.saypro("retention", "run").status == 0)
        let removed = try await premises.value("SELECT removed FROM pipeline.retention WHERE matter = 'events'")
        #expect(removed.flatMap { Int($0) } ?? 0 > 6)
        let run = await premises.saypro("verify", "--json")
        let gapless = run.json["checks"]?.elements.first { $0["check"] == "gapless" }
        #expect(gapless?["fine"] == true, "\(String(describing: gapless))")
        let whole =
            "SELECT min(seq) FROM pipeline.events WHERE topic = 'commands' GROUP BY partition ORDER BY 1 LIMIT 1"
        let first = "SELECT first_seq FROM pipeline.settings"
        #expect(try await premises.value(whole) != premises.value(first))
        let refused = await premises.saypro("rebuild", "metrics")
        #expect(refused.status == 1 && refused.errors.contains("no longer reaches back"), "\(refused.errors)")
    }

    @Test func `a Redis user that may not do what is needed at the end keeps it from beginning`() async throws {
        let premises = try await Premises()
        let server = try await RedisServer.start()
        let owner = RedisClient(url: server.url, name: "test")
        let access = RedisAccess(prefix: premises.prefix, privateDoors: [])
        let rules = try #require(access.users.first { $0.name == "saypro-operator" }?.rules)
        _ = try await owner.send(Command(["ACL", "SETUSER", "saypro-operator"] + rules + [">pass"]))
        _ = try await owner.send(["ACL", "SETUSER", "other", "on", ">pass", "~*", "+@all", "-del"])
        _ = try await owner.send(["XADD", "\(premises.prefix):cases:{1}", "1-0", "type", "x"])
        let session = try await premises.session()
        for (user, mayEnd) in [("other", false), ("saypro-operator", true)] {
            let text = server.tcpURL.description.replacing("redis://", with: "redis://\(user):pass@")
            let redis = RedisClient(url: try RedisURL(text), name: "test")
            let work = Repartitioning(session: session, redis: redis, keys: Keys(prefix: premises.prefix))
            if mayEnd {
                #expect(try await work.run(to: 6).to == 6)
            } else {
                await #expect(throws: ToolFailure.self) { try await work.run(to: 6) }
                #expect(try await premises.value("SELECT partitions FROM pipeline.settings") == "4")
            }
            await redis.close()
        }
        await session.close()
        #expect(try await owner.send(["EXISTS", "\(premises.prefix):cases:{1}"]) == .integer(0))
        #expect(try await owner.send(["HGET", "\(premises.prefix):config", "partitions"]).text == "6")
        await owner.close()
        await server.stop()
    }

    @Test func `every table with partitions is moved`() async throws {
        let premises = try await Premises()
        let found = try await premises.value(
            """
            SELECT string_agg(format('%s.%s', n.nspname, c.relname), ' ') FROM pg_attribute AS a
            JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE a.attname = 'partition' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """
        )
        let tables = Set((found ?? "").split(separator: " ").map(String.init))
        let known = Set(RepartitionedTable.all.map(\.name) + MergedTable.all.map(\.name))
        #expect(tables.subtracting(known).subtracting(RepartitionedTable.others).sorted() == [])
        #expect(known.union(RepartitionedTable.others).subtracting(tables).sorted() == [])
    }

    @Test func `the database finds the same partition for a key as the programs do`() async throws {
        let premises = try await Premises()
        let keys =
            ["", "u-42", "chat:ümläut/7", "日本語", String(repeating: "x", count: 128)] + (0..<200).map { "c-\($0)" }
        let session = try await premises.session()
        for count in [1, 6, 16, 1024] {
            let rows = try await session.query(
                Statement(
                    "SELECT pipeline.partition_of(key, $2) FROM unnest($1::text[]) WITH ORDINALITY AS k (key, n) ORDER BY n",
                    .texts(keys),
                    .int4(Int32(count))
                )
            )
            #expect(rows.map { Int($0.int(0)) } == keys.map { Partitioning(count: count).partition(of: $0) })
        }
        await session.close()
    }
}
