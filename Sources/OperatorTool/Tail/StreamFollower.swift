import Contract
import Redis

/// Follows streams, each from its own position.
struct StreamFollower: Sendable {
    /// How many entries of a stream are read at a time.
    static let batch = 1000
    private(set) var positions: [(stream: String, after: String)]

    /// Follows the streams from after the entries that they hold now, or from their beginning.
    static func follow(
        _ streams: [String],
        fromStart: Bool = false,
        on redis: RedisClient
    ) async throws(RedisError) -> StreamFollower {
        guard !fromStart else { return StreamFollower(positions: streams.map { ($0, "0-0") }) }
        let replies = try await redis.send(streams.map { ["XREVRANGE", $0, "+", "-", "COUNT", "1"] })
        var positions: [(stream: String, after: String)] = []
        for (stream, reply) in zip(streams, replies) {
            if let failure = reply.failure { throw RedisError(.refused(failure), "Redis: \(failure.message)") }
            positions.append((stream, StreamEntry.ofRange(reply, of: stream).first?.id ?? "0-0"))
        }
        return StreamFollower(positions: positions)
    }

    /// The entries that have come since the last read; waits up to `wait` for the first.
    mutating func read(on redis: RedisClient, waiting wait: Duration) async throws(RedisError) -> [StreamEntry] {
        let entries: [StreamEntry]
        if redis.isCluster {
            // A command reaches the keys of one slot only.
            let replies = try await redis.race(positions.map { Self.command([$0], wait) }, waitingUpTo: wait)
            entries = replies.flatMap { $0.map(StreamEntry.ofRead) ?? [] }
        } else {
            entries = StreamEntry.ofRead(try await redis.send(Self.command(positions, wait), waitingUpTo: wait))
        }
        var last: [String: String] = [:]
        for entry in entries { last[entry.stream] = entry.id }
        for index in positions.indices {
            if let id = last[positions[index].stream] { positions[index].after = id }
        }
        return entries
    }

    private static func command(_ positions: [(stream: String, after: String)], _ wait: Duration) -> Command {
        var arguments = ["XREAD", "COUNT", "\(batch)"]
        if wait > .zero { arguments += ["BLOCK", "\(max(1, wait.wholeMicroseconds / 1000))"] }
        return Command(arguments + ["STREAMS"] + positions.map(\.stream) + positions.map(\.after))
    }
}
