import Contract
import Policy
import Postgres

/// One notice by one channel, and what became of it.
struct LedgerEntry: Sendable, Equatable {
    /// How far a notice has come.
    enum State: String, Sendable {
        case queued, sent, delivered, failed, suppressed
    }

    /// What names an entry: nobody is told of one event twice by one channel.
    struct Key: Hashable, Sendable {
        let partition: Int
        let event: EventID
        let recipient: String
        let channel: NoticeChannel
    }

    let key: Key
    let notification: UUIDv7
    let kind: NoticeKind
    var state: State
    /// Why the person gets it, or why it was suppressed.
    var reason: String
    /// What led to the event.
    let cause: String
    let conversation: String?
    let `case`: String?
    let happened: Instant
    let at: Instant
    /// Why it does not go out at once.
    var held: String?
    /// The letter that tells it.
    var letter: UUIDv7?
}

/// What is new about an entry that is there.
struct LedgerChange: Sendable, Equatable {
    let key: LedgerEntry.Key
    let state: LedgerEntry.State
    /// Why it was suppressed; nil where the reason for telling it stands.
    var reason: String?
    /// Why it failed; nil where what led to the event stands.
    var cause: String?
    var sentAt: Instant?
    let settledAt: Instant?
    let attempts: Int
    var letter: UUIDv7?
}

/// Writes the ledger's entries of a batch; that nobody is told twice is the table's own constraint.
struct InsertNotifications {
    let entries: [LedgerEntry]

    var statement: Statement {
        Statement(
            """
            INSERT INTO notifier.notifications (
                partition, event, recipient, channel, notification, type, audience, state, reason, cause, conversation,
                "case", queued_at, sent_at, attempts, happened_at, settled_at, held, letter
            )
            SELECT partition, event, recipient, channel, notification, type, audience, state, reason, cause,
                   conversation, "case", at, CASE state WHEN 'sent' THEN at END, CASE state WHEN 'sent' THEN 1 ELSE 0 END,
                   happened, CASE WHEN state <> 'queued' THEN at END, held, letter
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::uuid[]) AS event, unnest($3::text[]) AS recipient,
                    unnest($4::text[]) AS channel, unnest($5::uuid[]) AS notification, unnest($6::text[]) AS type,
                    unnest($7::text[]) AS audience, unnest($8::text[]) AS state, unnest($9::text[]) AS reason,
                    unnest($10::text[]) AS cause, unnest($11::text[]) AS conversation, unnest($12::text[]) AS "case",
                    unnest($13::timestamptz[]) AS at, unnest($14::timestamptz[]) AS happened,
                    unnest($15::text[]) AS held, unnest($16::uuid[]) AS letter
            ) AS n
            """,
            parameters: [
                .int4s(entries.map { Int32($0.key.partition) }), .uuids(entries.map { $0.key.event.stored }),
                .texts(entries.map(\.key.recipient)), .texts(entries.map(\.key.channel.rawValue)),
                .uuids(entries.map { $0.notification.stored }), .texts(entries.map(\.kind.name)),
                .texts(entries.map(\.kind.audience.rawValue)), .texts(entries.map(\.state.rawValue)),
                .texts(entries.map(\.reason)), .texts(entries.map(\.cause)), .texts(entries.map(\.conversation)),
                .texts(entries.map(\.case)), .timestamps(entries.map(\.at.microseconds)),
                .timestamps(entries.map(\.happened.microseconds)), .texts(entries.map(\.held)),
                .uuids(entries.map { $0.letter?.stored }),
            ]
        )
    }
}

/// Writes what became of entries.
struct UpdateNotifications {
    let changes: [LedgerChange]

    var statement: Statement {
        Statement(
            """
            UPDATE notifier.notifications AS n
            SET state = c.state, reason = coalesce(c.reason, n.reason), cause = coalesce(c.cause, n.cause),
                sent_at = coalesce(n.sent_at, c.sent_at), settled_at = c.settled_at, attempts = c.attempts,
                letter = coalesce(c.letter, n.letter)
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::uuid[]) AS event, unnest($3::text[]) AS recipient,
                    unnest($4::text[]) AS channel, unnest($5::text[]) AS state, unnest($6::text[]) AS reason,
                    unnest($7::text[]) AS cause, unnest($8::timestamptz[]) AS sent_at,
                    unnest($9::timestamptz[]) AS settled_at, unnest($10::int[]) AS attempts,
                    unnest($11::uuid[]) AS letter
            ) AS c
            WHERE n.partition = c.partition AND n.event = c.event AND n.recipient = c.recipient
              AND n.channel = c.channel
            """,
            parameters: [
                .int4s(changes.map { Int32($0.key.partition) }), .uuids(changes.map { $0.key.event.stored }),
                .texts(changes.map(\.key.recipient)), .texts(changes.map(\.key.channel.rawValue)),
                .texts(changes.map(\.state.rawValue)), .texts(changes.map(\.reason)), .texts(changes.map(\.cause)),
                .timestamps(changes.map { $0.sentAt?.microseconds }),
                .timestamps(changes.map { $0.settledAt?.microseconds }),
                .int4s(changes.map { Int32(clamping: $0.attempts) }), .uuids(changes.map { $0.letter?.stored }),
            ]
        )
    }
}

extension UUIDv7 {
    /// The identifier as PostgreSQL stores it.
    var stored: PostgresUUID { PostgresUUID(high: high, low: low) }

    /// The identifier that PostgreSQL has stored.
    init(_ stored: PostgresUUID) { self.init(high: stored.high, low: stored.low) }
}
