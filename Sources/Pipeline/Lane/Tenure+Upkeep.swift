import Contract
import Logging
import Postgres

/// What a lane does once a second between batches, and half as often while none come: sharing partitions, noticing
/// silence, repairing streams.
extension Tenure {
    /// A part of the upkeep.
    enum Duty: CaseIterable {
        case sharing, policy, streams, doors
    }

    /// Does the next part of the upkeep, or all that is left of it when no batch has come to wait for it.
    ///
    /// However long batches take, sharing is not put off: a lane that was killed has others wait for its partitions.
    func tick() async throws {
        if !duties.isEmpty, ContinuousClock.now >= nextSharing { try await perform(.sharing) }
        if duties.isEmpty {
            duties = Duty.allCases
            lastTick = .now
        }
        repeat { try await perform(duties.removeFirst()) } while !duties.isEmpty && !isBusy
        isBusy = false
        if duties.isEmpty { nextTick = lastTick + rhythm }
    }

    private var rhythm: Duration { lane.settings.rhythm(after: .now - lastBatch) }

    private func perform(_ duty: Duty) async throws {
        switch duty {
        case .sharing:
            nextSharing = .now + rhythm
            try await survey()
        case .policy: try await lane.stage.refresh(on: session)
        case .streams:
            try await repairStreams()
            await mirrorPositions()
        case .doors:
            try await tendDoors()
            try await findOldestUnread()
            report()
        }
    }

    private func survey() async throws {
        let owned = Array(holdings.keys)
        let rows = try await session.run([
            ownership.survey(),
            Statement("SELECT paused FROM pipeline.controls WHERE stage = $1", .text(lane.definition.name.rawValue)),
            EventLog.heads(of: lane.definition.topics, in: owned),
            parking.conversations(in: owned),
            Self.endStuckSessions,
            ServerClock.read,
        ])
        serverClock = ServerClock(rows[5]) ?? serverClock
        isPaused = rows[1].first?.bool(0) ?? false
        noticeSilence(rows[2])
        if !isPaused { try await updateParked(rows[3]) }
        try await share(Ownership.read(rows[0]))
        // Mail may have come without a poke while Redis was away.
        mailMayWait = true
    }

    /// Gives partitions back above a fair share, and takes free ones up below it.
    private func share(_ sharing: Sharing) async throws {
        let fair = sharing.fairShare(of: partitioning.count)
        if holdings.count > fair {
            let surplus = Array(holdings.keys.sorted().suffix(holdings.count - fair))
            for partition in surplus { drop(partition) }
            await lane.publisher.forget(surplus)
            _ = try await session.query(ownership.release(surplus))
        } else if holdings.count < fair {
            let free = (0..<partitioning.count).filter { !sharing.owned.contains($0) }
            guard !free.isEmpty else { return }
            // Chosen at random, so that lanes that start together do not all try the same ones.
            let wanted = Array(free.shuffled().prefix(fair - holdings.count))
            let claimed = try await session.query(ownership.claim(wanted)).map { Int($0.int(0)) }
            try await takeUp(claimed)
        }
    }

    /// Begins to own partitions, from where the database says that their last owner left them.
    private func takeUp(_ partitions: [Int]) async throws {
        guard !partitions.isEmpty else { return }
        let definition = lane.definition
        var opening: [Statement] = []
        if !definition.topics.isEmpty { opening.append(positions.open(definition.topics, in: partitions)) }
        if let topic = definition.writes { opening.append(EventLog.openHeads(of: topic, in: partitions)) }
        let known = definition.consumes.flatMap { type, versions in versions.map { (type: type, version: $0) } }
        opening.append(parking.release(knowing: known, in: partitions))
        _ = try await session.run(opening)

        var loading = [
            positions.load(in: partitions),
            EventLog.heads(of: definition.writes.map { [$0] } ?? [], in: partitions),
            parking.conversations(in: partitions),
            HandledBefore.load(by: definition.name, in: partitions),
        ]
        // Only a stage that reads doors has the right to their positions.
        if definition.reads == .doors { loading.append(DoorPositions.load(in: streams(of: partitions))) }
        let rows = try await session.run(loading)
        for partition in partitions { holdings[partition] = Holding() }
        for row in rows[0] {
            guard let topic = Topic(rawValue: row.text(0)) else { continue }
            holdings[Int(row.int(1))]?.positions[topic] = row.int(2)
        }
        for row in rows[1] { holdings[Int(row.int(1))]?.head = row.int(2) }
        for row in rows[2] { holdings[Int(row.int(0))]?.parked.insert(row.text(1)) }
        for row in rows[3] {
            guard let topic = Topic(rawValue: row.text(1)) else { continue }
            holdings[Int(row.int(0))]?.handledBefore[topic, default: []].append(row.int(2)...row.int(3))
        }
        for row in rows.dropFirst(4).joined() {
            let door = Door(source: SourceID(rawValue: row.text(1)), partition: Int(row.int(0)))
            let handled = EntryID(ms: UInt64(clamping: row.int(2)), seq: UInt64(clamping: row.int(3)))
            doors[door] = DoorState(handled: handled)
        }
        try await findNextTimer()
        lane.logger.info(
            "The lane took up partitions",
            metadata: ["partitions": "\(partitions.sorted())", "owned": "\(holdings.count)"]
        )
    }

