import Postgres

/// Notes whether people want mail that need not be; of several wishes of one person the last counts.
struct MailWishes {
    private let wishes: [Person.Key: Bool]

    init(_ wishes: [(Person.Key, Bool)]) {
        self.wishes = Dictionary(wishes) { $1 }
    }

    var statement: Statement {
        let people = wishes.map(\.key)
        return Statement(
            """
            UPDATE notifier.people AS p
            SET unsubscribed_at = CASE WHEN NOT k.is_wanted THEN coalesce(p.unsubscribed_at, now()) END
            FROM unnest($1::int[], $2::text[], $3::text[], $4::boolean[]) AS k (partition, audience, id, is_wanted)
            WHERE p.partition = k.partition AND p.audience = k.audience AND p.id = k.id
            """,
            .int4s(people.map { Int32($0.partition) }),
            .texts(people.map(\.recipient.audience.rawValue)),
            .texts(people.map(\.recipient.id)),
            .bools(wishes.map(\.value))
        )
    }
}
