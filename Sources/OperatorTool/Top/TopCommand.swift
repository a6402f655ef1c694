import ArgumentParser
import Postgres
import Redis

/// The command `saypro top`.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch the stages at work: rates, lag and partitions, in a table that stays on the screen.",
        discussion: """
            RATE is what a stage handled in the last interval. BACKLOG shows the lag of each partition, from partition 0 on: \
            a dot is none, a full block is the most that any has. Ctrl-C ends it. Where the output is no terminal the \
            tables follow each other; with --json each is a line.

            Examples:
              saypro top
              saypro top --interval 5
              saypro top --count 3 --json
            """
    )

    @Option(help: ArgumentHelp("How long a look lasts.", valueName: "seconds")) var interval: Double = 1
    @Option(help: ArgumentHelp("Stop after so many looks.", valueName: "number")) var count: Int?
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard (0.1...3600).contains(interval) else {
            throw ValidationError("--interval: allowed are 0.1 to 3600 seconds")
        }
        guard count ?? 1 > 0 else { throw ValidationError("--count: a number from 1 is allowed") }
    }

    func run() async throws {
        let connections = try connections.resolved()
        try await connections.withDatabase { session in
            try await connections.withRedis { redis in
                var looks = 0
                var before = try await read(session, redis, connections)
                while looks < count ?? .max, !output.console.isClosed {
                    try await Task.sleep(for: .seconds(interval))
                    let now = try await read(session, redis, connections)
                    show(TopView(now, since: before))
                    before = now
                    looks += 1
                }
            }
        }
    }

    /// What both servers say; without Redis what PostgreSQL says.
    private func read(
        _ session: PostgresSession,
        _ redis: RedisClient,
        _ connections: Connections
    ) async throws -> StatusReport {
        let isThere = (try? await redis.send(["PING"])) != nil
        return try await StatusReader(session: session, redis: isThere ? redis : nil, keys: connections.keys).read()
    }

    private func show(_ view: TopView) {
        guard !output.json else { return output.console.write(view.json) }
        if output.console.hasColour {
            output.console.write("\u{1B}[2J\u{1B}[H" + view.heading)
        } else {
            output.console.write(view.heading)
        }
        for line in view.lines { output.console.write(line) }
        for warning in view.warnings { output.console.write(output.console.paint(warning, .yellow)) }
        if !output.console.hasColour { output.console.write("") }
    }
}
