import Contract
import Pipeline
import Postgres
import Redis

/// What every stage is doing at a moment.
struct StatusReport: Sendable {
    /// How far a stage is in one partition of what it reads.
    struct Share: Sendable {
        var stage: String
        /// The topic, `inbound`, or `inbound:<source>`.
        var reads: String
        var partition: Int
        /// What was handled last: a sequence number, or for `inbound` an entry's id.
        var position: String
        var head: String
        var lag: Int64
        /// The lane that owns the partition, if any does.
        var owner: String?
        var oldestUnread: Instant?
    }

    struct Counts: Sendable {
        var rejected: Int64 = 0
        var rejectedLastHour: Int64 = 0
        var parked: [String: Int64] = [:]
    }

    var at: Instant
    var partitions: Int
    var shares: [Share]
    var paused: Set<String>
    var counts: Counts
    /// The sum of the heads of each topic, from which rates are measured.
    var heads: [String: Int64]
    /// The lanes that own ingest's partitions, whether or not Redis tells what waits there.
    var intakeOwners: [Int: String]
    /// Whether Redis told what waits in `inbound`.
    var knowsIntake: Bool
}

/// Reads a ``StatusReport`` from both servers.
struct StatusReader {
    let session: PostgresSession
    /// Redis, unless it cannot be reached: then nothing is known of `inbound`.
    let redis: RedisClient?
    let keys: Keys

    func read() async throws -> StatusReport {
        let partitioning = try await session.partitioning()
        let rows = try await session.run([
            Statement(
                """
                SELECT stage, topic, partition, position, head, lag, owner, oldest_unread_at
                FROM api.lag ORDER BY stage, topic, partition
                """
            ),
            Self.owners,
            Statement("SELECT stage FROM pipeline.controls WHERE paused"),
            Statement("SELECT stage, count(*) FROM pipeline.parked GROUP BY stage"),
            Statement("SELECT count(*), count(*) FILTER (WHERE at > now() - interval '1 hour') FROM api.rejected"),
            Statement("SELECT topic, sum(seq)::bigint FROM pipeline.heads GROUP BY topic"),
            Statement("SELECT now()"),
        ])
        var shares = rows[0].map { row in
            StatusReport.Share(
                stage: row.text(0),
                reads: row.text(1),
                partition: Int(row.int(2)),
                position: "\(row.int(3))",
                head: "\(row.int(4))",
                lag: row.int(5),
                owner: row.textOrNull(6),
                oldestUnread: row.timestampOrNull(7).map(Instant.init(microseconds:))
            )
        }
        var owners: [Int: String] = [:]
        for row in rows[1] { owners[Int(row.int(0))] = row.text(1) }
        shares = try await doors(owners) + shares
        var counts = StatusReport.Counts()
        for row in rows[3] { counts.parked[row.text(0)] = row.int(1) }
        if let row = rows[4].first {
            counts.rejected = row.int(0)
            counts.rejectedLastHour = row.int(1)
        }
        var heads: [String: Int64] = [:]
        for row in rows[5] { heads[row.text(0)] = row.int(1) }
        return StatusReport(
            at: Instant(microseconds: rows[6].first?.timestamp(0) ?? 0),
            partitions: partitioning.count,
            shares: shares,
            paused: Set(rows[2].map { $0.text(0) }),
            counts: counts,
            heads: heads,
            intakeOwners: owners,
            knowsIntake: redis != nil
        )
    }

    /// The lanes that own ingest's partitions; `api.lag` knows those of the stages that read topics.
    private static let owners = Statement(
        """
        SELECT l.objid::int, a.application_name
        FROM pg_locks AS l
        JOIN pg_stat_activity AS a ON a.pid = l.pid
        JOIN pipeline.stages AS s ON l.classid = s.lock_class::oid
        WHERE s.stage = 'ingest' AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
          AND l.mode = 'ExclusiveLock'
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    )

    private func doors(_ owners: [Int: String]) async throws -> [StatusReport.Share] {
        guard let redis else { return [] }
        return try await Doors(session: session, redis: redis, keys: keys).read().map { stream in
            StatusReport.Share(
                stage: StageName.ingest.rawValue,
                reads: stream.name,
                partition: stream.partition,
                position: stream.position,
                head: stream.newest ?? stream.position,
                lag: stream.length,
                owner: owners[stream.partition],
                oldestUnread: stream.oldest.flatMap { EntryID($0) }?.instant
            )
        }
    }
}
