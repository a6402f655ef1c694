import Contract

/// The token buckets of the senders that post messages, one for each user of a source.
///
/// Rates are judged by arrival, not by when an entry is read, so that a backlog is no burst. The memory is bounded; a
/// bucket that it has forgotten counts as full. Buckets are this process': what a user posts to conversations whose
/// partitions other processes own is counted there.
struct SenderRates: Sendable {
    /// How far an arrival may lie behind the latest one of its bucket and still be counted there.
    ///
    /// One further behind comes from a partition that lags; it is counted among the entries of its own partition, since
    /// what the bucket held at that time is no longer known.
    private static let lateness: Int64 = 10_000_000

    private struct Bucket {
        /// When it is full again if nothing more is taken, in microseconds since 1970.
        var fullAt: Int64
        var latest: Int64
    }

    private var buckets: RecentMemory<Bucket>
    /// What was decided of the last entries: a batch whose transaction was rolled back comes again, and must neither be
    /// charged twice nor decided otherwise.
    private var decisions: RecentMemory<Bool>

    /// The rates of at most that many senders.
    init(senders: Int = 100_000, decisions: Int = 32_768) {
        buckets = RecentMemory(capacity: senders)
        self.decisions = RecentMemory(capacity: decisions)
    }

    /// Takes one message from the sender's bucket, and answers whether there was one.
    mutating func mayPost(
        _ user: String,
        of source: SourceID,
        limit: RateLimit,
        entry: InboundEntry,
        at arrival: Instant
    ) -> Bool {
        var place = Hasher()
        place.combine(entry.door)
        place.combine(entry.partition)
        place.combine(entry.id)
        let entryHash = place.finalize()
        if let decided = decisions[entryHash] { return decided }

        var sender = Hasher()
        sender.combine(source)
        sender.combine(user)
        let senderHash = sender.finalize()
        let isAllowed: Bool
        if let bucket = buckets[senderHash], arrival.microseconds < bucket.latest &- Self.lateness {
            sender.combine(entry.partition)
            isAllowed = take(from: sender.finalize(), limit: limit, at: arrival.microseconds)
        } else {
            isAllowed = take(from: senderHash, limit: limit, at: arrival.microseconds)
        }
        decisions.remember(isAllowed, for: entryHash)
        return isAllowed
    }

    private mutating func take(from hash: Int, limit: RateLimit, at now: Int64) -> Bool {
        let interval = 60_000_000 / Int64(max(limit.perMinute, 1))
        let room = interval * Int64(limit.burst)
        var bucket = buckets[hash] ?? Bucket(fullAt: now, latest: now)
        let fullAt = max(bucket.fullAt, now) + interval
        guard fullAt - now <= room else { return false }
        bucket.fullAt = fullAt
        bucket.latest = max(bucket.latest, now)
        buckets.remember(bucket, for: hash)
        return true
    }
}
