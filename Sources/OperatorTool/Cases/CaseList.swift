import Contract
import Postgres

/// Cases as the office sees them, from the view `api.cases`.
struct CaseList {
    /// Which cases are meant; what is nil narrows nothing.
    struct Selection: Sendable {
        var states: [String] = []
        var kind: String?
        var category: String?
        var tier: String?
        var team: String?
        var admin: String?
        var user: String?
        var unassigned = false
        /// One case alone, in whatever state.
        var id: String?
        var order = Order.waiting
        var limit = 50
    }

    /// What comes first.
    enum Order: String, CaseIterable, Sendable {
        /// Who has waited longest for an answer; cases that nobody waits for come last.
        case waiting
        /// The most urgent tier, and in it who has waited longest.
        case tier
        case oldest
        case newest
        /// What something happened to last.
        case updated
        /// Whose next promise breaks first; those that are broken and not done come before.
        case breach

        fileprivate var clause: String {
            switch self {
            case .waiting: "coalesce(queued_at, awaiting_since) NULLS LAST, opened_at"
            case .tier: "tier NULLS LAST, coalesce(queued_at, awaiting_since) NULLS LAST, opened_at"
            case .oldest: "opened_at"
            case .newest: "opened_at DESC"
            case .updated:
                """
                (SELECT h.time FROM api.case_history AS h WHERE h.partition = c.partition AND h."case" = c."case"
                 ORDER BY h.seq DESC LIMIT 1) DESC NULLS LAST
                """
            case .breach: "\(NextBreach.column) NULLS LAST, tier NULLS LAST, opened_at"
            }
        }
    }

    /// The cases that were asked for, and how many there are beyond the limit.
    struct Page: Sendable {
        var rows: [CaseFacts]
        var count: Int
    }

    /// The states in which a matter is still to be settled.
    static let openStates = ["open", "assigned", "waiting", "snoozed", "escalated"]

    let session: PostgresSession

    func page(_ selection: Selection) async throws -> Page {
        let rows = try await session.query(
            Statement(
                """
                SELECT \(CaseFacts.columns), count(*) OVER ()
                FROM api.cases AS c
                WHERE (state = ANY ($1::text[]) OR "case" = $10) AND ($10::text IS NULL OR "case" = $10)
                  AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR category = $3)
                  AND ($4::text IS NULL OR tier = $4) AND ($5::text IS NULL OR coalesce(team, wanted_team) = $5)
                  AND ($6::text IS NULL OR assignee = $6) AND ($7::text IS NULL OR "user" = $7)
                  AND (NOT $8 OR assignee IS NULL)
                ORDER BY \(selection.order.clause), "case"
                LIMIT $9
                """,
                .texts(selection.states.isEmpty ? Self.openStates : selection.states),
                .optional(selection.kind),
                .optional(selection.category),
                .optional(selection.tier),
                .optional(selection.team),
                .optional(selection.admin),
                .optional(selection.user),
                .bool(selection.unassigned),
                .int8(Int64(selection.limit)),
                .optional(selection.id)
            )
        )
        return Page(rows: rows.map { CaseFacts($0) }, count: rows.first.map { Int($0.int(CaseFacts.columnCount)) } ?? 0)
    }

    /// The case of that id, in whatever state.
    func facts(of id: String) async throws -> CaseFacts? {
        try await page(Selection(id: id, limit: 1)).rows.first
    }
}

/// When the next promise about a case is due.
enum NextBreach {
    /// It, of the case `c`, as a column.
    static let column = """
        (SELECT min(k.due_at) FROM api.clocks AS k
         WHERE k.partition = c.partition AND k."case" = c."case" AND k.stopped_at IS NULL)
        """
}

extension Parameter {
    /// A text, or NULL when there is none.
    static func optional(_ text: String?) -> Parameter { text.map { .text($0) } ?? .null }
}
