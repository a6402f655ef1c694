import Contract
import Postgres
import Redis

extension RejectedEntries {
    /// What became of refused entries that were to be published again.
    struct Resubmission: Sendable {
        var published = 0
        /// Those of which not all was kept.
        var cut: [String] = []
        /// How many the limit has left over.
        var left = 0

        var isEmpty: Bool { published == 0 && cut.isEmpty }
    }

    /// Publishes entries again as they were received, into the streams that they came from.
    ///
    /// They go in the order of their streams, which is the order within each conversation. Each goes once, since what is
    /// refused again is another entry; one that the selection names goes however often.
    func resubmit(
        _ selection: Selection,
        upTo limit: Int?,
        keys: Keys,
        on redis: RedisClient
    ) async throws -> Resubmission {
        // What is refused while this goes on is not in it.
        _ = try await session.query(
            Statement(
                """
                DECLARE refused CURSOR WITH HOLD FOR
                \(Self.chosen)
                  AND ($1::text IS NOT NULL OR NOT EXISTS (
                      SELECT FROM pipeline.audit AS a
                      WHERE a.action = 'rejected.resubmit' AND a.subject = concat_ws(' ', r.stream, r.entry)
                  ))
                ORDER BY split_part(entry, '-', 1)::numeric, split_part(entry, '-', 2)::numeric, stream
                """,
                parameters: selection.parameters
            )
        )
        var outcome = Resubmission()
        while outcome.published < limit ?? .max {
            let page = min(100, (limit ?? .max) - outcome.published)
            let rows = try await session.query(Statement("FETCH \(page) FROM refused")).map(Row.init)
            if rows.isEmpty { return outcome }
            for row in rows {
                let name = "\(row.stream) \(row.entry)"
                guard let command = row.command(keys: keys) else {
                    outcome.cut.append(name)
                    continue
                }
                _ = try await redis.send(command)
                _ = try await session.query(Audit.row(action: "rejected.resubmit", subject: name))
                outcome.published += 1
            }
        }
        outcome.left = try await session.query(Statement("MOVE ALL FROM refused")).affected
        return outcome
    }
}
