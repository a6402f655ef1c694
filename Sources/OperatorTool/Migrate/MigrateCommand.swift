import ArgumentParser
import Contract
import Redis

/// The command `saypro migrate`.
struct MigrateCommand: AsyncParsableCommand, OwnersCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database's schema up to this version, and tell Redis the number of partitions.",
        discussion: """
            Safe to repeat: what is there already is left as it is. The number of partitions is fixed the first time.

            Example: saypro migrate --partitions 64
            """
    )

    @Option(help: ArgumentHelp("How many partitions, 1 to 1024 (first time only; default 16).", valueName: "number"))
    var partitions: Int?
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard let partitions, !(1...1024).contains(partitions) else { return }
        throw ValidationError("--partitions is '\(partitions)': allowed are 1 to 1024")
    }

    func run() async throws {
        let connections = try connections.resolved()
        let report = try await connections.withDatabase { session in
            try await Migrator(session: session).migrate(partitions: partitions)
        }
        if !output.json { report.sentences.forEach { output.console.write($0) } }
        do {
            try await connections.withRedis { redis in
                _ = try await redis.send(["HSET", connections.keys.config, "partitions", "\(report.partitions)"])
            }
        } catch let error as RedisError {
            throw ToolFailure.unavailable(
                "the database is migrated, but \(connections.keys.config) could not be written to Redis "
                    + "(\(error.message)): start it and run saypro migrate again"
            )
        }
        if output.json {
            output.console.write(report.json)
        } else {
            output.console.write("Redis: \(connections.keys.config) says \(report.partitions) partitions")
        }
    }
}

/// What a migration did.
struct MigrationReport: Sendable {
    var applied: [String] = []
    var total = 0
    var partitions = 0
    var setPartitions = false
    var installedPolicy = false

    var sentences: [String] {
        var lines = applied.map { "applied \($0)" }
        lines.append(applied.isEmpty ? "schema: up to date (\(total) steps)" : "schema: \(applied.count) steps applied")
        lines.append("partitions: \(partitions)\(setPartitions ? ", fixed now" : "")")
        if installedPolicy { lines.append("policy: the default policy is version 1") }
        return lines
    }

    var json: JSONValue {
        [
            "applied": .array(applied.map { .string($0) }), "steps": .integer(Int64(total)),
            "partitions": .integer(Int64(partitions)), "installed_policy": .bool(installedPolicy),
        ]
    }
}
