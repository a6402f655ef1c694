import Contract
import Postgres

/// Reads the unanswered cases of admins who leave, in all partitions.
struct SelectDeserted {
    let leaving: Set<AdminID>

    var statement: Statement {
        Statement(
            """
            SELECT partition, conversation, id, assignee
            FROM router.cases
            WHERE is_open AND assignee = ANY ($1::text[]) AND awaiting_since IS NOT NULL
            ORDER BY awaiting_since
            """,
            .texts(leaving.map(\.rawValue))
        )
    }
}

extension DesertedCase {
    /// A case as ``SelectDeserted`` gives it.
    init(_ row: Row) {
        self.init(
            partition: Int(row.int(0)),
            conversation: row.text(1),
            id: CaseID(row.text(2)),
            admin: AdminID(row.text(3))
        )
    }
}
