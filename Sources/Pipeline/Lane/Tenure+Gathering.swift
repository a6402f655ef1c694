import Contract
import Logging
import Postgres
import Redis

/// Finding the next batch: from streams, from the log where a stream lacks what the log has, from mail, and from timers.
extension Tenure {
    private static var fetchLimit: Int { 200 }

    /// Waits for a batch, at most until the next upkeep or timer.
    func gather(_ ahead: StreamReader.Found?) async throws -> [Arrival] {
        var arrivals = try await readLog()
        // What the log gave may be in the streams too, and in what was read ahead of them.
        if arrivals.isEmpty {
            let mayWait = ahead == nil && !mailMayWait && !isTimerDue && !sparseIsBehind
            arrivals = try await readStreams(ahead, mayWait: mayWait)
        }
        if sparseIsBehind { arrivals += try await readSparse() }
        if mailMayWait { arrivals += try await readMail() }
        if isTimerDue { arrivals += try await readTimers() }
        return arrivals
    }

    /// What to read after a batch that is still to be committed.
    func wanted(after arrivals: [Arrival] = []) -> StreamReader.Wanted {
        var wanted = StreamReader.Wanted(poke: poke, count: readCount)
        let reached = Progress(arrivals)
        let topics = lane.definition.topics.filter { !lane.definition.sparse.contains($0) }
        for (partition, holding) in holdings {
            for topic in topics where !holding.behind.contains(topic) {
                let key = TopicKey(topic: topic, partition: partition)
                let seq = reached.topics[key] ?? holding.positions[topic, default: 0]
                wanted.topics.append(TopicPosition(topic: topic, partition: partition, seq: seq))
            }
        }
        for (door, state) in doors { wanted.doors.append((door, reached.doors[door] ?? state.cursor)) }
        return wanted
    }

    private func readStreams(_ ahead: StreamReader.Found?, mayWait: Bool) async throws -> [Arrival] {
        let found: StreamReader.Found
        if let ahead {
            found = ahead
        } else {
            do {
                found = try await reader.read(wanted(), block: mayWait ? timeToWait : nil)
            } catch {
                lane.health.readRedis(error.message, of: lane.number)
                lane.logger.debug("Redis could not be read", metadata: ["error": "\(error)"])
                if mayWait { await lane.rest(for: min(timeToWait, .milliseconds(200))) }
                return []
            }
        }
        lane.health.readRedis(nil, of: lane.number)
        guard !beginsAgain(found) else { return [] }
        adapt(to: found)
        moreWaits = found.isCutShort
        if let last = found.poke {
            poke = last
            mailMayWait = true
        }
        return accept(found)
    }

    private var timeToWait: Duration {
        var time = nextTick - ContinuousClock.now
        if let nextTimer { time = min(time, nextTimer - serverClock.now) }
        return max(.milliseconds(1), time)
    }

    /// Takes what follows a position without a gap; anything else is the log's to tell.
    private func accept(_ found: StreamReader.Found) -> [Arrival] {
        var arrivals: [Arrival] = []
        arrivals.reserveCapacity(found.count)
        var expected: [TopicKey: Int64] = [:]
        for (key, seq, event) in found.events {
            guard let holding = holdings[key.partition], !holding.behind.contains(key.topic) else { continue }
            let next = expected[key] ?? holding.positions[key.topic, default: 0] + 1
            guard seq == next else {
                if seq > next { holdings[key.partition]?.behind.insert(key.topic) }
                continue
            }
            expected[key] = next + 1
            holdings[key.partition]?.heard.insert(key.topic)
            let isNews = !holding.hasHandled(seq, of: key.topic)
            arrivals.append(event.flatMap { isNews ? arrival(of: $0) : nil } ?? passed(key, seq))
        }
        for key in found.unreadable { holdings[key.partition]?.behind.insert(key.topic) }
        for (door, entry) in found.entries {
            guard let state = doors[door], entry.id > state.cursor else { continue }
            doors[door]?.cursor = entry.id
            doors[door]?.readSinceCount += 1
            arrivals.append(arrival(of: entry, at: door, isReread: entry.id <= state.handled))
        }
        return arrivals
    }

    /// Reads on from the log where a stream lacks what it should have.
    private func readLog() async throws -> [Arrival] {
        let behind = holdings.flatMap { partition, holding in
            holding.behind.subtracting(lane.definition.sparse).map {
                TopicPosition(topic: $0, partition: partition, seq: holding.positions[$0, default: 0])
            }
        }
        moreWaits = !behind.isEmpty
        guard moreWaits else { return [] }
        let limit = max(20, min(Self.fetchLimit, lane.batchLimit / behind.count))
        let rows = try await session.query(EventLog.read(behind, limit: limit))
        var arrivals: [Arrival] = []
        var counts: [TopicKey: Int] = [:]
        for row in rows {
            let arrival = arrival(ofLogRow: row)
            if case .topic(let topic, _) = arrival.origin {
                counts[TopicKey(topic: topic, partition: arrival.partition), default: 0] += 1
            }
            arrivals.append(arrival)
        }
        for position in behind {
            let key = TopicKey(topic: position.topic, partition: position.partition)
            if counts[key, default: 0] < limit { holdings[key.partition]?.behind.remove(key.topic) }
        }
        lane.metrics.readLog(arrivals.count)
        return arrivals
    }

    private func readMail() async throws -> [Arrival] {
        let rows = try await session.query(mail.waiting(in: Array(holdings.keys), limit: Self.fetchLimit))
        mailMayWait = rows.count == Self.fetchLimit
        moreWaits = moreWaits || mailMayWait
        return rows.map { arrival(ofMailRow: $0) }
    }

    /// Keeps a batch near the limits: entries can be a hundred bytes or sixty thousand.
    private func adapt(to found: StreamReader.Found) {
        let streams = max(1, holdings.count * max(1, lane.definition.topics.count) + doors.count)
        let fair = max(1, lane.batchLimit / streams)
        // Of many streams only a few may be busy.
        let most = max(fair, lane.batchLimit / 16)
        guard found.bytes > lane.settings.batchBytes else {
            readCount = min(most, max(1, readCount * 2))
            return
        }
        readCount = max(1, readCount / 2)
    }

    /// Whether the entries came by a new connection to Redis, after which every door is read from its beginning.
    ///
    /// The streams may be others by now, and what was handled has been trimmed or is recognised. What the new connection
    /// gave first is read again with the rest.
    private func beginsAgain(_ found: StreamReader.Found) -> Bool {
        guard !doors.isEmpty, found.connection != doorConnection else { return false }
        doorConnection = found.connection
        for door in doors.keys {
            doors[door]?.cursor = .zero
            doors[door]?.addedAtCount = nil
        }
        return true
    }
}
