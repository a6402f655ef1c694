import Contract
import Logging
import Redis

/// Brings committed events into the streams of a stage's topic, under their sequence numbers as ids.
///
/// Publishing is always best effort and may always be repeated: Redis refuses an id that it has had, and a consumer that
/// misses one reads it from the log. What did not get through is remembered as in need of repair.
actor Publisher {
    /// How many of the newest events a stream keeps, a promise of the contract.
    static let tail: Int64 = 10_000

    private let redis: RedisClient
    private let keys: Keys
    private let stage: StageDefinition
    private let faults: FaultPoints
    private let metrics: PipelineMetrics
    private let logger: Logger

    /// The last sequence number that was sent to each partition's stream; none where the stream may lack something.
    private var published: [Int: Int64] = [:]
    private var connection = 0

    /// The thread of the connection that it writes to.
    nonisolated var unownedExecutor: UnownedSerialExecutor { redis.unownedExecutor }

    init(
        redis: RedisClient,
        keys: Keys,
        stage: StageDefinition,
        faults: FaultPoints,
        metrics: PipelineMetrics,
        logger: Logger
    ) {
        self.redis = redis
        self.keys = keys
        self.stage = stage
        self.faults = faults
        self.metrics = metrics
        self.logger = logger
    }

    /// Publishes what a batch has committed; answers whether every event is in its stream now.
    @discardableResult
    func publish(_ publication: Publication) async -> Bool {
        guard !publication.isEmpty else { return true }
        faults.reach(.beforePublish)
        var batch = CommandBatch()
        for (partition, events) in Dictionary(grouping: publication.events, by: \.partition) {
            guard let first = events.first, published[partition] == first.seq - 1 else {
                published[partition] = nil
                continue
            }
            append(events, of: partition, creating: false, to: &batch)
        }
        for move in publication.handled {
            batch.add(["XTRIM", move.door.key(in: keys), "MINID", move.upto.next.description])
        }
        for courtesy in publication.courtesies { batch.add(courtesy) }
        if publication.pokes {
            batch.add(["XADD", keys.poke(stage: stage.name.rawValue), "MAXLEN", "1", "*", "mail", "1"])
        }
        if faults.isArmed(.midPublish) { await send(batch.firstHalf) }
        faults.reach(.midPublish)
        await send(batch)
        faults.reach(.afterPublish)
        return publication.events.allSatisfy { published[$0.partition] != nil }
    }

    /// The partitions whose streams may be behind their heads.
    func inNeedOfRepair(among heads: [Int: Int64]) async -> [Int] {
        let connections = await redis.connectionCount
        if connections != connection {
            connection = connections
            published = [:]
        }
        return heads.filter { published[$0.key] != $0.value }.map(\.key)
    }

    /// Forgets a partition that the lane no longer owns.
    func forget(_ partitions: some Sequence<Int> & Sendable) {
        for partition in partitions { published[partition] = nil }
    }

    /// Forgets what the streams hold when some of those that should be there have vanished, as after FLUSHALL.
    func checkPresence(of heads: [Int: Int64]) async {
        guard let topic = stage.writes else { return }
        let expected = heads.filter { $0.value > 0 && published[$0.key] == $0.value }.map(\.key)
        guard !expected.isEmpty else { return }
        // One by one, since the partitions of a Cluster are on several nodes.
        guard let replies = try? await redis.send(expected.map { ["EXISTS", keys.topic(topic, $0)] }) else { return }
        let missing = replies.count { $0 == .integer(0) }
        guard missing > 0 else { return }
        logger.warning(
            "Streams had vanished and are being published again",
            metadata: ["missing": "\(missing)"]
        )
        published = [:]
    }

    /// Publishes the events that a partition's stream lacks, up to the head.
    ///
    /// `log` reads events after a sequence number from the event log. Redis being out of reach or out of memory leaves
    /// the partition in need of repair.
    func repair(
        _ partition: Int,
        head: Int64,
        log: @Sendable (_ after: Int64) async throws -> [Event]
    ) async throws {
        guard let topic = stage.writes else { return }
        do {
            let streams = [keys.topic(topic, partition)] + (projectionKey(partition).map { [$0] } ?? [])
            var after = head
            for stream in streams {
                let last = try await lastID(of: stream)
                if last > head {
                    logger.error(
                        "Redis was ahead of PostgreSQL, the stream was published again",
                        metadata: ["stream": "\(stream)", "last": "\(last)", "head": "\(head)"]
                    )
                    _ = try await redis.send(["DEL", stream])
                    after = 0
                } else {
                    after = min(after, last)
                }
            }
            after = max(after, head - Self.tail)
            while after < head {
                let events = try await log(after)
                guard let last = events.last else { break }
                var batch = CommandBatch()
                append(events, of: partition, creating: true, to: &batch)
                await send(batch)
                guard published[partition] == last.seq else { return }
                after = last.seq
                metrics.publishedAgain(events.count)
            }
            if head > 0 {
                _ = try await redis.send(["XSETID", streams[0], "\(head)-0", "ENTRIESADDED", "\(head)"])
            }
            published[partition] = head
        } catch let error as RedisError {
            logger.debug(
                "A stream could not be repaired yet",
                metadata: ["partition": "\(partition)", "error": "\(error)"]
            )
        }
    }

    /// Shows a stage's positions as consumer groups, for KEDA and Redis tools; best effort.
    func mirror(_ positions: [TopicPosition]) async {
        guard !positions.isEmpty else { return }
        let group = stage.name.rawValue
        func command(_ verb: String, _ position: TopicPosition) -> Command {
            [
                "XGROUP", verb, keys.topic(position.topic, position.partition), group, "\(position.seq)-0",
                "ENTRIESREAD", "\(position.seq)",
            ]
        }
        guard let replies = try? await redis.send(positions.map { command("SETID", $0) }) else { return }
        let missing = zip(positions, replies).compactMap { position, reply in
            if case .error(let failure) = reply, failure.code == "NOGROUP" { position } else { nil }
        }
        if !missing.isEmpty { _ = try? await redis.send(missing.map { command("CREATE", $0) }) }
    }

    private func append(_ events: [Event], of partition: Int, creating: Bool, to batch: inout CommandBatch) {
        guard let topic = stage.writes, let last = events.last else { return }
        let stream = keys.topic(topic, partition)
        published[partition] = last.seq
        batch.transaction(of: partition) { add in
            for event in events {
                add(Self.entry(of: stream, creating: creating, seq: event.seq, event.streamFields))
                if let projection = stage.projection, let key = projectionKey(partition),
                    let fields = projection.fields(event)
                {
                    add(Self.entry(of: key, creating: creating, seq: event.seq, fields))
                }
            }
        }
        if last.seq > Self.tail {
            let oldest = "\(last.seq - Self.tail)-0"
            batch.add(["XTRIM", stream, "MINID", "~", oldest])
            if let key = projectionKey(partition) { batch.add(["XTRIM", key, "MINID", "~", oldest]) }
        }
    }

    private static func entry(of stream: String, creating: Bool, seq: Int64, _ fields: [(String, String)]) -> Command {
        var command: Command = ["XADD", stream]
        if !creating { command.append("NOMKSTREAM") }
        command.append("\(seq)-0")
        for (name, value) in fields {
            command.append(name)
            command.append(value)
        }
        return command
    }

    private func send(_ batch: CommandBatch) async {
        guard !batch.commands.isEmpty else { return }
        do {
            let replies = try await redis.send(batch.commands)
            for transaction in batch.transactions where !Self.wasTaken(replies[transaction.exec]) {
                published[transaction.partition] = nil
            }
        } catch {
            for transaction in batch.transactions { published[transaction.partition] = nil }
            logger.debug("A batch could not be published yet", metadata: ["error": "\(error)"])
        }
    }

    /// True when each entry is in its stream now: added, or there already.
    private static func wasTaken(_ exec: Reply) -> Bool {
        guard case .array(let replies) = exec else { return false }
        return replies.allSatisfy { reply in
            switch reply {
            case .text: true
            case .error(let failure): failure.message.contains("equal or smaller")
            case .null, .integer, .bytes, .array: false
            }
        }
    }

    private func projectionKey(_ partition: Int) -> String? {
        stage.projection.map { keys.stream($0.stream, partition) }
    }

    /// The last sequence number that a stream has had; 0 when there is no stream.
    private func lastID(of stream: String) async throws(RedisError) -> Int64 {
        let reply = try await redis.send([Command(["XINFO", "STREAM", stream])])
        guard case .array(let facts)? = reply.first,
            let place = facts.firstIndex(of: .text("last-generated-id")), place + 1 < facts.count,
            case .text(let text) = facts[place + 1], let id = EntryID(text)
        else { return 0 }
        return Int64(clamping: id.ms)
    }
}
