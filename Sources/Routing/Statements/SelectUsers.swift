import Contract
import Postgres

/// Reads what the directory says of users, as far as decisions need it.
struct SelectUsers {
    let keys: [UserEntry.Key]

    var statement: Statement {
        Statement(
            """
            SELECT u.partition, u.id, u.put_at, u.language, u.region, u.email, u.verified, u.name
            FROM unnest($1::int[], $2::text[]) AS k (partition, id)
            JOIN router.users AS u ON u.partition = k.partition AND u.id = k.id
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.user.rawValue))
        )
    }
}

extension UserEntry {
    /// A user as ``SelectUsers`` gives them.
    init(_ row: Row) {
        self.init(
            key: Key(partition: Int(row.int(0)), user: UserID(row.text(1))),
            putAt: row.instant(2),
            language: row.textOrNull(3),
            region: row.textOrNull(4),
            email: row.textOrNull(5),
            isVerified: row.boolOrNull(6),
            name: row.textOrNull(7)
        )
    }
}
