import Contract
import Postgres

/// Writes the ledger's entries of a batch; that nobody is told twice is the table's own constraint.
struct InsertNotifications {
    let entries: [LedgerEntry]

    var statement: Statement {
        Statement(
            """
            INSERT INTO notifier.notifications (
                partition, event, recipient, channel, notification, type, audience, state, reason, cause, conversation,
                "case", queued_at, sent_at, attempts
            )
            SELECT partition, event, recipient, 'in_app', notification, type, audience, state, reason, cause,
                   conversation, "case", at, CASE state WHEN 'sent' THEN at END, CASE state WHEN 'sent' THEN 1 ELSE 0 END
            FROM unnest(
                $1::int[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::timestamptz[]
            ) AS n (
                partition, event, recipient, notification, type, audience, state, reason, cause, conversation, "case",
                at
            )
            """,
            parameters: [
                .int4s(entries.map { Int32($0.partition) }), .uuids(entries.map { $0.event.stored }),
                .texts(entries.map(\.recipient.id)), .uuids(entries.map { $0.notification.stored }),
                .texts(entries.map(\.kind.rawValue)), .texts(entries.map(\.recipient.audience.rawValue)),
                .texts(entries.map(\.state.rawValue)), .texts(entries.map(\.reason)), .texts(entries.map(\.cause)),
                .texts(entries.map(\.conversation)), .texts(entries.map(\.case)),
                .timestamps(entries.map(\.at.microseconds)),
            ]
        )
    }
}

extension UUIDv7 {
    /// The identifier as PostgreSQL stores it.
    fileprivate var stored: PostgresUUID { PostgresUUID(high: high, low: low) }
}
