import Contract
import Policy
import Postgres
import Program
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct DoctorTests {
    private func findings(_ run: ToolRun) -> [String: JSONValue] {
        let findings = run.json["findings"]?.elements ?? []
        return findings.reduce(into: [:]) { $0[$1["check"]?.text ?? ""] = $1 }
    }

    @Test func `a Redis that may lose what it holds must be mended, with the command that does it`() async throws {
        let premises = try await Premises()
        let server = try await RedisServer.start(options: [
            "--maxmemory-policy", "allkeys-lru", "--appendonly", "no", "--appendfsync", "no", "--proto-max-bulk-len",
            "512mb",
        ])
        var environment = premises.environment
        environment["REDIS_URL"] = server.url.description
        let run = await ToolRun("doctor", "--json", environment: environment)
        #expect(run.status == 1)
        let before = findings(run)
        for name in ["maxmemory-policy", "appendonly", "appendfsync", "proto-max-bulk-len"] {
            let finding = before["redis \(name)"]
            #expect(finding?["verdict"] == "mend", "\(name)")
            #expect(finding?["mend"]?.text?.contains("CONFIG SET \(name) ") == true)
        }
        #expect(before["partitions"]?["verdict"] == "mend")

        for (name, value) in [
            ("maxmemory-policy", "noeviction"), ("appendonly", "yes"), ("appendfsync", "everysec"),
            ("proto-max-bulk-len", "1mb"),
        ] {
            try await server.configure(name, to: value)
        }
        #expect(await ToolRun("migrate", environment: environment).status == 0)
        let after = await findings(ToolRun("doctor", "--json", environment: environment))
        let mended = [
            "redis maxmemory-policy", "redis appendonly", "redis proto-max-bulk-len", "partitions", "schema",
            "postgresql encoding",
        ]
        for name in mended {
            #expect(after[name]?["verdict"] == "fine", "\(name)")
        }
        await server.stop()
    }

    @Test func `a database without a schema is told to migrate`() async throws {
        let environment = [
            "DATABASE_URL": try await SharedServers.postgres.freshDatabase().description,
            "REDIS_URL": try await SharedServers.redis.description, "SAYPRO_PREFIX": SharedServers.prefix(),
        ]
        let run = await ToolRun("doctor", "--json", environment: environment)
        #expect(run.status == 1)
        #expect(findings(run)["schema"]?["mend"] == "saypro migrate")
    }

    @Test(arguments: [
        (Int64(0), Finding.Verdict.fine), (-900_000, .fine), (1_500_000, .advice), (-1_500_000, .advice),
        (6_000_000, .mend), (-3_600_000_000, .mend),
    ])
    func `clocks that are apart are noticed`(microseconds: Int64, verdict: Finding.Verdict) {
        let finding = InstallationExamination.clock("clock", apart: microseconds)
        #expect(finding.verdict == verdict)
        #expect((finding.mend == nil) == (verdict == .fine))
    }

    @Test(arguments: [("UTF8", Finding.Verdict.fine), ("SQL_ASCII", .mend), ("LATIN1", .mend)])
    func `a database that does not keep texts as letters must be made anew`(encoding: String, verdict: Finding.Verdict)
    {
        let finding = DatabaseExamination.encoding(encoding)
        #expect(finding.verdict == verdict)
        #expect((finding.mend == nil) == (verdict == .fine))
    }

    @Test func `a stage without a program or a paused one is told, with the command`() async throws {
        let premises = try await Premises()
        #expect(await premises.saypro("pause", "router").status == 0)
        let found = await findings(premises.saypro("doctor", "--json"))
        #expect(found["stage router"]?["mend"] == "saypro resume router")
        #expect(found["stage router"]?["verdict"] == "advice")
        #expect(found["stage ingest"]?["verdict"] == "advice")
        #expect(found["stage ingest"]?["mend"]?.text?.hasPrefix("ingest  # ") == true)
        #expect(found["stage survey"]?["verdict"] == "advice")
    }

    @Test func `commands that mend run as they are printed`() async throws {
        let kept = RedisExamination.set("appendonly", "yes", client: "redis-cli", file: "/etc/redis/redis.conf")
        #expect(kept == "redis-cli CONFIG SET appendonly yes && redis-cli CONFIG REWRITE")
        let lost = RedisExamination.set("appendonly", "yes", client: "redis-cli", file: "")
        #expect(lost.hasPrefix("redis-cli CONFIG SET appendonly yes  # and start it with --appendonly yes"))
        let premises = try await Premises()
        let found = await findings(premises.saypro("doctor", "--json"))
        let users = found["redis user"]?["mend"]?.text
        #expect(users?.hasPrefix("saypro acl redis --source partner | redis-cli -") == true)
        let secret = InstallationExamination.keyFile("partner", of: "partner", in: nil).mend
        let start = "(umask 077; mkdir -p secrets; openssl rand -hex 32 > secrets/partner); export SAYPRO_SECRETS="
        #expect(secret?.hasPrefix(start) == true)
    }

    @Test(
        arguments: [
            ("{ console: { publish: [message.post] } }", "any of console, and"),
            (
                "{ web: { publish: [user.put] }, b: { publish: [\"*\"] }, a: { publish: [\"admin.*\"] } }",
                "any of a, b, and"
            ),
            ("{ console: { publish: [message.post], key: console }, web: { publish: [user.put] } }", nil),
            ("{ console: { publish: [\"*\"], door: private } }", nil),
            ("{ shared_door: closed, console: { publish: [\"*\"] } }", nil),
        ] as [(String, String?)]
    )
    func `a shared door at which anybody is believed to be an admin is told`(sources: String, names: String?) throws {
        let finding = InstallationExamination.sharedDoor(try Document(yaml: "{ version: 1, sources: \(sources) }"))
        #expect(finding.verdict == (names == nil ? .fine : .advice))
        #expect(finding.mend?.hasPrefix("saypro policy apply ") == (names == nil ? nil : true))
        if let names { #expect(finding.sentence.contains(names)) }
    }

    @Test func `the default policy, which is for trying things out, is told to be closed before it is used`()
        async throws
    {
        let premises = try await Premises()
        let found = await findings(premises.saypro("doctor", "--json"))
        #expect(found["shared door"]?["verdict"] == "advice")
        #expect(found["shared door"]?["sentence"]?.text?.contains("console") == true)
    }

    @Test func `old servers are told to be replaced`() {
        #expect(RedisExamination.version("6.2.7").verdict == .mend)
        #expect(RedisExamination.version("7.0.15").verdict == .fine)
        #expect(DatabaseExamination.version(140_009, "14.9").verdict == .mend)
        #expect(DatabaseExamination.version(150_000, "15.0").verdict == .fine)
        #expect(DatabaseExamination.commit("off").verdict == .mend)
        #expect(DatabaseExamination.commit("remote_apply").verdict == .fine)
    }

    @Test func `a source's key is looked for among the secrets`() throws {
        let folder = try Folder()
        _ = try folder.file("partner", "secret\n")
        _ = try folder.file("empty", "")
        let environment = ["SAYPRO_SECRETS": folder.path]
        let secrets = try WorkerSettings(program: "test", environment: environment).secrets
        #expect(InstallationExamination.keyFile("partner", of: "partner", in: secrets).verdict == .fine)
        #expect(InstallationExamination.keyFile("absent", of: "partner", in: secrets).verdict == .mend)
        #expect(InstallationExamination.keyFile("empty", of: "partner", in: secrets).verdict == .mend)
        #expect(InstallationExamination.keyFile("partner", of: "partner", in: nil).verdict == .advice)
    }
}
