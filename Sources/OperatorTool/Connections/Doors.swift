import Contract
import Policy
import Postgres
import Redis

/// The `inbound` streams of every door, and how far ingest is in each.
struct Doors {
    /// One stream.
    struct Stream: Sendable {
        /// The source whose private door it is; nil for the shared one.
        var door: SourceID?
        var partition: Int
        /// The id of the entry that was handled last.
        var position: String
        var oldest: String?
        var newest: String?
        /// How many entries the stream holds; what was handled is taken out of it.
        var length: Int64

        /// The name by which people know the stream.
        var name: String { door.map { "inbound:\($0.rawValue)" } ?? "inbound" }

        /// Whether it holds an entry that has not been handled.
        var waits: Bool {
            guard let newest = newest.flatMap(EntryID.init(_:)) else { return false }
            guard let position = EntryID(position) else { return true }
            return (newest.ms, newest.seq) > (position.ms, position.seq)
        }
    }

    let session: PostgresSession
    let redis: RedisClient
    let keys: Keys

    /// The streams as they are now, by door and partition.
    func read() async throws -> [Stream] {
        let count = try await session.query(
            Statement("SELECT greatest(doors, partitions) FROM pipeline.settings")
        ).first.map { Int($0.int(0)) }
        let policy = try await PolicyVersions(session: session).current()
        let sources = policy.flatMap { try? Document(yaml: $0.yaml) }?.privateDoors ?? []
        let handled = try await session.query(
            Statement("SELECT partition, door, ms, seq FROM pipeline.door_positions")
        )
        var positions: [String: String] = [:]
        for row in handled { positions["\(row.text(1)) \(row.int(0))"] = "\(row.int(2))-\(row.int(3))" }
        var streams: [Stream] = []
        for door in [nil] + sources.map(Optional.some) {
            let names = (0..<(count ?? 0)).map { keys.inbound(door: door, $0) }
            let replies = try await redis.send(
                names.flatMap { name -> [Command] in
                    [
                        ["XLEN", name], ["XRANGE", name, "-", "+", "COUNT", "1"],
                        ["XREVRANGE", name, "+", "-", "COUNT", "1"],
                    ]
                }
            )
            for (partition, name) in names.enumerated() {
                streams.append(
                    Stream(
                        door: door,
                        partition: partition,
                        position: positions["\(door?.rawValue ?? "") \(partition)"] ?? "0-0",
                        oldest: StreamEntry.ofRange(replies[partition * 3 + 1], of: name).first?.id,
                        newest: StreamEntry.ofRange(replies[partition * 3 + 2], of: name).first?.id,
                        length: replies[partition * 3].integer ?? 0
                    )
                )
            }
        }
        return streams
    }
}
