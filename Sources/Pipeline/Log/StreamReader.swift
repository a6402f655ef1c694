import Contract
import Redis

/// Reads topics' streams and `inbound` streams with one XREAD, each from its own position.
actor StreamReader {
    private let redis: RedisClient
    private let keys: Keys
    private let pokeKey: String
    private let consumed: Set<String>
    /// The streams' names, and whose they are, made when they are first read.
    private var topicKeys: [TopicKey: String] = [:]
    private var doorKeys: [Door: String] = [:]
    private var sources: [String: Source] = [:]

    /// The thread of the connection that it reads from.
    nonisolated var unownedExecutor: UnownedSerialExecutor { redis.unownedExecutor }

    init(redis: RedisClient, keys: Keys, stage: StageDefinition) {
        self.redis = redis
        self.keys = keys
        pokeKey = keys.poke(stage: stage.name.rawValue)
        sources[pokeKey] = .poke
        // Erasures are the pipeline's own, whatever the stage consumes.
        consumed = Set(stage.consumes.keys).union([Erasure.type])
    }

    /// What to read, and from where.
    struct Wanted: Sendable {
        var topics: [TopicPosition] = []
        var doors: [(door: Door, after: EntryID)] = []
        /// After which entry of the stream by which other lanes say that there is mail; nil leaves that stream out.
        var poke: EntryID?
        /// How many entries a stream, at most.
        var count: Int

        var isEmpty: Bool { topics.isEmpty && doors.isEmpty && poke == nil }
    }

    /// What was read, in each stream's order.
    struct Found: Sendable {
        /// What topics gave; of events that the stage does not consume, only that they are there.
        var events: [(key: TopicKey, seq: Int64, event: Event?)] = []
        /// The streams that hold what does not read as an event: their log has the truth.
        var unreadable: Set<TopicKey> = []
        var entries: [(door: Door, entry: InboundEntry)] = []
        /// The last entry that said that there is mail.
        var poke: EntryID?
        var bytes = 0
        /// Whether a stream gave as many entries as were asked for, so that more may wait in it.
        var isCutShort = false
        /// Which of the connections to Redis it came from, counted from the first.
        var connection = 0

        var count: Int { events.count + entries.count }
    }

    /// Whose a stream is.
    private enum Source {
        case topic(TopicKey)
        case door(Door)
        case poke
    }

    /// Waits up to `block` for anything; without it, answers at once with what is there.
    func read(_ wanted: Wanted, block: Duration?) async throws(RedisError) -> Found {
        guard !wanted.isEmpty else { return Found() }
        let reply: Reply
        if redis.isCluster {
            reply = try await readEach(wanted, block: block)
        } else {
            reply = try await redis.send(command(wanted, block: block), waitingUpTo: block ?? .zero)
        }
        var found = decode(reply, limit: wanted.count)
        found.connection = await redis.connectionCount
        return found
    }

    /// Reads at once what is there, when anything is wanted; Redis being out of reach is found out by the next read.
    func readAhead(_ wanted: Wanted?) async -> Found? {
        guard let wanted else { return nil }
        return try? await read(wanted, block: nil)
    }

    /// In a Cluster each partition is read by itself, since a command reaches the keys of one slot only.
    private func readEach(_ wanted: Wanted, block: Duration?) async throws(RedisError) -> Reply {
        var partitions: [Int: Wanted] = [:]
        func part(_ partition: Int, _ change: (inout Wanted) -> Void) {
            change(&partitions[partition, default: Wanted(count: wanted.count)])
        }
        for topic in wanted.topics { part(topic.partition) { $0.topics.append(topic) } }
        for door in wanted.doors { part(door.door.partition) { $0.doors.append(door) } }
        // The tag of its name is that of the partition 0.
        if let poke = wanted.poke { part(0) { $0.poke = poke } }
        let commands = partitions.sorted { $0.key < $1.key }.map { command($0.value, block: block) }
        let replies = try await redis.race(commands, waitingUpTo: block ?? .zero)
        let answers = replies.compactMap { $0 }
        if let failure = answers.first?.failure, answers.allSatisfy({ $0.failure != nil }) {
            throw RedisError(.refused(failure), "Redis refused to be read: \(failure.message)", cause: failure)
        }
        return .array(answers.flatMap { $0.array ?? [] })
    }

    private func command(_ wanted: Wanted, block: Duration?) -> Command {
        var arguments = ["XREAD", "COUNT", String(wanted.count)]
        if let block {
            arguments += ["BLOCK", String(max(1, block.milliseconds))]
        }
        arguments.append("STREAMS")
        for at in wanted.topics { arguments.append(key(of: TopicKey(topic: at.topic, partition: at.partition))) }
        for (door, _) in wanted.doors { arguments.append(key(of: door)) }
        if wanted.poke != nil { arguments.append(pokeKey) }
        arguments += wanted.topics.map { "\($0.seq)-0" }
        arguments += wanted.doors.map(\.after.description)
        if let poke = wanted.poke { arguments.append(poke.description) }
        return Command(arguments)
    }

    private func key(of topic: TopicKey) -> String {
        if let key = topicKeys[topic] { return key }
        let key = keys.topic(topic.topic, topic.partition)
        topicKeys[topic] = key
        sources[key] = .topic(topic)
        return key
    }

    private func key(of door: Door) -> String {
        if let key = doorKeys[door] { return key }
        let key = door.key(in: keys)
        doorKeys[door] = key
        sources[key] = .door(door)
        return key
    }

    private func decode(_ reply: Reply, limit: Int) -> Found {
        var found = Found()
        guard case .array(let streams) = reply else { return found }
        for stream in streams {
            guard case .array(let parts) = stream, parts.count == 2,
                case .text(let key) = parts[0], case .array(let entries) = parts[1]
            else { continue }
            if entries.count >= limit { found.isCutShort = true }
            switch sources[key] {
            case .topic(let topic): decodeEvents(entries, of: topic, into: &found)
            case .door(let door): decodeEntries(entries, of: door, into: &found)
            case .poke: found.poke = entries.last?.entry?.0
            case nil: continue
            }
        }
        return found
    }

    private func decodeEvents(_ entries: [Reply], of key: TopicKey, into found: inout Found) {
        for reply in entries {
            guard let (id, values) = reply.entry, id.seq == 0, let seq = Int64(exactly: id.ms) else {
                found.unreadable.insert(key)
                return
            }
            if values.count > 1, values[0] == .text("type"), let type = values[1].text, !consumed.contains(type) {
                for value in values { found.bytes += value.text?.utf8.count ?? 0 }
                found.events.append((key, seq, nil))
                continue
            }
            guard let fields = textPairs(values),
                let event = try? Event(
                    topic: key.topic,
                    partition: key.partition,
                    seq: seq,
                    streamFields: fields
                )
            else {
                found.unreadable.insert(key)
                return
            }
            for (name, value) in fields { found.bytes += name.utf8.count + value.utf8.count }
            found.events.append((key, seq, event))
        }
    }

    private func decodeEntries(_ entries: [Reply], of door: Door, into found: inout Found) {
        for reply in entries {
            guard let (id, values) = reply.entry else { continue }
            let flat = values.map(\.raw)
            for value in flat { found.bytes += value.byteCount }
            let entry = InboundEntry(door: door.source, partition: door.partition, id: id, flat: flat)
            found.entries.append((door, entry))
        }
    }

    private func textPairs(_ values: [Reply]) -> [(String, String)]? {
        var pairs: [(String, String)] = []
        pairs.reserveCapacity(values.count / 2)
        var index = 0
        while index + 1 < values.count {
            guard case .text(let name) = values[index], case .text(let value) = values[index + 1] else { return nil }
            pairs.append((name, value))
            index += 2
        }
        return pairs
    }
}

extension Reply {
    /// A stream entry's id and its names and values, in turn.
    fileprivate var entry: (EntryID, [Reply])? {
        guard case .array(let parts) = self, parts.count == 2,
            case .text(let text) = parts[0], let id = EntryID(text), case .array(let values) = parts[1]
        else { return nil }
        return (id, values)
    }

    fileprivate var raw: RawText {
        switch self {
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        case .null, .integer, .array, .error: .text("")
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    package var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
