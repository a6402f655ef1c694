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
        let policy = try folder.file("policy.yaml", DefaultPolicy.yaml)
        let run = await ToolRun(command + ["--policy", policy], environment: [:])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try committed(name) == run.output, "saypro \(command.joined(separator: " ")) makes deploy/\(name)")
    }

    @Test func `the PostgreSQL logins in deploy are what the tool makes`() async throws {
        let run = await ToolRun("roles", "sql")
        #expect(try committed("postgres/logins.sql") == run.output, "saypro roles sql makes deploy/postgres/logins.sql")
    }
}
