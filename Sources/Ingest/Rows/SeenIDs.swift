import Contract
import Postgres

/// The statements of the ids by which an entry that comes again is recognised.
enum SeenIDs {
    /// Looks up ids in this week's range and the last one's; rows are (place from 1, digest, message).
    ///
    /// In a week's last hour the next one's range is looked up too: the clock of a server that has taken over may be behind
    /// that of the one before.
    ///
    /// LATERAL with LIMIT leaves the planner no other join: with the ordinary join it scanned a range that had been
    /// small when it was analysed, at 165 µs an id instead of 3.5.
    static func find(_ ids: [(partition: Int, key: SubmissionKey)], now: Instant) -> Statement {
        Statement(
            """
            SELECT wanted.place, i.digest, i.message
            FROM unnest($1::int[], $2::uuid[]) WITH ORDINALITY AS wanted (partition, key, place)
            CROSS JOIN LATERAL (
                SELECT digest, message FROM ingest.ids
                WHERE partition = wanted.partition AND key = wanted.key AND week BETWEEN $3 AND $4
                LIMIT 1
            ) AS i
            """,
            .int4s(ids.map { Int32(truncatingIfNeeded: $0.partition) }),
            .uuids(ids.map(\.key.uuid)),
            .int4(Week(of: now).number - 1),
            .int4(Week(of: now + .seconds(3600)).number)
        )
    }

    static func seen(from row: Row) -> (place: Int, seen: Found.Seen) {
        let digest = row.uuid(1)
        let message = row.uuidOrNull(2).map { MessageID(high: $0.high, low: $0.low) }
        let seen = Found.Seen(digest: ContentDigest(high: digest.high, low: digest.low), message: message)
        return (Int(row.int(0)) - 1, seen)
    }

    /// The ids that a batch accepts.
    struct New {
        private var partitions: [Int32] = []
        private var keys: [PostgresUUID?] = []
        private var digests: [PostgresUUID?] = []
        private var messages: [PostgresUUID?] = []

        init(capacity: Int) {
            partitions.reserveCapacity(capacity)
            keys.reserveCapacity(capacity)
            digests.reserveCapacity(capacity)
            messages.reserveCapacity(capacity)
        }

        mutating func append(_ submission: Submission, key: SubmissionKey, in partition: Int, message: MessageID?) {
            partitions.append(Int32(truncatingIfNeeded: partition))
            keys.append(key.uuid)
            digests.append(PostgresUUID(high: submission.digest.high, low: submission.digest.low))
            messages.append(message.map { PostgresUUID(high: $0.high, low: $0.low) })
        }

        /// The owner of a partition is the only one that writes its ids, so what its look-up in the same transaction
        /// did not find is not there.
        func insert(now: Instant) -> Statement? {
            guard !partitions.isEmpty else { return nil }
            return Statement(
                Self.text,
                rows: partitions.count,
                .int4s(partitions),
                .uuids(keys),
                .uuids(digests),
                .uuids(messages),
                .int4(Week(of: now).number)
            )
        }

        private static let text = RowsText(
            """
            INSERT INTO ingest.ids (partition, key, week, digest, message)
            SELECT partition, key, $5, digest, message
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::uuid[]) AS key, unnest($3::uuid[]) AS digest,
                    unnest($4::uuid[]) AS message
            ) AS n
            """
        )
    }
}

/// A week from Monday to Sunday, UTC, as `ingest.week_of` counts them: week 0 began on 29 December 1969.
struct Week: Equatable {
    let number: Int32

    init(of instant: Instant) {
        let day = instant.microseconds.floored(dividedBy: 86_400_000_000)
        number = Int32(clamping: (day + 3).floored(dividedBy: 7))
    }
}

extension Int64 {
    fileprivate func floored(dividedBy divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
