import Contract
import Postgres
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct OperatingTests {
    private static let parked = """
        INSERT INTO pipeline.parked (partition, stage, conversation, kind, topic, seq, payload, code, error, attempts)
        VALUES (1, 'router', 'u-1', 'event', 'commands', 7, '{"type": "case.open"}', 'refused_by_database', 'no such kind', 1),
               (1, 'router', 'u-1', 'event', 'commands', 9, '{"type": "message.post"}', 'follows_parked', 'follows', 0),
               (2, 'notifier', 'u-2', 'timer', NULL, NULL, '{}', 'bug', 'what', 3)
        """

    @Test func `parked work is listed and shown`() async throws {
        let premises = try await Premises()
        #expect(await premises.saypro("parked", "list").output == "nothing is parked\n")
        try await premises.execute(Self.parked)
        #expect(await premises.saypro("parked", "list").lines.count == 4)
        #expect(await premises.saypro("parked", "list", "--stage", "router").lines.count == 3)
        let run = await premises.saypro("parked", "show", "router", "u-1", "--json")
        let rows = run.json.elements
        #expect(rows.count == 2)
        #expect(rows[0]["payload"]?["type"] == "case.open")
        #expect(await premises.saypro("parked", "show", "router", "nobody").status == 1)
        #expect(await premises.saypro("parked", "list", "--stage", "ingest").output == "ingest has nothing parked\n")
    }

    @Test func `a retry is asked for the whole conversation and leaves an audit row`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.parked)
        let run = await premises.saypro("parked", "retry", "router", "u-1", "--json")
        #expect(run.json["retried"] == 2)
        #expect(try await premises.value("SELECT count(*) FROM pipeline.parked WHERE state = 'retry'") == "2")
        let row =
            "SELECT concat_ws(' ', subject, detail ->> 'inputs') FROM pipeline.audit WHERE action = 'parked.retry'"
        #expect(try await premises.value(row) == "router 2")
        #expect(await premises.saypro("parked", "retry", "notifier", "--all", "--json").json["retried"] == 1)
    }

    @Test func `discarding takes the poison out, keeps it apart from the audit and tries the rest`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.parked)
        let run = await premises.saypro("parked", "discard", "router", "u-1", "--json")
        #expect(run.json["discarded"] == 1)
        #expect(run.json["retried"] == 1)
        #expect(try await premises.value("SELECT seq FROM pipeline.parked WHERE stage = 'router'") == "9")
        let kept = """
            SELECT d.payload ->> 'type' FROM pipeline.discarded AS d JOIN pipeline.audit AS a ON (a.detail ->> 'id')::bigint = d.id
            WHERE a.action = 'parked.discard' AND a.subject = d.stage
            """
        #expect(try await premises.value(kept) == "case.open")
        #expect(try await premises.value("SELECT count(*) FROM pipeline.audit WHERE audit::text ~ 'u-1'") == "0")
        let rest = await premises.saypro("parked", "discard", "router", "u-1", "--all", "--json")
        #expect(rest.json["discarded"] == 1)
        #expect(await premises.saypro("parked", "discard", "router", "u-1").status == 1)
    }

    @Test func `discarding all spares letters that only followed, since what they tell is nowhere else`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.parked)
        try await premises.execute(
            """
            INSERT INTO pipeline.parked (partition, stage, conversation, kind, payload, code, error, attempts)
            VALUES (1, 'router', 'u-1', 'letter', '{"kind": "called"}', 'follows_parked', 'follows', 0)
            """
        )
        let run = await premises.saypro("parked", "discard", "router", "u-1", "--all", "--json")
        #expect(run.json["discarded"] == 2)
        #expect(run.json["retried"] == 1)
        let left = "SELECT string_agg(concat_ws(' ', kind, state), ', ') FROM pipeline.parked WHERE stage = 'router'"
        #expect(try await premises.value(left) == "letter retry")
        // A letter that is itself what cannot be handled is thrown away like anything else.
        #expect(await premises.saypro("parked", "discard", "router", "u-1", "--all", "--json").json["discarded"] == 1)
    }

    @Test func `pause and resume switch a stage, say when nothing changes, and show in the status`() async throws {
        let premises = try await Premises()
        #expect(await premises.saypro("pause", "notifier").output.hasPrefix("notifier is paused"))
        #expect(await premises.saypro("pause", "notifier").output.contains("already"))
        let status = await premises.saypro("status", "--interval", "0", "--json")
        #expect(status.json["paused"] == ["notifier"])
        #expect(await premises.saypro("status", "--interval", "0").output.contains("saypro resume notifier"))
        #expect(await premises.saypro("resume", "notifier").output == "notifier works again\n")
        let audit = "SELECT string_agg(action, ' ' ORDER BY id) FROM pipeline.audit WHERE subject = 'notifier'"
        #expect(try await premises.value(audit) == "pause resume")
    }

    @Test func `the status tells lag, parked and rejected`() async throws {
        let premises = try await Premises()
        try await premises.execute(Self.parked)
        try await premises.execute(
            """
            INSERT INTO pipeline.heads (partition, topic, seq) VALUES (0, 'commands', 12), (1, 'commands', 5);
            INSERT INTO pipeline.positions (partition, stage, topic, seq)
            VALUES (0, 'router', 'commands', 2), (1, 'router', 'commands', 5);
            """
        )
        let redis = try await premises.redis()
        for _ in 0..<3 { _ = try await redis.send(["XADD", "\(premises.prefix):inbound:{2}", "*", "type", "x"]) }
        await redis.close()
        let status = await premises.saypro("status", "--interval", "0", "--json").json
        let stages = try #require(status["stages"]).elements
        #expect(stages.first { $0["stage"] == "router" }?["lag"] == 10)
        #expect(stages.first { $0["stage"] == "router" }?["parked"] == 2)
        #expect(stages.first { $0["stage"] == "ingest" }?["lag"] == 3)
        #expect(stages.allSatisfy { $0["state"] == "no lane" })
        let table = await premises.saypro("status", "--interval", "0", "--partitions")
        #expect(table.lines.contains { $0.hasPrefix("router") && $0.contains("commands") && $0.contains("12") })
    }

    @Test func `without Redis the status shows what PostgreSQL knows and ends with 69`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO pipeline.heads (partition, topic, seq) VALUES (0, 'commands', 12);
            INSERT INTO pipeline.positions (partition, stage, topic, seq) VALUES (0, 'router', 'commands', 2);
            """
        )
        let session = try await premises.session()
        _ = try await session.query(
            Statement("SELECT pg_advisory_lock(lock_class, 1) FROM pipeline.stages WHERE stage = 'ingest'")
        )
        var environment = premises.environment
        environment["REDIS_URL"] = "redis://127.0.0.1:1"
        environment["SAYPRO_CONNECT_TIMEOUT"] = "1"
        let run = await ToolRun("status", "--interval", "0", environment: environment)
        #expect(run.status == 69)
        #expect(run.errors.contains("Redis at redis://127.0.0.1:1"))
        let intake = try #require(run.lines.first { $0.hasPrefix("ingest") })
        #expect(intake.contains("running"))
        #expect(intake.contains("1/4"))
        #expect(intake.contains("?"))
        #expect(run.lines.contains { $0.hasPrefix("router") && $0.contains("10") })
        let machine = await ToolRun("status", "--interval", "0", "--json", environment: environment)
        #expect(machine.json["redis"] == false)
        await session.close()
    }

    @Test func `with another prefix the status does not say that nothing waits`() async throws {
        let premises = try await Premises()
        let run = await premises.saypro("status", "--interval", "0", "--prefix", "mistyped")
        #expect(run.status == 78)
        #expect(run.errors.contains("Redis has no mistyped:config"))
        #expect(run.lines.contains { $0.hasPrefix("ingest") && $0.contains("?") })
    }

    @Test func `rejected entries are listed, shown and published again as they were`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO ingest.rejected (partition, door, stream, entry, content, source, id, code, field, detail, raw,
                                         encoded, is_cut, at)
            VALUES (1, '', 3, '17-0', gen_random_uuid(), 'web', 'm-1', 'unauthorized_source', 'source', 'not allowed',
                    '[["type", "message.post"], ["id", "m-1"], ["text", "/w=="]]', '{5}', false, now()),
                   (0, 'partner', 0, '18-0', gen_random_uuid(), 'partner', 'p-1', 'too_large', '', 'too large',
                    '[["type", "x"]]', '{}', true, now());
            """
        )
        #expect(await premises.saypro("rejected", "list").lines.count == 3)
        #expect(await premises.saypro("rejected", "list", "--source", "web").lines.count == 2)
        #expect(await premises.saypro("rejected", "show", "17-0").output.contains("id = m-1"))
        #expect(await premises.saypro("rejected", "show", "99-0").status == 1)
        let none = await premises.saypro("rejected", "list", "--source", "nobody", "--code", "late")
        #expect(none.output == "nothing rejected matches --source nobody --code late\n")

        #expect(await premises.saypro("rejected", "resubmit", "--code", "unauthorized_source").status == 0)
        let redis = try await premises.redis()
        let stream = "\(premises.prefix):inbound:{3}"
        let reply = try await redis.send(["XRANGE", stream, "-", "+"])
        await redis.close()
        #expect(StreamEntry.ofRange(reply, of: stream).first?.value("id") == "m-1")
        #expect(reply.array?.first?.array?.last?.array?.last == .bytes([0xFF]))
        #expect(
            try await premises.value("SELECT subject FROM pipeline.audit WHERE action ~ 'resubmit'")
                == "inbound:{3} 17-0"
        )

        let cut = await premises.saypro("rejected", "resubmit", "18-0")
        #expect(cut.status == 1)
        #expect(cut.errors.contains("only its publisher can send again"))
        #expect(cut.errors.contains("inbound:partner:{0} 18-0"))
    }

    @Test func `entries are published again in their order, each once, up to the limit`() async throws {
        let premises = try await Premises()
        try await premises.execute(
            """
            INSERT INTO ingest.rejected (partition, door, stream, entry, content, source, id, code, field, detail, raw,
                                         encoded, is_cut, at)
            SELECT 1, '', 3, '17-' || n, gen_random_uuid(), 'web', 'm-' || n, 'unauthorized_source', 'source', '',
                   jsonb_build_array(jsonb_build_array('id', 'm-' || n)), '{}', false, now()
            FROM generate_series(0, 129) AS n
            """
        )
        let list = await premises.saypro("rejected", "list", "--limit", "2", "--json").json.elements
        #expect(list.map { $0["entry"] } == ["17-129", "17-128"])
        let first = await premises.saypro("rejected", "resubmit", "--source", "web", "--limit", "101")
        #expect(first.output.hasPrefix("101 published again, 29 left"), "\(first.output)\(first.errors)")
        let rest = await premises.saypro("rejected", "resubmit", "--source", "web", "--json")
        #expect(rest.json == ["resubmitted": 29, "left": 0, "cut": []])
        let none = await premises.saypro("rejected", "resubmit", "--source", "web")
        #expect(none.status == 1)
        #expect(none.errors.contains("--source web and was not published again"))
        #expect(await premises.saypro("rejected", "resubmit", "17-5", "--json").json["resubmitted"] == 1)

        let redis = try await premises.redis()
        let stream = "\(premises.prefix):inbound:{3}"
        let entries = StreamEntry.ofRange(try await redis.send(["XRANGE", stream, "-", "+"]), of: stream)
        await redis.close()
        #expect(entries.map { $0.value("id") } == (0...129).map { "m-\($0)" } + ["m-5"])
    }
}
