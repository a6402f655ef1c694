import Contract
import Foundation
import Policy
import Postgres
import Redis
import TestKit

@testable import OperatorTool

/// One command line of the tool, run in the test's own process.
struct ToolRun {
    let status: Int32
    let output: String
    let errors: String

    /// Runs `saypro` with these arguments.
    init(_ arguments: String..., environment: [String: String] = [:]) async {
        await self.init(arguments, environment: environment)
    }

    /// Runs it with somebody at a terminal who gives those answers, or with nobody there.
    init(_ arguments: [String], environment: [String: String], answers: [String] = []) async {
        let console = Console(answers: answers)
        status = await SayPro.run(arguments, in: Surroundings(environment: environment, console: console))
        output = console.captured.output
        errors = console.captured.errors
    }

    /// The lines of the output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The output as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: output)) ?? .null }
}

extension JSONValue {
    /// The members of an array; none when this is something else.
    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}

/// A migrated database and a key prefix of the test's own.
struct Premises {
    let database: PostgresURL
    let environment: [String: String]
    let prefix = SharedServers.prefix()
    private let state: Folder

    static let partitions = 4
    private static let migrated = DatabaseTemplate(name: "migrated by saypro") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "test",
            connectTimeout: .seconds(10)
        )
        _ = try await Migrator(session: session).migrate(partitions: Premises.partitions)
        await session.close()
    }

    init() async throws {
        let redis = try await SharedServers.redis
        state = try Folder()
        database = try await SharedServers.postgres.freshDatabase(template: Self.migrated)
        environment = [
            "REDIS_URL": redis.description, "DATABASE_URL": database.description, "SAYPRO_PREFIX": prefix,
            "XDG_STATE_HOME": state.path,
        ]
        let client = RedisClient(url: redis, name: "test")
        _ = try await client.send(["HSET", "\(prefix):config", "partitions", "\(Self.partitions)"])
        await client.close()
    }

    /// Runs the tool here.
    func saypro(_ arguments: String...) async -> ToolRun {
        await ToolRun(arguments, environment: environment)
    }

    /// A session of the database's owner.
    func session() async throws -> PostgresSession {
        try await PostgresSession.connect(to: database, applicationName: "test", connectTimeout: .seconds(10))
    }

    /// Runs SQL as the database's owner.
    func execute(_ script: String) async throws {
        let session = try await session()
        try await session.execute(script: script)
        await session.close()
    }

    /// The first column of the first row that a query answers.
    func value(_ query: String) async throws -> String? {
        let session = try await session()
        let value = try await session.query(Statement("SELECT (\(query))::text")).first?.textOrNull(0)
        await session.close()
        return value
    }

    /// The partition of a key.
    static func partition(of key: String) -> Int { Partitioning(count: partitions).partition(of: key) }

    func redis() async throws -> RedisClient {
        RedisClient(url: try await SharedServers.redis, name: "test")
    }
}

/// A directory of the test's own, removed with the object.
final class Folder: Sendable {
    let path = "/tmp/saypro-test-folder-\(UInt64.random(in: 0 ... .max))"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and answers its path.
    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let place = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: place)
        return "\(path)/\(name)"
    }

    /// Writes a policy file with the articles of the default policy beside it, and answers its path.
    func policy(_ name: String, _ yaml: String = DefaultPolicy.yaml) throws -> String {
        for (path, text) in DefaultPolicy.files.texts { _ = try file(path, text) }
        return try file(name, yaml)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }
}
