import Foundation
import Policy
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

    @Test func `the articles in deploy are those that the programs have built in`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("deploy")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("knowledge").path)
        #expect(Set(names.map { "knowledge/\($0)" }) == Set(DefaultPolicy.files.texts.keys))
        for (path, text) in DefaultPolicy.files.texts { #expect(try committed(path) == text) }
    }

    @Test func `the PostgreSQL logins in deploy are what the tool makes`() async throws {
        let run = await ToolRun("roles", "sql")
        #expect(try committed("postgres/logins.sql") == run.output, "saypro roles sql makes deploy/postgres/logins.sql")
    }
}
