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
        var arguments = ["XREAD", "COUNT", "\(Self.batch)"]
        if wait > .zero { arguments += ["BLOCK", "\(max(1, wait.wholeMicroseconds / 1000))"] }
        arguments += ["STREAMS"] + positions.map(\.stream) + positions.map(\.after)
        let entries = StreamEntry.ofRead(try await redis.send(Command(arguments), waitingUpTo: wait))
        var last: [String: String] = [:]
        for entry in entries { last[entry.stream] = entry.id }
        for index in positions.indices {
            if let id = last[positions[index].stream] { positions[index].after = id }
        }
        return entries
    }
}
