import Contract
import Postgres
package import Program

/// Reads how the pipeline is from the views of schema `api`.
package struct DatabaseHealth: HealthSource {
    private let database: ReadPool

    package init(_ database: ReadPool) {
        self.database = database
    }

    package func pipelineState() async throws -> PipelineState {
        let results = try await database.run([Self.places, Self.parked, Self.rejected])
        return PipelineState(
            places: results[0].map { row in
                PipelineState.Place(
                    stage: row.text(0),
                    topic: row.text(1),
                    partitions: Int(row.int(2)),
                    owned: Int(row.int(3)),
                    owners: row.texts(4).compactMap { $0 },
                    lag: Int(row.int(5)),
                    oldest: row.timestampOrNull(6).map(Instant.init(microseconds:))
                )
            },
            parked: results[1].map(Self.heap),
            rejected: results[2].map(Self.heap)
        )
    }

    private static func heap(_ row: Row) -> PipelineState.Heap {
        PipelineState.Heap(
            name: row.text(0),
            reason: row.text(1),
            count: Int(row.int(2)),
            latest: Instant(microseconds: row.timestamp(3))
        )
    }

    private static let places = Statement(
        """
        SELECT stage, topic, count(DISTINCT partition), count(DISTINCT partition) FILTER (WHERE owner IS NOT NULL),
               array_remove(array_agg(DISTINCT owner), NULL), sum(lag)::bigint, min(oldest_unread_at)
        FROM api.lag
        GROUP BY stage, topic
        ORDER BY stage, topic
        """
    )

    private static let parked = Statement(
        """
        SELECT stage, coalesce(error, ''), count(*), max(at)
        FROM api.parked
        GROUP BY 1, 2
        ORDER BY 3 DESC, 1, 2
        LIMIT 50
        """
    )

    private static let rejected = Statement(
        """
        SELECT coalesce(source, ''), code || CASE WHEN field <> '' THEN ' (' || field || ')' ELSE '' END, count(*), max(at)
        FROM api.rejected
        WHERE at > now() - interval '7 days'
        GROUP BY 1, 2
        ORDER BY 3 DESC, 1, 2
        LIMIT 50
        """
    )
}
