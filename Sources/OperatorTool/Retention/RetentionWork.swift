import Contract
import Policy
import Postgres

/// One run over everything that is let go.
struct RetentionWork {
    /// What was done about one duty.
    struct Run: Sendable, Equatable {
        var matter: String
        var what: String
        var keptSince: Instant
        var removed: Int64
        /// Whether nothing is left that is too old.
        var isDone: Bool
        /// Whether others had its tables for so long that it was left for the next time.
        var isShutOut = false

        var json: JSONValue {
            [
                "matter": .string(matter), "what": .string(what), "kept_since": .string(keptSince.description),
                "removed": .integer(removed), "done": .bool(isDone),
                "shut_out": .bool(isShutOut),
            ]
        }

        /// How it ended, for an operator.
        var state: String {
            if isShutOut { return "its table was in use: run it again" }
            return isDone ? "done" : "to be gone on with"
        }
    }

    /// Held by who lets go or moves what is kept.
    static let lock: Int64 = 0x7265_7461_696E

    let session: PostgresSession
    let periods: [RetentionPolicy.Matter: Duration]
    /// How often a batch whose tables are in use is tried; each waits for them a while itself.
    var attempts = 10

    /// Does the duties of the matters that are not kept for ever, until all is done or the time is over.
    func run(until end: ContinuousClock.Instant) async throws -> [Run] {
        let first = try await session.run([
            Statement("SELECT pg_try_advisory_lock($1)", .int8(Self.lock)), Statement("SELECT clock_timestamp()"),
            Statement("SELECT to_count FROM pipeline.repartitioning"), Statement("SELECT FROM pipeline.settings"),
        ])
        guard first[0].first?.bool(0) == true else {
            throw ToolFailure.failed("another saypro retention run is at work")
        }
        // One that was killed holds no lock, and goes on from the rows as they were.
        if let begun = first[2].first {
            throw ToolFailure.failed(
                "the number of partitions is being changed: end that first, with saypro repartition \(begun.int(0))"
            )
        }
        guard !first[3].isEmpty else {
            throw ToolFailure.failed("the database has no number of partitions: run saypro migrate")
        }
        let now = first[1].first.map { Instant(microseconds: $0.timestamp(0)) } ?? .now()
        var runs: [Run] = []
        for duty in RetentionDuty.all {
            guard let period = duty.period ?? periods[duty.matter] else { continue }
            var run = Run(
                matter: duty.matter.rawValue,
                what: duty.what,
                keptSince: now - period,
                removed: 0,
                isDone: false
            )
            var refusals = 0
            while !run.isDone, !run.isShutOut, ContinuousClock.now < end {
                guard let removed = try await batch(duty, run.keptSince) else {
                    refusals += 1
                    run.isShutOut = refusals == attempts
                    if !run.isShutOut { try await Task.sleep(for: .milliseconds(.random(in: 100...500))) }
                    continue
                }
                run.removed += removed
                run.isDone = removed == 0
            }
            runs.append(run)
        }
        for topic in Topic.allCases {
            _ = try await session.query(Statement("SELECT pipeline.drop_empty_ranges($1)", .text(topic.rawValue)))
        }
        return runs
    }

    /// Removes one batch and notes it in the same transaction; nil where a lock is not to be had.
    ///
    /// Up to when a matter has been let go, no duty says that has a time of its own.
    private func batch(_ duty: RetentionDuty, _ keptSince: Instant) async throws -> Int64? {
        let note = Statement(
            """
            INSERT INTO pipeline.retention AS r (matter, kept_since, ran_at) VALUES ($1, $2, clock_timestamp())
            ON CONFLICT (matter) DO UPDATE
            SET kept_since = greatest(r.kept_since, EXCLUDED.kept_since), ran_at = EXCLUDED.ran_at
            """,
            .text(duty.matter.rawValue),
            .timestamp(keptSince.microseconds)
        )
        do {
            let rows = try await session.inTransaction(
                [Statement(duty.batch, .timestamp(keptSince.microseconds))] + (duty.period == nil ? [note] : [])
            )
            let removed = rows[0].first?.intOrNull(0) ?? 0
            guard removed > 0, duty.period == nil else { return removed }
            _ = try await session.query(
                Statement(
                    "UPDATE pipeline.retention SET removed = removed + $2 WHERE matter = $1",
                    .text(duty.matter.rawValue),
                    .int8(removed)
                )
            )
            return removed
        } catch let error as PostgresError where error.sqlState == "55P03" {
            return nil
        }
    }
}
