import ArgumentParser
import Contract
import Postgres

/// The command `saypro rebuild`.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Have what can be worked out again be worked out again from the log, while everything runs.",
        discussion: """
            The figures are thrown away and folded again by the running metrics-aggregator; until it has caught up \
            (saypro status) they are too small. Issued reports stay. It is refused when the log no longer reaches back \
            to its beginning.

            Example: saypro rebuild metrics
            """
    )
    @Argument(help: "What: metrics.") var what: What
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    /// What can be worked out again.
    enum What: String, CaseIterable, ExpressibleByArgument {
        case metrics
    }

    func run() async throws {
        let events = try await connections.resolved().withDatabase { session in
            try await session.query(Statement("SELECT metrics.rebuild()"))[0].int(0)
        }
        if output.json { return output.console.write(["rebuild": .string(what.rawValue), "events": .integer(events)]) }
        output.console.write("the figures are folded again from \(events) events: saypro status tells how far it is")
    }
}