    private func drop(_ partition: Int) {
        holdings[partition] = nil
        doors = doors.filter { owner(of: $0.key) != partition }
        mirrored = mirrored.filter { $0.key.partition != partition }
    }

    /// A stream that gave nothing since the last upkeep although the log has more is read from the log.
    private func noticeSilence(_ heads: Rows) {
        var lag: Int64 = 0
        for row in heads {
            guard let topic = Topic(rawValue: row.text(0)), let holding = holdings[Int(row.int(1))] else { continue }
            let missing = row.int(2) - holding.positions[topic, default: 0]
            lag += max(0, missing)
            if missing > 0, !holding.heard.contains(topic) { holdings[Int(row.int(1))]?.behind.insert(topic) }
        }
        for partition in holdings.keys { holdings[partition]?.heard = [] }
        // What waits at doors is counted where they are inspected.
        if !lane.definition.topics.isEmpty { self.lag = lag }
    }

    /// Publishes what streams lack, in the log's words.
    private func repairStreams() async throws {
        guard let topic = lane.definition.writes else { return }
        let heads = holdings.mapValues(\.head)
        if let head = heads.values.max(), head + 524_288 > logReach {
            let rows = try await session.query(EventLog.extend(topic, upTo: head))
            logReach = rows.first?.int(0) ?? logReach
        }
        await lane.publisher.checkPresence(of: heads)
        let session = session
        for partition in await lane.publisher.inNeedOfRepair(among: heads) where !lane.isStopping {
            try await lane.publisher.repair(partition, head: heads[partition] ?? 0) { after in
                let from = TopicPosition(topic: topic, partition: partition, seq: after)
                return try await session.query(EventLog.read([from], limit: 500)).map { try EventLog.event(from: $0) }
            }
        }
    }

    /// The server's own time limits do not end a session whose client has stopped reading while an answer is being sent.
    private static var endStuckSessions: Statement {
        Statement(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE usename = current_user AND application_name LIKE 'saypro/%' AND wait_event = 'ClientWrite'
              AND state_change < now() - interval '10 seconds'
            """
        )
    }

    private func mirrorPositions() async {
        var moved: [TopicPosition] = []
        for (partition, holding) in holdings {
            for (topic, seq) in holding.positions where seq > 0 {
                let key = TopicKey(topic: topic, partition: partition)
                guard mirrored[key] != seq else { continue }
                mirrored[key] = seq
                moved.append(TopicPosition(topic: topic, partition: partition, seq: seq))
            }
        }
        await lane.publisher.mirror(moved)
    }

    /// Looks up how long the oldest event waits, a few times a minute and only while one does.
    private func findOldestUnread() async throws {
        guard !lane.definition.topics.isEmpty else { return }
        guard lag > 0 else { return oldestUnread = nil }
        guard ContinuousClock.now >= nextAgeCheck else { return }
        nextAgeCheck = .now + .seconds(5)
        let handled = holdings.flatMap { partition, holding in
            lane.definition.topics.map { topic in
                TopicPosition(topic: topic, partition: partition, seq: holding.positions[topic, default: 0])
            }
        }
        oldestUnread = try await session.query(EventLog.oldest(after: handled)).first?.timestampOrNull(0)
            .map(Instant.init(microseconds:))
    }

    private func report() {
        let age = oldestUnread.map { max(.zero, serverClock.now - $0) } ?? .zero
        let parked = holdings.values.reduce(0) { $0 + $1.parked.count }
        lane.metrics.owns(holdings.count, of: partitioning.count, lag: lag, oldest: age, parked: parked)
        lane.health.counted(lag, of: lane.number)
        if let haltedUntil, ContinuousClock.now < haltedUntil { return }
        haltedUntil = nil
        lane.turn(into: isPaused ? .paused : .serving)
    }
}
