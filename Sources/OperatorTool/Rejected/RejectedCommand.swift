import ArgumentParser
import Contract
import Postgres
import Redis

/// The command `saypro rejected list|show|resubmit`.
struct RejectedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejected",
        abstract: "Look at entries that ingest refused, or publish them again.",
        subcommands: [List.self, Show.self, Resubmit.self]
    )

    /// Which entries a command is about.
    struct Choice: ParsableArguments {
        @Option(help: "Only this source's.") var source: String?
        @Option(
            help: ArgumentHelp("Only those refused with this code, such as unauthorized_source.", valueName: "code")
        )
        var code: String?

        /// The options as they were given.
        var words: String {
            [source.map { "--source \($0)" }, code.map { "--code \($0)" }].compactMap(\.self).joined(separator: " ")
        }

        /// The choice, narrowed to an entry when one is named.
        func selection(entry: String? = nil) -> RejectedEntries.Selection {
            .init(entry: entry, source: source, code: code)
        }
    }

    /// The command `saypro rejected list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List refused entries, newest first.",
            discussion: "Example: saypro rejected list --code unauthorized_source"
        )
        @OptionGroup var choice: Choice
        @Option(help: "At most so many.") var limit = 100
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
        }

        func run() async throws {
            var selection = choice.selection()
            selection.limit = limit
            let rows = try await connections.resolved().withDatabase { [selection] session in
                try await RejectedEntries(session: session).rows(selection)
            }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            guard !rows.isEmpty else {
                let words = choice.words
                return output.console.write(
                    words.isEmpty ? "nothing was rejected" : "nothing rejected matches \(words)"
                )
            }
            var table = TextTable("AT", "ENTRY", "STREAM", "SOURCE", "ID", "CODE", "FIELD", "DETAIL")
            for row in rows {
                table.add([
                    row.at.description, row.entry, row.stream, row.source ?? "", row.id ?? "", row.code, row.field,
                    row.detail,
                ])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }

    /// The command `saypro rejected show ENTRY`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a refused entry as it was received, with the reason.",
            discussion: "Example: saypro rejected show 1764000000000-0"
        )
        @Argument(help: "The entry's id in its stream, as the list shows it.") var entry: String
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { session in
                try await RejectedEntries(session: session).rows(.init(entry: entry))
            }
            guard !rows.isEmpty else {
                throw ToolFailure.failed("no entry \(entry) was rejected: saypro rejected list shows those that were")
            }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            for row in rows {
                let field = row.field.isEmpty ? "" : " (\(row.field))"
                output.console.write("\(row.stream) \(row.entry)  \(row.at)")
                output.console.write("  \(row.code)\(field): \(row.detail)")
                for field in row.fields ?? [] {
                    let name = String(decoding: field.name, as: UTF8.self)
                    output.console.write("  \(name) = \(String(decoding: field.value, as: UTF8.self))")
                }
                if row.fields == nil { output.console.write("  \(row.raw)") }
            }
        }
    }

    /// The command `saypro rejected resubmit`.
    struct Resubmit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish refused entries again, as they were, under the same id.",
            discussion: """
                For when the reason is gone: the policy allows the source now, the key file is there. The entries go \
                oldest first, so that each conversation keeps its order, and those that were published again before are \
                left out: what was refused once more is in the list anew.

                Examples:
                  saypro rejected resubmit 1764000000000-0
                  saypro rejected resubmit --source partner --code bad_signature
                """
        )
        @Argument(help: "The entry's id in its stream, as the list shows it.") var entry: String?
        @OptionGroup var choice: Choice
        @Option(help: "At most so many; the same command then goes on.") var limit: Int?
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard limit ?? 1 > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
            guard !choice.selection(entry: entry).isOpen else {
                throw ValidationError("say which: an entry, --source or --code")
            }
        }

        func run() async throws {
            let connections = try connections.resolved()
            let outcome = try await connections.withDatabase { session in
                try await connections.withRedis { redis in
                    try await RejectedEntries(session: session).resubmit(
                        choice.selection(entry: entry),
                        upTo: limit,
                        keys: connections.keys,
                        on: redis
                    )
                }
            }
            guard !outcome.isEmpty else {
                let which = entry.map { "entry \($0) \(choice.words)" } ?? choice.words + " and was not published again"
                throw ToolFailure.failed("nothing rejected matches \(which): saypro rejected list shows what was")
            }
            if output.json {
                output.console.write([
                    "resubmitted": .integer(Int64(outcome.published)), "left": .integer(Int64(outcome.left)),
                    "cut": .array(outcome.cut.map { .string($0) }),
                ])
            } else if outcome.published > 0 {
                let left = outcome.left > 0 ? ", \(outcome.left) left" : ""
                output.console.write(
                    "\(outcome.published) published again\(left): saypro tail receipts shows what becomes of them"
                )
            }
            guard outcome.cut.isEmpty else {
                let more = outcome.cut.count > 5 ? " and \(outcome.cut.count - 5) more" : ""
                throw ToolFailure.failed(
                    "only its publisher can send again what is not kept whole, as it was too large or somebody in it was "
                        + "erased: \(outcome.cut.prefix(5).joined(separator: ", "))\(more)"
                )
            }
        }
    }
}
