import ArgumentParser
import Contract
import Foundation
import Policy

/// The command `saypro roles sql`.
struct RolesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles",
        abstract: "Print what makes the PostgreSQL logins of the programs.",
        subcommands: [SQL.self]
    )

    /// The command `saypro roles sql`.
    struct SQL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sql",
            abstract: "Print SQL that makes one login for each program.",
            discussion: "Example: saypro roles sql | psql \"$DATABASE_URL\""
        )
        @Option(help: "The name of the database.") var database = "saypro"
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let access = DatabaseAccess(database: database)
            guard output.json else { return output.console.write(access.sql) }
            output.console.write(
                .array(access.logins.map { ["login": .string($0.name), "role": .string($0.role)] })
            )
        }
    }
}

/// The command `saypro acl redis`.
struct ACLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "acl",
        abstract: "Print what makes the Redis users of the programs and publishers.",
        subcommands: [Redis.self]
    )

    /// The forms in which Redis takes users.
    enum Form: String, ExpressibleByArgument, CaseIterable { case commands, aclfile }

    /// The command `saypro acl redis`.
    struct Redis: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "redis",
            abstract: "Print one Redis user for each program, and for each publisher with a private door.",
            discussion: """
                None has a password yet: ACL SETUSER NAME '>the password' gives it one, ACL SAVE or CONFIG REWRITE keeps it.

                Examples:
                  saypro acl redis --policy deploy/policy.yaml | redis-cli
                  saypro acl redis --source partner --form aclfile > users.acl
                """
        )
        @Option(help: ArgumentHelp("A source with a private door; may be repeated.", valueName: "name"))
        var source: [String] = []
        @Option(help: ArgumentHelp("Take the sources with private doors from this policy file.", valueName: "file"))
        var policy: String?
        @Option(help: "commands for redis-cli, or the lines of an aclfile.") var form = Form.commands
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            if let name = source.first(where: { SourceID(rawValue: $0) == nil }) {
                throw ValidationError("--source is '\(name)': a source has 1 to 64 of a-z, 0-9, '.', '_' and '-'")
            }
        }

        func run() async throws {
            var doors = source.compactMap(SourceID.init(_:))
            if let policy { doors += try PolicyFile(path: policy, output: output).document.privateDoors }
            let access = RedisAccess(prefix: try connections.resolved().keys.prefix, privateDoors: doors)
            if output.json {
                output.console.write(
                    .array(
                        access.users.map { user in
                            ["user": .string(user.name), "rules": .array(user.rules.map { .string($0) })]
                        }
                    )
                )
            } else {
                (form == .commands ? access.commands : access.fileLines).forEach { output.console.write($0) }
            }
        }
    }
}
