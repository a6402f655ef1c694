import Contract
import Postgres

/// Timers, which never overtake events: one due at T waits until everything is handled that was known at T.
extension Tenure {
    private static var limit: Int { 500 }

    var isTimerDue: Bool { nextTimer.map { $0 <= serverClock.now } ?? false }

    /// The timers whose time has come and whose partitions have handled all that was known by then.
    func readTimers() async throws -> [Arrival] {
        guard isTimerDue else { return [] }
        try await raiseBarriers()
        let reached = holdings.compactMap { partition, holding in
            holding.hasReachedBarrier ? holding.barrier.map { (partition: partition, asOf: $0.asOf) } : nil
        }
        var arrivals: [Arrival] = []
        if !reached.isEmpty {
            let rows = try await session.query(timers.due(reached, limit: Self.limit))
            arrivals = rows.map { arrival(ofTimerRow: $0) }
            if arrivals.count < Self.limit {
                for (partition, _) in reached { holdings[partition]?.barrier = nil }
            } else {
                moreWaits = true
            }
        }
        if arrivals.isEmpty, holdings.values.allSatisfy({ $0.barrier == nil }) { try await findNextTimer() }
        return arrivals
    }

    /// Looks up when the earliest timer is due.
    func findNextTimer() async throws {
        let rows = try await session.query(timers.earliest(in: Array(holdings.keys)))
        nextTimer = rows.first?.timestampOrNull(0).map(Instant.init(microseconds:))
    }

    /// Notes what is known now, for partitions that wait for nothing yet.
    private func raiseBarriers() async throws {
        let waiting = holdings.filter { $0.value.barrier == nil }.map(\.key)
        if !waiting.isEmpty {
            let rows = try await session.run([
                Statement("SELECT clock_timestamp()"), EventLog.heads(of: lane.definition.topics, in: waiting),
            ])
            guard let asOf = rows[0].first.map({ Instant(microseconds: $0.timestamp(0)) }) else { return }
            var heads: [Int: [Topic: Int64]] = [:]
            for row in rows[1] {
                guard let topic = Topic(rawValue: row.text(0)) else { continue }
                heads[Int(row.int(1)), default: [:]][topic] = row.int(2)
            }
            for partition in waiting {
                holdings[partition]?.barrier = Holding.Barrier(asOf: asOf, heads: heads[partition] ?? [:])
            }
        }
        // What a barrier waits for is in the log; the stream may lack it.
        for (partition, holding) in holdings {
            guard let barrier = holding.barrier else { continue }
            for (topic, head) in barrier.heads where holding.positions[topic, default: 0] < head {
                holdings[partition]?.behind.insert(topic)
            }
        }
    }
}
