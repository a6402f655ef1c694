import Contract
import Foundation
import Policy
import TestKit
import Testing

@testable import OperatorTool

@Suite struct DeployTests {
    private func committed(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("deploy/\(name)"), encoding: .utf8)
    }

    @Test(arguments: [
        ("redis/users.acl", ["acl", "redis", "--form", "aclfile"]),
        ("redis/users.redis", ["acl", "redis"]),
    ])
    func `the Redis users in deploy are what the tool makes of the default policy`(
        name: String,
        command: [String]
    ) async throws {
        let folder = try Folder()
        let policy = try folder.policy("policy.yaml")
        let run = await ToolRun(command + ["--policy", policy], environment: [:])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try committed(name) == run.output, "saypro \(command.joined(separator: " ")) makes deploy/\(name)")
    }

    @Test func `the contract's document in deploy is what the tool makes`() async throws {
        let run = await ToolRun("contract")
        #expect(try committed("asyncapi.json") == run.output, "saypro contract makes deploy/asyncapi.json")
        #expect(await ToolRun("contract", "--json").json == (try JSONValue(parsing: run.output)))
    }

    @Test func `the articles in deploy are those that the programs have built in`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("knowledge").path)
        #expect(Set(names.map { "knowledge/\($0)" }) == Set(DefaultPolicy.files.texts.keys))
        for (path, text) in DefaultPolicy.files.texts { #expect(try committed(path) == text) }
    }

    @Test func `passwords are made once, for root alone, and what goes to the servers holds none`() async throws {
        let folder = try Folder()
        _ = try folder.file("etc/saypro/policy.yaml", DefaultPolicy.yaml)
        for (path, text) in DefaultPolicy.files.texts { _ = try folder.file("etc/saypro/\(path)", text) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../scripts/lib/logins.py").standardized.path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let database = "db.example.org/saypro?sslmode=verify-full"
        var runs: [[String]] = []
        for options in [[], [], ["--redis", "unix:///run/redis.sock", "--database", database], []] {
            _ = try await RunningProgram.output(
                of: "python3",
                [script, "--root", folder.path] + options,
                environment: ["PATH": "\(RunningProgram.folder):\(path)"]
            )
            runs.append(
                try ["etc/credstore/saypro-router.redis-url", "etc/saypro/secrets/database-url"].map(folder.text)
            )
        }
        #expect(runs[0] == runs[1])
        #expect(runs[2] == runs[3], "where the servers are is kept too")
        #expect(runs[3][0].hasSuffix("@/run/redis.sock\n") && runs[3][1].hasSuffix("@\(database)\n"))
        let users = try folder.text("etc/saypro/servers/users.acl")
        #expect(users.hasPrefix("user default off"))
        #expect(users.split(separator: "\n").count { $0.contains(" #") } > 10)
        let logins = try folder.text("etc/saypro/servers/logins.sql")
        #expect(logins.contains("ALTER ROLE saypro_router_login LOGIN PASSWORD 'SCRAM-SHA-256$4096:"))
        for url in runs[0] {
            let password = try #require(url.firstMatch(of: #/:([0-9a-f]{48})@/#)?.1)
            #expect(!users.contains(password) && !logins.contains(password))
        }
        let file = "\(folder.path)/etc/saypro/secrets/database-url"
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `the PostgreSQL rights in deploy are what the tool makes`() async throws {
        let run = await ToolRun("roles", "sql")
        #expect(try committed("postgres/rights.sql") == run.output, "saypro roles sql makes deploy/postgres/rights.sql")
    }
}
