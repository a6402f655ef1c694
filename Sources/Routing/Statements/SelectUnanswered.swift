import Contract
import Postgres

/// Reads the cases of these admins that wait for their answer, in all partitions, the longest waiting first.
struct SelectUnanswered {
    let admins: Set<AdminID>

    var statement: Statement {
        Statement(
            """
            SELECT partition, conversation, id, assignee, greatest(assigned_at, sought_at)
            FROM router.cases
            WHERE is_open AND assignee = ANY ($1::text[]) AND awaiting_since IS NOT NULL
              AND state IN ('assigned', 'escalated') AND escalation IS DISTINCT FROM 'department'
            ORDER BY awaiting_since
            """,
            .texts(admins.map(\.rawValue))
        )
    }
}

extension UnansweredCase {
    /// A case as ``SelectUnanswered`` gives it.
    init(_ row: Row) {
        self.init(
            partition: Int(row.int(0)),
            conversation: row.text(1),
            id: CaseID(row.text(2)),
            admin: AdminID(row.text(3)),
            takenAt: row.instantOrNull(4) ?? Instant(microseconds: .max)
        )
    }
}
