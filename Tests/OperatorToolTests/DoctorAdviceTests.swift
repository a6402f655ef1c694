import ArgumentParser
import Contract
import Program
import Redis
import TestKit
import Testing

@testable import OperatorTool

/// What the doctor advises: that it can be done, by whom it is told to, and that it helps.
@Suite struct DoctorAdviceTests {
    private func findings(_ environment: [String: String], _ arguments: String...) async -> [String: JSONValue] {
        let run = await ToolRun(["doctor", "--json"] + arguments, environment: environment)
        return (run.json["findings"]?.elements ?? []).reduce(into: [:]) { $0[$1["check"]?.text ?? ""] = $1 }
    }

    @Test(
        arguments: [
            ("by ann at noon", 0, true, Finding.Verdict.advice, "saypro resume x"), (nil, 0, true, .mend, "start x"),
            (nil, 0, false, .advice, "start x"), (nil, 3, true, .advice, "saypro status --partitions"),
            (nil, 4, true, .fine, nil),
        ] as [(String?, Int, Bool, Finding.Verdict, String?)]
    )
    func `work that waits for a program must be mended, what somebody paused is advice`(
        pause: String?,
        owned: Int,
        hasWork: Bool,
        verdict: Finding.Verdict,
        mend: String?
    ) {
        let facts = StageExamination.Facts(stage: "x", pause: pause, owned: owned, partitions: 4, hasWork: hasWork)
        let finding = StageExamination.finding(facts, start: "start x")
        #expect(finding.verdict == verdict)
        #expect(finding.mend == mend)
    }

