import ArgumentParser
import Contract
import Redis

/// The command `saypro tail`.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follow a topic, the in-app stream or the receipts, in all partitions, until interrupted.",
        discussion: """
            Topics: commands (what was accepted), cases (what happened to cases and messages), clocks (what became of \
            promises), surveys (who was asked and what they said; the token is shown to nobody else), notifications (who \
            was told); and the streams inbox (what the application shows) and receipts (what publishers are told).

            Example: saypro tail cases --from-start
            """
    )

    @Argument(help: "The topic or stream.") var topic: String
    @Flag(help: "Begin with the oldest entries that Redis still holds.") var fromStart = false
    @Option(help: ArgumentHelp("Only this partition.", valueName: "number")) var partition: Int?
    @Option(help: ArgumentHelp("With receipts: those of this source's private door.", valueName: "source"))
    var door: String?
    @Option(help: ArgumentHelp("Stop after this many entries.", valueName: "number")) var count: Int?
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    static let streams = Topic.allCases.map(\.rawValue) + ["inbox", "receipts"]

    func validate() throws {
        guard Self.streams.contains(topic) else {
            throw ValidationError("'\(topic)' is no topic: \(Self.streams.joined(separator: ", "))")
        }
        if let door, SourceID(rawValue: door) == nil {
            throw ValidationError("--door is '\(door)': a source has 1 to 64 of a-z, 0-9, '.', '_' and '-'")
        }
    }

    func run() async throws {
        let connections = try connections.resolved()
        try await connections.withRedis { redis in
            let partitioning = try await connections.partitioning(redis)
            if let partition, !(0..<partitioning.count).contains(partition) {
                throw ToolFailure.usage("--partition is '\(partition)': there are 0 to \(partitioning.count - 1)")
            }
            let partitions = partition.map { [$0] } ?? Array(0..<partitioning.count)
            let streams = partitions.map { connections.keys.stream(topic, $0) }
            let receipts = partitions.map { connections.keys.receipts(door: door.flatMap(SourceID.init(_:)), $0) }
            var follower = try await StreamFollower.follow(
                topic == "receipts" ? receipts : streams,
                fromStart: fromStart,
                on: redis
            )
            try await follow(&follower, on: redis)
        }
    }

    /// Prints what comes; a connection that is lost is made again, and nothing is printed twice.
    private func follow(_ follower: inout StreamFollower, on redis: RedisClient) async throws {
        var left = count ?? .max
        while left > 0, !output.console.isClosed {
            do {
                for entry in try await follower.read(on: redis, waiting: .seconds(1)).prefix(left) {
                    show(entry)
                    left -= 1
                }
            } catch {
                guard error.kind == .unreachable || error.kind == .connectionLost else { throw error }
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func show(_ entry: StreamEntry) {
        let fields = entry.fields
        guard !output.json else {
            let members = fields.map { JSONValue.Member(name: $0.name, value: .string($0.value)) }
            return output.console.write([
                "stream": .string(entry.stream), "id": .string(entry.id), "fields": .object(members),
            ])
        }
        let partition = entry.stream.split(separator: ":").last.map(String.init) ?? ""
        let id = entry.id.hasSuffix("-0") ? String(entry.id.dropLast(2)) : entry.id
        let place = output.console.paint("\(partition) \(id)", .grey)
        let type = entry.value("type")
        let rest = fields.filter { !["type", "v", "event", "traceparent"].contains($0.name) && !$0.value.isEmpty }
        let parts = rest.map { "\($0.name)=\(Self.shown($0.value))" }.joined(separator: " ")
        output.console.write(
            type.isEmpty ? "\(place) \(parts)" : "\(place) \(output.console.paint(type, .bold)) \(parts)"
        )
    }

    /// A value on one line, in quotes when it has spaces, cut when it is long.
    private static func shown(_ value: String) -> String {
        let line = String(value.prefix(120).map { $0.isNewline || $0 == "\t" ? " " : $0 })
        let cut = value.count > 120 ? line + "…" : line
        return cut.contains(" ") || cut.contains("\"") ? "\"\(cut)\"" : cut
    }
}
