import ArgumentParser
import Contract
import Pipeline
import Postgres
import Redis

/// The command `saypro status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how far each stage is, who does the work, what is parked or rejected, and how fast it goes.",
        discussion: """
            LAG is how much a stage has still to do; a stage without a lane has no program running. While Redis cannot be \
            reached, what PostgreSQL knows is shown, and the status is 69.

            Example: saypro status --watch
            """
    )

    @Flag(help: "Show it again and again, until interrupted.") var watch = false
    @Flag(help: "One line for each partition.") var partitions = false
    @Option(help: ArgumentHelp("Measure rates over this long; with --watch, the pause.", valueName: "seconds"))
    var interval: Double = 1
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard (0...3600).contains(interval) else { throw ValidationError("--interval: allowed are 0 to 3600 seconds") }
    }

    func run() async throws {
        let connections = try connections.resolved()
        let trouble = try await connections.withDatabase { session in
            try await connections.withRedis { redis in
                var trouble = await self.trouble(of: redis, connections)
                var before = try await read(session, trouble == nil ? redis : nil, connections.keys)
                repeat {
                    if interval > 0 { try await Task.sleep(for: .seconds(interval)) }
                    if trouble == nil || watch { trouble = await self.trouble(of: redis, connections) }
                    let now = try await read(session, trouble == nil ? redis : nil, connections.keys)
                    show(now, since: before, trouble)
                    before = now
                } while watch && !output.console.isClosed
                return trouble
            }
        }
        if let trouble { throw trouble }
    }

    /// Why Redis does not tell what waits; nil when it does.
    ///
    /// Streams that are not there look like streams in which nothing waits.
    private func trouble(of redis: RedisClient, _ connections: Connections) async -> ToolFailure? {
        var trouble: ToolFailure
        do {
            _ = try await connections.partitioning(redis)
            return nil
        } catch let error as RedisError {
            trouble = ToolFailure(error)
            trouble.message = "Redis at \(connections.redis) does not answer: \(error.message)"
        } catch {
            trouble = error as? ToolFailure ?? .failed("\(error)")
        }
        trouble.message = "what waits in inbound is not known: \(trouble.message)"
        return trouble
    }

    private func read(_ session: PostgresSession, _ redis: RedisClient?, _ keys: Keys) async throws -> StatusReport {
        try await StatusReader(session: session, redis: redis, keys: keys).read()
    }

    private func show(_ report: StatusReport, since before: StatusReport, _ trouble: ToolFailure?) {
        let summary = StatusSummary(report, since: before)
        guard !output.json else { return output.console.write(summary.json) }
        if watch, output.console.hasColour { output.console.write("\u{1B}[2J\u{1B}[H") }
        if watch, let trouble { output.console.report("saypro: \(trouble.message)") }
        for line in (partitions ? summary.partitionTable : summary.stageTable).lines { output.console.write(line) }
        output.console.write("")
        for line in summary.topicTable.lines { output.console.write(line) }
        let counts = report.counts
        output.console.write("\nrejected: \(counts.rejected), in the last hour \(counts.rejectedLastHour)")
        for stage in report.paused.sorted() {
            output.console.write(output.console.paint("\(stage) is paused: saypro resume \(stage)", .yellow))
        }
        for (stage, count) in counts.parked.sorted(by: { $0.key < $1.key }) {
            let sentence = "\(stage) has \(count) parked inputs: saypro parked list --stage \(stage)"
            output.console.write(output.console.paint(sentence, .yellow))
        }
    }
}
