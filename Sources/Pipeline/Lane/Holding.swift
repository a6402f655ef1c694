import Contract

/// What a lane knows of a partition that it owns; the database holds the same, so it may be thrown away at any time.
struct Holding: Sendable {
    /// How far the stage has handled each topic.
    var positions: [Topic: Int64] = [:]
    /// What the stage has handled beyond its positions, since before the number of partitions was changed.
    var handledBefore: [Topic: [ClosedRange<Int64>]] = [:]
    /// The last sequence number of the stage's own topic.
    var head: Int64 = 0
    /// Topics to be read from the log, because their stream lacks what the log has.
    var behind: Set<Topic> = []
    /// Topics whose stream has given something since the last upkeep.
    var heard: Set<Topic> = []
    /// The conversations that are parked here.
    var parked: Set<String> = []
    /// Timers due by an instant wait until these heads, as read at that instant or later, are reached.
    var barrier: Barrier?

    /// The heads that were known when timers became due.
    struct Barrier: Sendable {
        let asOf: Instant
        let heads: [Topic: Int64]
    }

    /// Whether the stage had handled an event before the number of partitions was changed.
    func hasHandled(_ seq: Int64, of topic: Topic) -> Bool {
        handledBefore[topic]?.contains { $0.contains(seq) } ?? false
    }

    /// True when everything that was known when timers became due has been handled.
    var hasReachedBarrier: Bool {
        guard let barrier else { return false }
        return barrier.heads.allSatisfy { positions[$0.key, default: 0] >= $0.value }
    }
}

/// What a lane knows of an `inbound` stream.
struct DoorState: Sendable {
    /// Where to read on in this connection to Redis; everything still in the stream is read again after a new one.
    var cursor = EntryID.zero
    /// How far entries have been handled, as stored; those up to here may be known already.
    var handled = EntryID.zero
    /// How many entries have been read since the last count, and how many the stream had had then.
    var readSinceCount: Int64 = 0
    var addedAtCount: Int64?
}
