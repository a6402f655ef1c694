import Contract
import Postgres

/// How far the stages have come in taking a user out, as the event log and their timers tell.
///
/// It is asked a few times a second, and so reads what the log got since the beginning, never the log.
struct EraseProgress {
    /// How far the log was before the user was asked to be erased.
    struct Start: Sendable {
        fileprivate let topics: [String]
        fileprivate let partitions: [Int32]
        fileprivate let seqs: [Int64]
    }

    let session: PostgresSession
    /// The entry that asked for it.
    let cause: String
    let start: Start

    static func now(_ session: PostgresSession) async throws -> Start {
        let rows = try await session.run([
            // What is asked again and again takes milliseconds; to compile it takes seconds.
            Statement("SET jit = off"), Statement("SELECT topic, partition, seq FROM pipeline.heads"),
        ])
        let heads = rows[1]
        return Start(
            topics: heads.map { $0.text(0) },
            partitions: heads.map { Int32($0.int(1)) },
            seqs: heads.map { $0.int(2) }
        )
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

    /// The erasures that the partitions of topics have told of since, which a query begins with.
    ///
    /// OFFSET 0 keeps the planner from joining with the whole log: each partition's end is read by its key.
    private static func told(in topics: String) -> String {
        """
        WITH told AS MATERIALIZED (
            SELECT t.topic, p.partition, e.seq, e.cause, e.fields::json ->> 'user' AS "user",
                   e.fields::json ->> 'pseudonym' AS pseudonym
            FROM pipeline.topics AS t
            CROSS JOIN pipeline.settings AS s
            CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p (partition)
            LEFT JOIN unnest($2::text[], $3::int[], $4::bigint[]) AS h (topic, partition, seq)
                ON h.topic = t.topic AND h.partition = p.partition
            CROSS JOIN LATERAL (
                SELECT seq, cause, fields FROM pipeline.events AS e
                WHERE e.partition = p.partition AND e.topic = t.topic AND e.seq > coalesce(h.seq, 0)
                  AND e.type = 'person.erased'
                OFFSET 0
            ) AS e
            WHERE \(topics)
        )
        """
    }

    private func ask(_ question: String, _ parameter: String, of topics: String = "true") async throws -> Rows {
        try await session.query(
            Statement(
                Self.told(in: topics) + question,
                .text(parameter),
                .texts(start.topics),
                .int4s(start.partitions),
                .int8s(start.seqs)
            )
        )
    }

    private func findPseudonym() async throws -> String? {
        try await ask(" SELECT pseudonym FROM told WHERE cause = $1 LIMIT 1", cause, of: "t.topic = 'commands'").first?
            .text(0)
    }

    /// The stages that have something left to do: a partition of their topic that has not been told or not been scrubbed, a
    /// timer that waits, or an erasure that they have not read.
    ///
    /// Another erasure of the same user may have scrubbed with its own pseudonym.
    private func stagesLeft(_ pseudonym: String) async throws -> [String] {
        try await ask(
            """
            , mine AS (SELECT * FROM told WHERE pseudonym = $1), working AS (
                SELECT t.topic, t.stage FROM pipeline.topics AS t
                WHERE t.topic = 'commands' OR EXISTS (SELECT FROM pipeline.positions AS p WHERE p.stage = t.stage)
            )
            SELECT w.stage FROM working AS w CROSS JOIN pipeline.settings AS s
            WHERE (SELECT count(DISTINCT partition) FROM mine WHERE mine.topic = w.topic) < s.partitions
            UNION SELECT w.stage FROM working AS w JOIN mine USING (topic)
            WHERE mine."user" !~ '^erased-[0-9a-f]{16}$'
            UNION SELECT stage FROM pipeline.timers
            WHERE starts_with(key, 'erase:') AND fields::json ->> 'pseudonym' = $1
            UNION SELECT p.stage FROM pipeline.positions AS p JOIN mine USING (topic, partition) WHERE p.seq < mine.seq
            ORDER BY 1
            """,
            pseudonym
        ).map { $0.text(0) }
    }
}
