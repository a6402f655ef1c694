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
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS audience, unnest($3::text[]) AS id,
                    unnest($4::boolean[]) AS is_wanted
            ) AS k
            WHERE p.partition = k.partition AND p.audience = k.audience AND p.id = k.id
            """,
            .int4s(people.map { Int32($0.partition) }),
            .texts(people.map(\.recipient.audience.rawValue)),
            .texts(people.map(\.recipient.id)),
            .bools(wishes.map(\.value))
        )
    }
}
