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
            FROM unnest(
                $1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::boolean[],
                $9::text[], $10::text[], $11::bigint[], $12::timestamptz[], $13::boolean[]
            ) AS n (
                partition, id, name, email, language, region, timezone, verified, channels, webhook, active_listings,
                put_at, erased
            )
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