    @Test(arguments: [(59, Finding.Verdict.fine), (75, .advice)])
    func `a stage that has its lanes and does not come forward is not fine`(seconds: Int, verdict: Finding.Verdict) {
        var facts = StageExamination.Facts(stage: "x", owned: 4, partitions: 4, hasWork: true)
        facts.behind = .seconds(seconds)
        let finding = StageExamination.finding(facts, start: "start x")
        #expect(finding.verdict == verdict)
        if verdict == .advice { #expect(finding.sentence.contains("is 1m15s behind")) }
    }

    @Test func `what waits is seen at the door, in the log, among letters and timers`() async throws {
        let premises = try await Premises()
        let waiting = [
            ("survey", "INSERT INTO pipeline.timers VALUES (1, 'survey', 'k', now(), 'c', '')"),
            (
                "notifier",
                "INSERT INTO pipeline.mail (partition, stage, sender, kind, conversation, fields)"
                    + " VALUES (1, 'notifier', 0, 'k', 'c', '')"
            ),
            // Nobody has ever read this topic: there is no position.
            ("sla-monitor", "INSERT INTO pipeline.heads (partition, topic, seq) VALUES (2, 'cases', 1)"),
        ]
        let before = await findings(premises.environment)
        for (stage, sql) in waiting {
            #expect(before["stage \(stage)"]?["verdict"] == "advice", "\(stage)")
            try await premises.execute(sql)
        }
        let redis = try await premises.redis()
        _ = try await redis.send(["XADD", "\(premises.prefix):inbound:{2}", "*", "type", "x"])
        await redis.close()
        let after = await findings(premises.environment)
        for stage in ["ingest"] + waiting.map(\.0) {
            #expect(after["stage \(stage)"]?["verdict"] == "mend", "\(stage)")
            #expect(after["stage \(stage)"]?["mend"]?.text?.hasPrefix("\(stage)  # ") == true)
        }
        #expect(after["stage router"]?["verdict"] == "advice")
    }

    @Test func `a wrong password is told from a server that is not there`() async throws {
        let premises = try await Premises()
        let server = try await RedisServer.start()
        try await server.configure("requirepass", to: "right")
        let database = try await PostgresServer.start(settings: ["fsync": "off"])
        let port = try #require(database.port)
        let folder = try Folder()
        _ = try folder.file("redis-url", "\(server.tcpURL)".replacing("://", with: "://default:wrong@"))
        _ = try folder.file("database-url", "postgres://nobody:wrong@127.0.0.1:\(port)/postgres")
        let found = await findings(premises.environment, "--secrets", folder.path)
        for (name, place) in [("redis", "redis-url"), ("postgresql", "database-url")] {
            #expect(found[name]?["sentence"]?.text?.hasPrefix("refuses the login: ") == true, "\(name)")
            #expect(found[name]?["mend"]?.text?.contains("\(folder.path)/\(place)") == true, "\(name)")
        }
        #expect(found["redis"]?["mend"]?.text?.contains("users.acl") == true)
        await database.stop()
        await server.stop()
        let gone = await findings(premises.environment, "--secrets", folder.path)
        for name in ["redis", "postgresql"] {
            #expect(gone[name]?["sentence"]?.text?.hasPrefix("cannot be reached: ") == true, "\(name)")
        }
    }

    @Test func `who may not change Redis is told what belongs into its file`() async throws {
        let premises = try await Premises()
        let server = try await RedisServer.start(options: ["--maxmemory-policy", "allkeys-lru"])
        for user in RedisAccess(prefix: premises.prefix, privateDoors: []).users where user.name == "saypro-operator" {
            _ = try await server.run(Command(["ACL", "SETUSER", user.name, ">word"] + user.rules))
        }
        var environment = premises.environment
        environment["REDIS_URL"] = "\(server.tcpURL)".replacing("://", with: "://saypro-operator:word@")
        let mends = await findings(environment).values.compactMap { $0["mend"]?.text }
        #expect(mends.contains { $0.contains("maxmemory-policy noeviction") })
        #expect(!mends.contains { $0.contains("redis-cli") || $0.contains("***") }, "\(mends)")
        let line = RedisExamination.set("appendonly", "yes", client: nil, file: "/etc/redis/redis.conf")
        let restart = "systemctl restart redis-server"
        #expect(line.hasPrefix("echo 'appendonly yes' >> /etc/redis/redis.conf && \(restart)"))
        await server.stop()
    }

    @Test(
        arguments: [
            ("unix:///run/redis.sock", "redis-cli -s '/run/redis.sock'"), ("unix://a:b@/run/redis.sock", nil),
            ("redis://a:1,b:1", nil), ("redis://a:1/0?sentinel=main", nil),
            ("redis://a:1", "redis-cli -u \"$REDIS_URL\""),
        ] as [(String, String?)]
    )
    func `a command line of redis-cli takes the address, or there is none`(url: String, client: String?) throws {
        let address = ServerAddress(place: "REDIS_URL", word: "\"$REDIS_URL\"")
        #expect(address.redisClient(try RedisURL(url)) == client)
    }

    @Test func `an address with a password is not printed into a command`() throws {
        var options = try ConnectionOptions.parse(["--redis-url", "redis://a:b@c"])
        let url = try RedisURL("redis://a:b@c").description
        func address(_ options: ConnectionOptions, _ secrets: SecretDirectory? = nil) -> ServerAddress {
            ServerAddress(SettingsTable.redis.description, secret: "redis-url", url: url, options: options, secrets)
        }
        #expect(address(options) == ServerAddress(place: "--redis-url", word: nil))
        let folder = try Folder()
        _ = try folder.file("redis-url", "redis://a:b@c")
        options = try ConnectionOptions.parse(["--secrets", folder.path])
        let secrets = try WorkerSettings(program: "test", environment: ["SAYPRO_SECRETS": folder.path]).secrets
        #expect(address(options, secrets) == ServerAddress(place: "\(folder.path)/redis-url", word: nil))
    }

    @Test func `a key that ingest lacks shows in what it has refused for that`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        _ = try folder.file("partner", "secret\n")
        var environment = premises.environment
        environment["SAYPRO_SECRETS"] = folder.path
        let before = await findings(environment)["key of source partner"]
        #expect(before?["verdict"] == "fine")
        let unit = "LoadCredential=partner:\(folder.path)/partner"
        #expect(before?["sentence"]?.text?.contains("ingest needs it too: \(unit)") == true)
        func refuse(_ entry: Int, _ detail: String) async throws {
            try await premises.execute(
                """
                INSERT INTO ingest.rejected
                    (partition, door, stream, entry, content, code, field, detail, raw, encoded, is_cut, at)
                VALUES (0, 'partner', 0, '\(entry)', gen_random_uuid(), 'bad_signature', 'sig', '\(detail)', '[]', '{}',
                        false, now())
                """
            )
        }
        try await refuse(1, "another")
        #expect(await findings(environment)["key of source partner"]?["verdict"] == "fine")
        try await refuse(2, Rejection.noKey)
        let after = await findings(environment)["key of source partner"]
        #expect(after?["verdict"] == "mend")
        #expect(after?["mend"]?.text?.contains(unit) == true)
    }

    @Test(
        arguments: [(0, "", nil), (1, "", .advice), (2, "", .advice), (1, "a", .fine), (0, "a", .fine)]
            as [(Int, String, Finding.Verdict?)]
    )
    func `a standby that nobody waits for is told`(connected: Int, names: String, verdict: Finding.Verdict?) {
        let finding = DatabaseExamination.standbys(connected, synchronous: names)
        #expect(finding?.verdict == verdict)
        #expect((finding?.mend?.contains("synchronous_standby_names = 'ANY 1 (*)'") == true) == (verdict == .advice))
    }
}
