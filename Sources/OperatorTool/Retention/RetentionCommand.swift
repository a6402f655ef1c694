import ArgumentParser
import Contract
import Policy
import Postgres

/// The command `saypro retention run|status`.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Let go what the policy's section retention does not keep.",
        subcommands: [Run.self, Status.self]
    )

    /// The command `saypro retention run`.
    struct Run: AsyncParsableCommand, OwnersCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove what is too old, a small batch at a time, beside the running programs.",
            discussion: """
                Needs the login that migrates, since no program may do it. Every night is often enough; it may be \
                interrupted at any time, and goes on where it was.

                Example: saypro retention run
                """
        )
        @Option(help: ArgumentHelp("Stop after so long, and go on next time.", valueName: "seconds")) var seconds = 3600
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let runs = try await connections.resolved().withDatabase { session in
                let version = try await PolicyVersions(session: session).current()
                guard let version, let document = try? Document(yaml: version.yaml, files: version.files) else {
                    throw ToolFailure.failed("there is no policy that can be read: saypro policy check")
                }
                let work = RetentionWork(session: session, periods: document.retention.periods)
                return try await work.run(until: .now + .seconds(seconds))
            }
            if output.json { return output.console.write(.array(runs.map(\.json))) }
            var table = TextTable("MATTER", "WHAT", "KEPT SINCE", "REMOVED>", "STATE")
            for run in runs {
                table.add([
                    run.matter, run.what, run.keptSince.description, "\(run.removed)", run.state,
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }

    /// The command `saypro retention status`.
    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell up to when each matter has been let go, and when that was done.",
            discussion: "Example: saypro retention status"
        )
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { session in
                try await session.query(
                    Statement("SELECT matter, kept_since, removed, ran_at FROM pipeline.retention ORDER BY matter")
                )
            }
            func instant(_ row: Row, _ column: Int) -> String {
                Instant(microseconds: row.timestamp(column)).description
            }
            if output.json {
                return output.console.write(
                    .array(
                        rows.map { row in
                            [
                                "matter": .string(row.text(0)), "kept_since": .string(instant(row, 1)),
                                "removed": .integer(row.int(2)), "ran_at": .string(instant(row, 3)),
                            ]
                        }
                    )
                )
            }
            guard !rows.isEmpty else { return output.console.write("nothing was let go yet: saypro retention run") }
            var table = TextTable("MATTER", "KEPT SINCE", "REMOVED IN ALL>", "RAN AT")
            for row in rows { table.add([row.text(0), instant(row, 1), "\(row.int(2))", instant(row, 3)]) }
            table.lines.forEach { output.console.write($0) }
        }
    }
}
