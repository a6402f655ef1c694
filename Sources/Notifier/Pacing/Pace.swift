import Contract
import Postgres

/// What was told to a person lately outside the application, and what is held for them: what the rules of pace go by.
struct Pace: Sendable, Equatable {
    let key: Person.Key
    /// Until then what can wait is gathered.
    var gathersUntil: Instant?
    /// When the person's timer is due.
    var nextAt: Instant?
    /// How many notices are held.
    var held = 0
    /// How many more there were, of which only the number is told.
    var omitted = 0
    /// The person's local day that ``used`` is about.
    var day = 0
    /// How much of the day's budget is used.
    var used = 0
    /// When automatic replies went out lately.
    var replies: [Instant] = []

    init(_ key: Person.Key) { self.key = key }
}

/// Reads the paces of people.
struct SelectPaces {
    let keys: [Person.Key]

    var statement: Statement {
        Statement(
            """
            SELECT p.partition, p.audience, p.recipient, p.gathers_until, p.next_at, p.held, p.omitted, p.day, p.used,
                   p.replies
            FROM unnest($1::int[], $2::text[], $3::text[]) AS k (partition, audience, id)
            JOIN notifier.paces AS p
              ON p.partition = k.partition AND p.audience = k.audience AND p.recipient = k.id
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.recipient.audience.rawValue)),
            .texts(keys.map(\.recipient.id))
        )
    }
}

/// Writes the paces of people.
struct PutPaces {
    let paces: [Pace]

    var statement: Statement {
        Statement(
            """
            INSERT INTO notifier.paces (
                partition, audience, recipient, gathers_until, next_at, held, omitted, day, used, replies
            )
            SELECT
                unnest($1::int[]), unnest($2::text[]), unnest($3::text[]), unnest($4::timestamptz[]),
                unnest($5::timestamptz[]), unnest($6::int[]), unnest($7::int[]), unnest($8::int[]), unnest($9::int[]),
                unnest($10::text[])
            ON CONFLICT (partition, audience, recipient) DO UPDATE
            SET gathers_until = EXCLUDED.gathers_until, next_at = EXCLUDED.next_at, held = EXCLUDED.held,
                omitted = EXCLUDED.omitted, day = EXCLUDED.day, used = EXCLUDED.used, replies = EXCLUDED.replies
            """,
            parameters: [
                .int4s(paces.map { Int32($0.key.partition) }), .texts(paces.map(\.key.recipient.audience.rawValue)),
                .texts(paces.map(\.key.recipient.id)), .timestamps(paces.map { $0.gathersUntil?.microseconds }),
                .timestamps(paces.map { $0.nextAt?.microseconds }), .int4s(paces.map { Int32(clamping: $0.held) }),
                .int4s(paces.map { Int32(clamping: $0.omitted) }), .int4s(paces.map { Int32(clamping: $0.day) }),
                .int4s(paces.map { Int32(clamping: $0.used) }),
                .texts(paces.map { $0.replies.map { String($0.microseconds) }.joined(separator: ",") }),
            ]
        )
    }
}

extension Pace {
    /// A row as ``SelectPaces`` gives it.
    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(1)) else { return nil }
        key = Person.Key(partition: Int(row.int(0)), recipient: Recipient(audience: audience, id: row.text(2)))
        gathersUntil = row.timestampOrNull(3).map(Instant.init(microseconds:))
        nextAt = row.timestampOrNull(4).map(Instant.init(microseconds:))
        held = Int(row.int(5))
        omitted = Int(row.int(6))
        day = Int(row.int(7))
        used = Int(row.int(8))
        replies = row.text(9).split(separator: ",").compactMap { Int64($0) }.map(Instant.init(microseconds:))
    }
}
