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
        case newest
        case oldest

        fileprivate var clause: String {
            switch self {
            case .waiting: "coalesce(queued_at, awaiting_since) NULLS LAST, opened_at"
            case .newest: "opened_at DESC"
            case .oldest: "opened_at"
            }
        }
    }

    /// One case.
    struct Row: Sendable {
        var id: String
        var conversation: String
        var kind: String
        var state: String
        var category: String?
        var tier: String?
        var team: String?
        var assignee: String?
        var user: String?
        var openedAt: Instant
        /// The oldest message of the user that nobody has answered.
        var awaitingSince: Instant?
    }

    /// The states in which a matter is still to be settled.
    static let openStates = ["open", "assigned", "waiting", "snoozed", "escalated"]

    let session: PostgresSession

    func rows(_ selection: Selection) async throws -> [Row] {
        let rows = try await session.query(
            Statement(
                """
                SELECT "case", conversation, kind, state, category, tier, team, assignee, "user", opened_at, awaiting_since
                FROM api.cases
                WHERE (state = ANY ($1::text[]) OR "case" = $10) AND ($10::text IS NULL OR "case" = $10)
                  AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR category = $3)
                  AND ($4::text IS NULL OR tier = $4) AND ($5::text IS NULL OR team = $5)
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
        return rows.map(Row.init)
    }

    /// The case of that id, in whatever state.
    func row(of id: String) async throws -> Row? {
        try await rows(Selection(id: id, limit: 1)).first
    }
}

extension CaseList.Row {
    fileprivate init(_ row: Postgres.Row) {
        id = row.text(0)
        conversation = row.text(1)
        kind = row.text(2)
        state = row.text(3)
        category = row.textOrNull(4)
        tier = row.textOrNull(5)
        team = row.textOrNull(6)
        assignee = row.textOrNull(7)
        user = row.textOrNull(8)
        openedAt = Instant(microseconds: row.timestamp(9))
        awaitingSince = row.timestampOrNull(10).map(Instant.init(microseconds:))
    }

    var json: JSONValue {
        [
            "case": .string(id), "conversation": .string(conversation), "kind": .string(kind), "state": .string(state),
            "category": .text(category), "tier": .text(tier), "team": .text(team), "assignee": .text(assignee),
            "user": .text(user), "opened_at": .string(openedAt.description),
            "awaiting_since": .text(awaitingSince?.description),
        ]
    }
}

extension Parameter {
    /// A text, or NULL when there is none.
    static func optional(_ text: String?) -> Parameter { text.map { .text($0) } ?? .null }
}
