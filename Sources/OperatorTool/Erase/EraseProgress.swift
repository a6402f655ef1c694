import Contract
import Postgres

/// How far the stages have come in taking a user out, as the event log and their timers tell.
struct EraseProgress {
    let session: PostgresSession
    /// The entry that asked for it.
    let cause: String
    /// When the user was asked to be erased, by the database's clock.
    let start: Instant

    static func now(_ session: PostgresSession) async throws -> Instant {
        let rows = try await session.query(Statement("SELECT clock_timestamp()"))
        return rows.first.map { Instant(microseconds: $0.timestamp(0)) } ?? .now()
    }

    /// Waits until every stage that works here has done its part; answers the user's pseudonym.
    func wait(_ limit: Duration) async throws -> String {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var pseudonym: String?
        var left = "ingest has not begun"
        while clock.now < end {
            if let known = pseudonym {
                let open = try await stagesLeft(known)
                if open.isEmpty { return known }
                left = "waiting for \(open.joined(separator: ", "))"
            } else {
                pseudonym = try await findPseudonym()
            }
            try await Task.sleep(for: .milliseconds(300))
        }
        throw ToolFailure.unavailable(
            "the user is not erased everywhere yet (\(left)): it goes on by itself once these stages run (saypro status)"
        )
    }

    private func findPseudonym() async throws -> String? {
        try await session.query(
            Statement(
                """
                SELECT fields::json ->> 'pseudonym' FROM pipeline.events
                WHERE topic = 'commands' AND type = 'person.erased' AND at >= $2 AND cause = $1
                LIMIT 1
                """,
                .text(cause),
                .timestamp(start.microseconds)
            )
        ).first?.text(0)
    }

    /// The stages that have something left to do: a partition of their topic that has not been told or not been scrubbed, a
    /// timer that waits, or an erasure that they have not read.
    private func stagesLeft(_ pseudonym: String) async throws -> [String] {
        try await session.query(
            Statement(
                """
                WITH told AS (
                    SELECT e.topic, e.partition, e.seq, e.fields::json ->> 'user' AS "user" FROM pipeline.events AS e
                    WHERE e.type = 'person.erased' AND e.at >= $2 AND e.fields::json ->> 'pseudonym' = $1
                ), working AS (
                    SELECT t.topic, t.stage FROM pipeline.topics AS t
                    WHERE t.topic = 'commands' OR EXISTS (SELECT FROM pipeline.positions AS p WHERE p.stage = t.stage)
                )
                SELECT w.stage FROM working AS w CROSS JOIN pipeline.settings AS s
                WHERE (SELECT count(DISTINCT partition) FROM told WHERE told.topic = w.topic) < s.partitions
                UNION SELECT w.stage FROM working AS w JOIN told USING (topic) WHERE told."user" <> $1
                UNION SELECT stage FROM pipeline.timers
                WHERE starts_with(key, 'erase:') AND fields::json ->> 'pseudonym' = $1
                UNION SELECT p.stage FROM pipeline.positions AS p JOIN told USING (topic, partition) WHERE p.seq < told.seq
                ORDER BY 1
                """,
                .text(pseudonym),
                .timestamp(start.microseconds)
            )
        ).map { $0.text(0) }
    }
}
