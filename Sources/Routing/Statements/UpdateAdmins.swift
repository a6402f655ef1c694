import Contract
import Postgres

/// Writes presence and load of admins whose rows the transaction has locked, and the capacity that holds for them.
struct UpdateAdmins {
    let admins: [Admin]

    var statement: Statement {
        Statement(
            """
            UPDATE router.admins AS a
            SET status = n.status, status_at = n.status_at, open_cases = n.open_cases,
                last_assigned_at = n.last_assigned_at, capacity = n.capacity
            FROM (
                SELECT
                    unnest($1::text[]) AS id, unnest($2::text[]) AS status, unnest($3::timestamptz[]) AS status_at,
                    unnest($4::int[]) AS open_cases, unnest($5::timestamptz[]) AS last_assigned_at,
                    unnest($6::int[]) AS capacity
            ) AS n
            WHERE a.id = n.id
            """,
            .texts(admins.map(\.id.rawValue)),
            .texts(admins.map(\.status.rawValue)),
            .instants(admins.map(\.statusAt)),
            .int4s(admins.map { Int32($0.openCases) }),
            .instants(admins.map(\.lastAssignedAt)),
            .int4s(admins.map { Int32($0.capacity) })
        )
    }
}
