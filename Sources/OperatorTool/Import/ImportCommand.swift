import ArgumentParser
import Contract
import Foundation
import Postgres
import Redis

/// The command `saypro import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Publish the rows of a CSV or JSON Lines file, and wait until each has its receipt.",
        discussion: """
            The columns, or names, are the fields of the entries, as for `saypro publish`: `type` (else --type), `id` (else \
            made from the file and the row), `source` (else --source), `conversation`, `time` (RFC 3339), and those of \
            the type: for message.post `role` (user, admin or bot) with `user`, `admin` or `bot`, `text`, and if you like \
            `channel`, `language`, `category`, `tier`. Empty cells are left out.

            Rows that are refused \
            go to FILE.rejected with the reason and all their fields, those of --set too: mend them there and import \
            that file as it is. A row that could not be read stands whole in rejected_line: put its values into their \
            columns and empty that one. An import that was interrupted \
            goes on where it was when the same command is given again, and repeating one has no second effect. The \
            source 'import' may carry rows with a 'time' in the past: that is how history is brought in.

            Examples:
              saypro import messages.csv
              saypro import texts.csv --set conversation=u-{row} --set user=u-{row} --set role=user
            """
    )

    @Argument(help: "The file, .csv with the columns' names in its first line, or .jsonl.") var file: String
    @Option(help: "The source of rows that name none.") var source = "import"
    @Option(help: "The type of rows that name none.") var type = "message.post"
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "A field for rows that have none of it; {row} is the row's number.",
            valueName: "field=value"
        )
    ) var additions: [String] = []
    @Option(help: ArgumentHelp("How many rows may be on their way.", valueName: "rows")) var window = 4096
    @Option(help: ArgumentHelp("Give up after this long without a receipt.", valueName: "seconds")) var timeout = 60
    @Flag(help: "Start at the first row, whatever an earlier run has noted.") var fromStart = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard ImportFormat(path: file) != nil else {
            throw ValidationError("'\(file)': the name must end in .csv or .jsonl")
        }
        guard (1...100_000).contains(window) else { throw ValidationError("--window: allowed are 1 to 100000 rows") }
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout: allowed are 1 to 86400 seconds") }
        if let addition = additions.first(where: { !$0.dropFirst().contains("=") }) {
            throw ValidationError("--set '\(addition)': write field=value")
        }
    }

    func run() async throws {
        let connections = try connections.resolved()
        let digest = try SHA256Text.ofFile(file)
        let stateFile = ImportStateFile(
            input: file,
            digest: digest,
            target: "\(connections.redis) \(connections.keys.prefix)",
            environment: Surroundings.current.environment
        )
        var plan = ImportPlan(digest: digest)
        plan.type = type
        plan.source = source
        plan.additions = additions.map { addition in
            let name = addition.prefix { $0 != "=" }
            return .init(String(name), String(addition.dropFirst(name.count + 1)))
        }
        var files = try openFiles(stateFile, names: plan.names)
        try answer(try await publish(&files, as: plan, connections))
    }

    private func publish(
        _ files: inout Importer.Files,
        as plan: ImportPlan,
        _ connections: Connections
    ) async throws -> ImportCounts {
        var progress = ProgressReport(console: output.console)
        return try await connections.withRedis { redis in
            let importer = Importer(
                redis: redis,
                keys: connections.keys,
                partitioning: try await connections.partitioning(redis),
                plan: plan,
                timeout: .seconds(timeout),
                mostRows: window
            )
            // Before the first entry: who stops the command leaves no other row.
            await connections.audit(plan.beginning(after: files.state.position.row), on: output.console)
            defer { progress.finish() }
            do {
                let counts = try await importer.run(&files, progress: &progress)
                await connections.audit(plan.end(files), on: output.console)
                return counts
            } catch {
                await connections.audit(plan.end(files), on: output.console)
                throw error
            }
        }
    }

    private func openFiles(_ stateFile: ImportStateFile, names: [String]) throws(ToolFailure) -> Importer.Files {
        let state = fromStart ? ImportState() : stateFile.load() ?? ImportState()
        if state.counts.total > 0 {
            output.console.report("going on after row \(state.position.row), as noted in \(stateFile.path)")
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: file)
        let reader: any RowReader
        var columns: [String]?
        if ImportFormat(path: file) == .csv {
            let csv = try CSVReader(path: file, from: state.position)
            columns = RejectedRowsFile.columns(csv.columns, with: names)
            reader = csv
        } else {
            reader = try JSONLinesReader(path: file, from: state.position)
        }
        return Importer.Files(
            size: (attributes?[.size] as? UInt64) ?? 0,
            reader: reader,
            rejected: try RejectedRowsFile(input: file, columns: columns, length: state.rejectedLength),
            stateFile: stateFile,
            state: state
        )
    }

    private func answer(_ counts: ImportCounts) throws {
        if output.json {
            output.console.write([
                "rows": .integer(Int64(counts.total)), "accepted": .integer(Int64(counts.accepted)),
                "duplicate": .integer(Int64(counts.duplicate)), "rejected": .integer(Int64(counts.rejected)),
                "rejected_file": counts.rejected > 0 ? .string(file + ".rejected") : .null,
            ])
        } else {
            output.console.write(
                "\(counts.total) rows: \(counts.accepted) accepted, \(counts.duplicate) duplicate, "
                    + "\(counts.rejected) rejected"
            )
        }
        if counts.rejected > 0 {
            throw ToolFailure.failed("see \(file).rejected: mend the rows there, then saypro import \(file).rejected")
        }
    }
}

extension ImportPlan {
    /// The row of the audit that says that an import begins, or goes on, behind so many rows.
    fileprivate func beginning(after row: Int) -> Statement {
        Audit.row(
            action: "import.begin",
            subject: Audit.names(of: [SourceID(rawValue: source)]),
            detail: ["file": .string(idPrefix), "after_row": .integer(Int64(row))]
        )
    }

    /// The row that says what the run has published, whether or not it came to the end.
    fileprivate func end(_ files: Importer.Files) -> Statement {
        Audit.row(
            action: "import.end",
            subject: Audit.names(of: files.sources),
            detail: ["file": .string(idPrefix), "entries": .integer(Int64(files.sent))]
        )
    }
}
