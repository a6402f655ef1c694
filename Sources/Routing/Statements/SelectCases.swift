import Contract
import Postgres

/// Reads the latest case of each conversation; conversations without one give no row.
struct SelectCases {
    let keys: [CaseThreads.Key]

    var statement: Statement {
        Statement(
            """
            SELECT c.partition, c.conversation, c.number, c.id, c.kind, c.subject, c."user", c.counterparty, c.state,
                   c.cycle, c.category, c.tier, c.team, c.assignee, c.assigned_at, c.hand_assigned_at, c.stage, c.eta,
                   c.outcome, c.reason, c.root_cause, c.asked, c.language, c.opened_at, c.awaiting_since,
                   c.first_reply_at, c.last_reply_at, c.replies, c.resolved_at, c.reopened, c.reopened_at,
                   c.updated_at, c.follows, c.messages::text, c.queued_at, c.decisions,
                   EXISTS (
                       SELECT FROM router.admins AS a
                       WHERE a.id = c.assignee AND c.is_open
                         AND (NOT a.active OR (a.status = 'offline' AND a.status_at > '-infinity'))
                   )
            FROM unnest($1::int[], $2::text[]) AS k (partition, conversation)
            CROSS JOIN LATERAL (
                SELECT * FROM router.cases AS l
                WHERE l.partition = k.partition AND l.conversation = k.conversation
                ORDER BY l.number DESC
                LIMIT 1
            ) AS c
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.conversation))
        )
    }
}

extension Case {
    /// A case as ``SelectCases`` gives it.
    init(_ row: Row) throws(UnreadableRow) {
        guard let state = CaseState(rawValue: row.text(8)) else { throw UnreadableRow(table: "router.cases") }
        self.init(
            partition: Int(row.int(0)),
            conversation: row.text(1),
            number: Int(row.int(2)),
            id: CaseID(row.text(3)),
            kind: row.text(4),
            subject: row.textOrNull(5),
            user: row.textOrNull(6),
            counterparty: row.textOrNull(7),
            state: state,
            cycle: Int(row.int(9)),
            category: row.textOrNull(10),
            tier: row.textOrNull(11),
            team: row.textOrNull(12),
            assignee: row.textOrNull(13).map { AdminID($0) },
            assignedAt: row.instantOrNull(14),
            handAssignedAt: row.instantOrNull(15),
            stage: row.textOrNull(16),
            eta: row.textOrNull(17),
            outcome: row.textOrNull(18),
            reason: row.textOrNull(19),
            rootCause: row.textOrNull(20),
            asked: row.textOrNull(21),
            language: row.textOrNull(22),
            openedAt: row.instant(23),
            awaitingSince: row.instantOrNull(24),
            firstReplyAt: row.instantOrNull(25),
            lastReplyAt: row.instantOrNull(26),
            replies: Int(row.int(27)),
            resolvedAt: row.instantOrNull(28),
            reopened: Int(row.int(29)),
            reopenedAt: row.instantOrNull(30),
            updatedAt: row.instantOrNull(31),
            follows: row.textOrNull(32).map { CaseID($0) },
            messages: MessageSpans(text: row.text(33)),
            queuedAt: row.instantOrNull(34),
            decisions: Int(row.int(35)),
            assigneeMayBeGone: row.bool(36)
        )
    }
}

/// A row says what this version of the program does not know: another version has written it.
struct UnreadableRow: Error, Sendable, Equatable {
    let table: String
}

extension Row {
    /// The column as a point in time.
    func instant(_ column: Int) -> Instant {
        Instant(microseconds: timestamp(column))
    }

    /// The column as a point in time, or nil where it is NULL.
    func instantOrNull(_ column: Int) -> Instant? {
        timestampOrNull(column).map { Instant(microseconds: $0) }
    }
}
