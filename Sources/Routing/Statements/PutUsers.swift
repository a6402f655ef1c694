import Contract
import Postgres

/// Writes users' entries in place of those that were there.
struct PutUsers {
    let users: [UserEntry]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.users (
                partition, id, name, email, language, region, timezone, verified, channels, webhook, active_listings,
                put_at, erased_at
            )
            SELECT partition, id, name, email, language, region, timezone, verified, string_to_array(channels, ','),
                   webhook, active_listings, put_at, CASE WHEN erased THEN put_at END
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS id, unnest($3::text[]) AS name,
                    unnest($4::text[]) AS email, unnest($5::text[]) AS language, unnest($6::text[]) AS region,
                    unnest($7::text[]) AS timezone, unnest($8::boolean[]) AS verified, unnest($9::text[]) AS channels,
                    unnest($10::text[]) AS webhook, unnest($11::bigint[]) AS active_listings,
                    unnest($12::timestamptz[]) AS put_at, unnest($13::boolean[]) AS erased
            ) AS n
            ON CONFLICT (partition, id) DO UPDATE
            SET name = EXCLUDED.name, email = EXCLUDED.email, language = EXCLUDED.language, region = EXCLUDED.region,
                timezone = EXCLUDED.timezone, verified = EXCLUDED.verified, channels = EXCLUDED.channels,
                webhook = EXCLUDED.webhook, active_listings = EXCLUDED.active_listings, put_at = EXCLUDED.put_at,
                erased_at = EXCLUDED.erased_at
            """,
            parameters: [
                .int4s(users.map { Int32($0.key.partition) }), .texts(users.map(\.key.user.rawValue)),
                texts("name"), texts("email"), texts("language"), texts("region"), texts("timezone"),
                .bools(users.map { $0.fields.truth("verified") }), texts("channels"), texts("webhook"),
                .int8s(users.map { $0.fields.optional("active_listings").flatMap { Int64($0) } }),
                .instants(users.map(\.putAt)), .bools(users.map(\.isErased)),
            ]
        )
    }

    private func texts(_ name: String) -> Parameter {
        .texts(users.map { $0.fields.optional(name) })
    }
}
