import Contract
import Postgres

/// Notices as the ledger has them, from the view `api.notifications`, and how their readers can be reached.
struct NoticeList {
    /// Which notices are meant.
    struct Selection: Sendable {
        /// A case, a conversation, a user or an admin.
        var name: String
        var days = 7
        var problems = false
        var limit = 200
    }

    let session: PostgresSession

    func page(_ selection: Selection) async throws -> NoticePage {
        // Events are named by time, so that a person's notices of some days are found by the ledger's own key.
        let since = Instant.now() - .seconds(Int64(selection.days) * 86_400)
        let first = UUIDv7(high: UInt64(clamping: since.microseconds / 1000) << 16, low: 0)
        let rows = try await session.query(
            Statement(
                """
                SELECT n.queued_at, n.audience, n.recipient, n.channel, n.type, n.state, n.reason, n.cause, n.held,
                       n.sent_at, n.attempts::bigint, n.notification::text, n.event::text, n."case", n.settled_at,
                       l.attempts::bigint, l.trouble
                FROM (
                    SELECT * FROM api.notifications WHERE "case" IN (
                        SELECT $1 UNION ALL SELECT "case" FROM api.cases WHERE conversation = $1
                    )
                    UNION
                    SELECT n.* FROM pipeline.settings AS s, generate_series(0, s.partitions - 1) AS p (partition),
                         api.notifications AS n
                    WHERE n.partition = p.partition AND n.event >= $2 AND n.recipient = $1
                ) AS n
                LEFT JOIN notifier.letters AS l ON l.partition = n.partition AND l.letter = n.letter
                WHERE NOT $3 OR n.state IN ('failed', 'suppressed') OR (n.state = 'queued' AND l.trouble IS NOT NULL)
                ORDER BY n.queued_at DESC, n.event DESC
                LIMIT $4
                """,
                .text(selection.name),
                .uuid(PostgresUUID(high: first.high, low: first.low)),
                .bool(selection.problems),
                .int8(Int64(selection.limit))
            )
        )
        let people = try await session.query(
            Statement(
                """
                SELECT p.audience, p.id, p.email IS NOT NULL, p.dead_email = p.email, p.unsubscribed_at, p.webhook IS NOT NULL,
                       p.channels, w.held, w.omitted, w.used, w.next_at
                FROM notifier.people AS p
                LEFT JOIN notifier.paces AS w
                  ON w.partition = p.partition AND w.audience = p.audience AND w.recipient = p.id
                WHERE p.id = $1
                """,
                .text(selection.name)
            )
        )
        return NoticePage(rows: rows.map { NoticeFacts($0) }.reversed(), people: people.map { ReaderFacts($0) })
    }
}

/// One notice by one channel.
struct NoticeFacts: Sendable {
    let queuedAt: Instant
    let audience: String
    let recipient: String
    let channel: String
    let type: String
    let state: String
    let reason: String
    let cause: String
    let held: String?
    let sentAt: Instant?
    let attempts: Int64
    let notification: String
    let event: String
    let `case`: String?
    let settledAt: Instant?
    /// What went wrong at the last attempt.
    let trouble: String?

    init(_ row: Row) {
        func instant(_ column: Int) -> Instant? { row.timestampOrNull(column).map(Instant.init(microseconds:)) }
        queuedAt = Instant(microseconds: row.timestamp(0))
        audience = row.text(1)
        recipient = row.text(2)
        channel = row.text(3)
        type = row.text(4)
        state = row.text(5)
        reason = row.text(6)
        cause = row.text(7)
        held = row.textOrNull(8)
        sentAt = instant(9)
        attempts = max(row.int(10), row.intOrNull(15) ?? 0)
        notification = row.text(11)
        event = row.text(12)
        `case` = row.textOrNull(13)
        settledAt = instant(14)
        trouble = row.textOrNull(16)
    }
}

/// How somebody can be reached.
struct ReaderFacts: Sendable {
    let audience: String
    let id: String
    let hasEmail: Bool
    let isEmailDead: Bool
    let unsubscribedAt: Instant?
    let hasWebhook: Bool
    let channels: String?
    let held: Int64
    let omitted: Int64
    let used: Int64
    let nextAt: Instant?

    init(_ row: Row) {
        audience = row.text(0)
        id = row.text(1)
        hasEmail = row.bool(2)
        isEmailDead = row.boolOrNull(3) ?? false
        unsubscribedAt = row.timestampOrNull(4).map(Instant.init(microseconds:))
        hasWebhook = row.bool(5)
        channels = row.textOrNull(6)
        held = row.intOrNull(7) ?? 0
        omitted = row.intOrNull(8) ?? 0
        used = row.intOrNull(9) ?? 0
        nextAt = row.timestampOrNull(10).map(Instant.init(microseconds:))
    }
}
