import ArgumentParser
import Contract
import Pipeline
import Postgres

/// The command `saypro parked list|show|retry|discard`.
struct ParkedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parked",
        abstract: "Look at inputs that a stage could not handle, try them again or throw them away.",
        discussion: "A conversation is parked as a whole, so that its order stays; everything else goes on.",
        subcommands: [List.self, Show.self, Retry.self, Discard.self]
    )

    /// The command `saypro parked list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the parked inputs, oldest first.",
            discussion: "Example: saypro parked list --stage router"
        )
        @Option(help: "Only this stage's.") var stage: StageArgument?
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
        }

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { session in
                try await ParkedWork(session: session).rows(stage: stage?.name.rawValue, limit: limit)
            }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            guard !rows.isEmpty else {
                return output.console.write(stage.map { "\($0.name) has nothing parked" } ?? "nothing is parked")
            }
            var table = TextTable("STAGE", "CONVERSATION", "INPUT", "CODE", "ERROR", "ATTEMPTS>", "AT", "STATE")
            for row in rows {
                let input = row.topic.map { "\($0)/\(row.partition)/\(row.seq ?? 0)" } ?? row.kind
                table.add([
                    row.stage, row.conversation, input, row.code, row.error, "\(row.attempts)", row.at.description,
                    row.state,
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }

    /// The command `saypro parked show STAGE CONVERSATION`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything that is parked for a conversation.",
            discussion: "Example: saypro parked show router u-42"
        )
        @Argument(help: StageArgument.help) var stage: StageArgument
        @Argument(help: "The conversation.") var conversation: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { session in
                let work = ParkedWork(session: session)
                return try await work.rows(stage: stage.name.rawValue, conversation: conversation, limit: 1000)
            }
            guard !rows.isEmpty else { throw nothingParked(stage, conversation) }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            for row in rows {
                let place = row.topic.map { " \($0)/\(row.partition)/\(row.seq ?? 0)" } ?? ""
                output.console.write("\(row.id)  \(row.kind)\(place)  \(row.code): \(row.error)")
                output.console.write("    \(row.payload)")
            }
        }
    }

    /// The command `saypro parked retry STAGE CONVERSATION`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a conversation's parked inputs tried again, in their order.",
            discussion: "Example: saypro parked retry router u-42"
        )
        @Argument(help: StageArgument.help) var stage: StageArgument
        @Argument(help: "The conversation.") var conversation: String?
        @Flag(help: "Every conversation that is parked for the stage.") var all = false
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard all != (conversation != nil) else { throw ValidationError("name a conversation, or give --all") }
        }

        func run() async throws {
            let count = try await connections.resolved().withDatabase { session in
                try await ParkedWork(session: session).retry(stage: stage.name.rawValue, conversation: conversation)
            }
            if count == 0, let conversation { throw nothingParked(stage, conversation) }
            if output.json { return output.console.write(["retried": .integer(Int64(count))]) }
            output.console.write("\(count) inputs will be tried again within seconds: saypro parked list")
        }
    }

    /// The command `saypro parked discard STAGE CONVERSATION`.
    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Throw away the input that a conversation is parked for, and have the rest tried again.",
            discussion: """
                What is thrown away has no effect in this stage, ever; it is kept in pipeline.discarded.

                Example: saypro parked discard router u-42
                """
        )
        @Argument(help: StageArgument.help) var stage: StageArgument
        @Argument(help: "The conversation.") var conversation: String
        @Flag(help: "Throw away all of the conversation's parked inputs.") var all = false
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let (discarded, retried) = try await connections.resolved().withDatabase { session in
                let work = ParkedWork(session: session)
                return try await work.discard(stage: stage.name.rawValue, conversation: conversation, all: all)
            }
            guard discarded > 0 else { throw nothingParked(stage, conversation) }
            if output.json {
                return output.console.write([
                    "discarded": .integer(Int64(discarded)), "retried": .integer(Int64(retried)),
                ])
            }
            output.console.write("\(discarded) thrown away, \(retried) will be tried again within seconds")
        }
    }

    private static func nothingParked(_ stage: StageArgument, _ conversation: String) -> ToolFailure {
        .failed("\(stage.name) has nothing parked for '\(conversation)': saypro parked list --stage \(stage.name)")
    }
}
