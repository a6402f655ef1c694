import Contract
import Postgres

/// Reads the longest-waiting cases of all partitions that nobody has been called for.
struct SelectWaiting {
    let limit: Int

    var statement: Statement {
        Statement(
            """
            SELECT c.partition, c.conversation, c.id, c.queued_at
            FROM router.cases AS c
            WHERE c.queued_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM router.calls AS l WHERE l.partition = c.partition AND l."case" = c.id)
            ORDER BY c.queued_at
            LIMIT $1
            """,
            .int8(Int64(limit))
        )
    }
}

extension WaitingCase {
    /// A case as ``SelectWaiting`` gives it.
    init(_ row: Row) {
        self.init(
            partition: Int(row.int(0)),
            conversation: row.text(1),
            id: CaseID(row.text(2)),
            queuedAt: row.instant(3)
        )
    }
}
