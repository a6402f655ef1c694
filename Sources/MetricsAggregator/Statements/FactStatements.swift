import Contract
import Postgres

/// Notes who did something in a month.
struct PutPeople {
    let people: [Person]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.people (partition, month, measure, person)
            SELECT partition, month, measure, person
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::int[]) AS month, unnest($3::text[]) AS measure,
                    unnest($4::bigint[]) AS person
            ) AS n
            ON CONFLICT DO NOTHING
            """,
            .int4s(people.map { Int32($0.partition) }),
            .int4s(people.map { Int32($0.month) }),
            .texts(people.map(\.measure.rawValue)),
            .int8s(people.map(\.number))
        )
    }
}

/// Notes when admins came and left.
struct PutPresences {
    let presences: [Presence]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.presence AS p (partition, admin, at, status)
            SELECT partition, admin, at, status
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS admin, unnest($3::timestamptz[]) AS at,
                    unnest($4::text[]) AS status
            ) AS n
            ON CONFLICT (partition, admin, at) DO UPDATE SET status = EXCLUDED.status
            """,
            .int4s(presences.map { Int32($0.partition) }),
            .texts(presences.map(\.admin)),
            .timestamps(presences.map(\.at.microseconds)),
            .texts(presences.map(\.status))
        )
    }
}

/// Notes what the site says of its users; what was said later holds.
struct PutUsages {
    let usages: [Usage]

    var statement: Statement {
        Statement(
            """
            INSERT INTO metrics.usage AS u (period, campaign, active_users, reach, at)
            SELECT period, campaign, active_users, reach, at
            FROM (
                SELECT
                    unnest($1::text[]) AS period, unnest($2::text[]) AS campaign, unnest($3::bigint[]) AS active_users,
                    unnest($4::bigint[]) AS reach, unnest($5::timestamptz[]) AS at
            ) AS n
            ON CONFLICT (period, campaign) DO UPDATE
            SET active_users = EXCLUDED.active_users, reach = EXCLUDED.reach, at = EXCLUDED.at
            WHERE u.at <= EXCLUDED.at
            """,
            .texts(usages.map(\.period)),
            .texts(usages.map(\.campaign)),
            .int8s(usages.map(\.activeUsers)),
            .int8s(usages.map(\.reach)),
            .timestamps(usages.map(\.at.microseconds))
        )
    }
}

/// Notes which of some flags were upheld, in place of what was known of them.
struct PutUpheld {
    let flags: [Subject]
    let upheld: [Upheld]

    var statements: [Statement] {
        [
            Statement(
                """
                DELETE FROM metrics.upheld AS u
                USING unnest($1::int[], $2::text[]) AS k (partition, flag)
                WHERE u.partition = k.partition AND u.subject > k.flag || '/' AND u.subject < k.flag || '0'
                """,
                .int4s(flags.map { Int32($0.partition) }),
                .texts(flags.map(\.name))
            ),
            Statement(
                """
                INSERT INTO metrics.upheld (partition, subject, item, opened_at, at)
                SELECT partition, subject, item, opened_at, at
                FROM (
                    SELECT
                        unnest($1::int[]) AS partition, unnest($2::text[]) AS subject, unnest($3::text[]) AS item,
                        unnest($4::timestamptz[]) AS opened_at, unnest($5::timestamptz[]) AS at
                ) AS n
                """,
                .int4s(upheld.map { Int32($0.partition) }),
                .texts(upheld.map(\.subject)),
                .texts(upheld.map(\.item)),
                .timestamps(upheld.map(\.openedAt.microseconds)),
                .timestamps(upheld.map(\.at.microseconds))
            ),
        ]
    }
}
