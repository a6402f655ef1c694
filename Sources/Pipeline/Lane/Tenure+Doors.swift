import Contract
import Logging
import Redis

/// The care of `inbound` streams, which other services write and can harm.
extension Tenure {
    /// Finds new and closed doors, and every few seconds looks for streams that were emptied, cut or spoilt.
    func tendDoors() async throws {
        guard let stage = lane.stage as? any DoorReading else { return }
        let sources: [SourceID?] = [nil] + stage.privateDoors
        var open: [Door: DoorState] = [:]
        for stream in streams(of: Array(holdings.keys)) {
            for source in sources {
                let door = Door(source: source, partition: stream)
                open[door] = doors[door] ?? DoorState()
            }
        }
        doors = open
        guard ContinuousClock.now >= nextDoorCheck else { return }
        nextDoorCheck = .now + .seconds(5)
        do {
            try await restoreConfiguration()
            try await inspectDoors()
        } catch let error as RedisError {
            lane.logger.debug("The doors could not be inspected", metadata: ["error": "\(error)"])
        }
    }

    /// The numbers of the `inbound` streams that belong to partitions: their own, and those of partitions that there were once,
    /// to which a publisher may write that has not heard of the change.
    func streams(of partitions: [Int]) -> [Int] {
        partitions.flatMap { Array(stride(from: $0, to: max(doorCount, $0 + 1), by: partitioning.count)) }
    }

    /// The partition whose owner reads a door.
    func owner(of door: Door) -> Int { door.partition % partitioning.count }

    /// Publishers read the number of partitions from Redis; it is put back when it vanished.
    private func restoreConfiguration() async throws {
        guard holdings[0] != nil else { return }
        _ = try await lane.writer.send([
            "HSETNX", lane.settings.keys.config, "partitions", String(partitioning.count),
        ])
    }

    private func inspectDoors() async throws {
        let inspected = Array(doors.keys)
        let keys = lane.settings.keys
        let replies = try await lane.writer.send(inspected.map { ["XINFO", "STREAM", $0.key(in: keys)] })
        var waiting: Int64 = 0
        var oldest: EntryID?
        for (door, reply) in zip(inspected, replies) {
            if let facts = StreamFacts(reply), facts.length > 0 {
                // What has been handled is trimmed, so what stands there has not.
                waiting += facts.length
                oldest = min(oldest ?? facts.last, facts.first ?? facts.last)
            }
            guard let facts = StreamFacts(reply), var state = doors[door] else {
                // No stream: whatever comes next is a new one.
                doors[door]?.cursor = .zero
                doors[door]?.addedAtCount = nil
                continue
            }
            if facts.last < state.cursor {
                state.cursor = .zero
                state.addedAtCount = nil
            } else if facts.last == state.cursor {
                count(facts, door, &state)
            }
            doors[door] = state
            if facts.last.instant > serverClock.now + .seconds(300) { try await setAside(door) }
        }
        lag = waiting
        oldestUnread = oldest?.instant
        try await returnEntriesSetAside(inspected)
    }

    /// Compares how many entries a stream has had with how many were read, at a moment when all has been read.
    private func count(_ facts: StreamFacts, _ door: Door, _ state: inout DoorState) {
        if let before = state.addedAtCount {
            let vanished = facts.added - before - state.readSinceCount
            if vanished > 0 {
                lane.metrics.foundVanished(Int(vanished))
                lane.logger.error(
                    "Entries vanished from a door before they were read: a publisher trims or deletes",
                    metadata: [
                        "door": "\(door.name)", "partition": "\(door.partition)", "entries": "\(vanished)",
                    ]
                )
            }
        }
        state.addedAtCount = facts.added
        state.readSinceCount = 0
    }

    /// Puts a stream aside whose ids are far in the future, since no more entries might fit behind them; a fresh one
    /// begins with the next entry.
    private func setAside(_ door: Door) async throws {
        let key = door.key(in: lane.settings.keys)
        _ = try await lane.writer.send(["RENAMENX", key, Self.aside(key)])
        doors[door]?.cursor = .zero
        doors[door]?.handled = .zero
        doors[door]?.addedAtCount = nil
        lane.logger.error(
            "A door had ids far in the future and was begun afresh",
            metadata: ["door": "\(door.name)", "partition": "\(door.partition)"]
        )
    }

    /// Hands entries of streams that were set aside in again; those that had been handled are recognised.
    private func returnEntriesSetAside(_ inspected: [Door]) async throws {
        let keys = lane.settings.keys
        let present = try await lane.writer.send(inspected.map { ["EXISTS", Self.aside($0.key(in: keys))] })
        for (door, reply) in zip(inspected, present) where reply == .integer(1) {
            let key = door.key(in: keys)
            let entries = try await lane.writer.send(["XRANGE", Self.aside(key), "-", "+", "COUNT", "500"])
            guard case .array(let list) = entries, !list.isEmpty else {
                _ = try await lane.writer.send(["DEL", Self.aside(key)])
                continue
            }
            var commands: [Command] = []
            var ids: [String] = []
            for entry in list {
                guard case .array(let parts) = entry, parts.count == 2, case .text(let id) = parts[0],
                    case .array(let values) = parts[1]
                else { continue }
                var command: Command = ["XADD", key, "*"]
                for value in values {
                    switch value {
                    case .text(let text): command.append(text)
                    case .bytes(let bytes): command.append(bytes: bytes)
                    case .null, .integer, .array, .error: command.append("")
                    }
                }
                commands.append(command)
                ids.append(id)
            }
            // An entry leaves the stream that was set aside only when it stands in the other; one that comes twice is
            // recognised.
            let replies = try await lane.writer.send(commands)
            let returned = zip(ids, replies).compactMap { id, reply in
                if case .text = reply { Command(["XDEL", Self.aside(key), id]) } else { nil }
            }
            if !returned.isEmpty { _ = try await lane.writer.send(returned) }
        }
    }

    private static func aside(_ key: String) -> String { "\(key):aside" }
}

/// What Redis knows of a stream.
private struct StreamFacts {
    let last: EntryID
    let added: Int64
    let length: Int64
    let first: EntryID?

    init?(_ reply: Reply) {
        guard case .array(let facts) = reply else { return nil }
        func fact(_ name: String) -> Reply? {
            guard let place = facts.firstIndex(of: .text(name)), place + 1 < facts.count else { return nil }
            return facts[place + 1]
        }
        guard case .text(let text)? = fact("last-generated-id"), let last = EntryID(text),
            case .integer(let added)? = fact("entries-added")
        else { return nil }
        self.last = last
        self.added = added
        if case .integer(let length)? = fact("length") { self.length = length } else { length = 0 }
        if case .array(let entry)? = fact("first-entry"), case .text(let text)? = entry.first {
            first = EntryID(text)
        } else {
            first = nil
        }
    }
}
