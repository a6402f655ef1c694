import Contract
import Postgres

/// Reads the heads of the queue's lines, in all partitions, leaving out cases that somebody has been called for.
///
/// Cases that need the same stand in one line: by next breach, then tier, then age. Lines are found by
/// skipping through the index, and share the limit, so what this costs depends on how many lines there are, not on how
/// long they are.
struct SelectWaiting {
    /// How many cases of all lines together, unless there are so many lines that each is shown with a few only.
    let limit: Int

    var statement: Statement {
        Statement(
            """
            WITH RECURSIVE lines (wants) AS (
                (SELECT wants FROM router.cases WHERE queued_at IS NOT NULL ORDER BY wants LIMIT 1)
                UNION ALL
                SELECT (
                    SELECT c.wants FROM router.cases AS c
                    WHERE c.queued_at IS NOT NULL AND c.wants > l.wants
                    ORDER BY c.wants
                    LIMIT 1
                )
                FROM lines AS l
                WHERE l.wants IS NOT NULL
            ),
            share (each) AS (
                SELECT greatest($1 / greatest(count(wants), 1), least($1, 8)) FROM lines
            )
            SELECT h.partition, h.conversation, h.id, h.queued_at, h.wants, h.queue_rank,
                   coalesce(h.widens_from, h.sought_at, h.queued_at), h.decided_before, h.timed_out,
                   (SELECT each FROM share), h.due_at,
                   extract(epoch FROM greatest(h.sought_at - h.widens_from, '0'))::float8
            FROM lines AS l
            CROSS JOIN LATERAL (
                SELECT * FROM router.cases AS c
                WHERE c.queued_at IS NOT NULL AND c.wants = l.wants
                  AND NOT EXISTS (SELECT FROM router.calls AS a WHERE a.partition = c.partition AND a."case" = c.id)
                ORDER BY coalesce(c.due_at, c.queued_at), c.queue_rank, c.queued_at
                LIMIT (SELECT each FROM share)
            ) AS h
            WHERE l.wants IS NOT NULL
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
            queuedAt: row.instant(3),
            rank: Int(row.int(5)),
            search: Search(
                needs: Needs(text: row.text(4)),
                since: row.instant(6),
                due: row.instantOrNull(10),
                restartedAfter: .seconds(row.doubleOrNull(11) ?? 0),
                excluded: Set(admins: row.textOrNull(7)),
                timedOut: row.textOrNull(8).map { AdminID($0) }
            )
        )
    }
}
