import Contract
import Postgres

/// Topics of which the stage consumes little, read from the log alone.
extension Tenure {
    /// How many events of a partition one read looks at, so that it stays short however far behind the stage is.
    private static var reach: Int64 { 20_000 }
    private static var limit: Int { 200 }

    /// Whether a sparse topic has more than the stage has handled, as far as the last upkeep or a due timer found.
    var sparseIsBehind: Bool {
        let sparse = lane.definition.sparse
        return !sparse.isEmpty && holdings.values.contains { !$0.behind.isDisjoint(with: sparse) }
    }

    /// Reads what the stage consumes of its sparse topics; the rest is passed over without being read.
    func readSparse() async throws -> [Arrival] {
        let sparse = lane.definition.sparse
        let behind = holdings.flatMap { partition, holding in
            holding.behind.intersection(sparse).map {
                TopicPosition(topic: $0, partition: partition, seq: holding.positions[$0, default: 0])
            }
        }
        guard !behind.isEmpty else { return [] }
        // The heads come first: all that lies before them can be seen by what is read after them.
        let rows = try await session.run([
            EventLog.heads(of: Array(sparse), in: behind.map(\.partition)),
            EventLog.read(
                behind,
                // Erasures too, so that what the sparse topics still told of a person is scrubbed again behind it.
                types: Array(lane.definition.consumes.keys) + [Erasure.type],
                reach: Self.reach,
                limit: Self.limit
            ),
        ])
        var heads: [TopicKey: Int64] = [:]
        for row in rows[0] {
            guard let topic = Topic(rawValue: row.text(0)) else { continue }
            heads[TopicKey(topic: topic, partition: Int(row.int(1)))] = row.int(2)
        }
        var arrivals: [Arrival] = []
        var found: [TopicKey: (count: Int, last: Int64)] = [:]
        for row in rows[1] {
            let arrival = arrival(ofLogRow: row)
            if case .topic(let topic, let seq) = arrival.origin {
                let key = TopicKey(topic: topic, partition: arrival.partition)
                found[key] = (found[key, default: (0, 0)].count + 1, seq)
            }
            arrivals.append(arrival)
        }
        for position in behind {
            let key = TopicKey(topic: position.topic, partition: position.partition)
            let (count, last) = found[key] ?? (0, position.seq)
            if count == Self.limit { continue }
            let head = heads[key] ?? position.seq
            let reached = max(min(head, position.seq + Self.reach), last)
            if reached >= head { holdings[key.partition]?.behind.remove(key.topic) }
            if reached > last { arrivals.append(passed(key, upTo: reached)) }
        }
        return arrivals
    }

    /// What says that everything up to there has been looked at.
    private func passed(_ key: TopicKey, upTo seq: Int64) -> Arrival {
        Arrival(
            partition: key.partition,
            origin: .topic(key.topic, seq: seq),
            conversation: "",
            disposition: .pass
        )
    }
}
