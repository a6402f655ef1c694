import Contract
import Postgres

/// Writes admins' entries in place of those that were there; presence and load are written by ``UpdateAdmins``.
struct PutAdmins {
    let admins: [(admin: Admin, fields: Fields)]

    var statement: Statement {
        Statement(
            """
            INSERT INTO router.admins (
                id, name, email, team, languages, regions, skills, capacity, own_capacity, calendar, senior, active,
                put_at
            )
            SELECT id, name, email, team, string_to_array(languages, ','), string_to_array(regions, ','),
                   string_to_array(skills, ','), capacity, own_capacity, calendar, senior, active, put_at
            FROM (
                SELECT
                    unnest($1::text[]) AS id, unnest($2::text[]) AS name, unnest($3::text[]) AS email,
                    unnest($4::text[]) AS team, unnest($5::text[]) AS languages, unnest($6::text[]) AS regions,
                    unnest($7::text[]) AS skills, unnest($8::int[]) AS capacity, unnest($9::bigint[]) AS own_capacity,
                    unnest($10::text[]) AS calendar, unnest($11::boolean[]) AS senior, unnest($12::boolean[]) AS active,
                    unnest($13::timestamptz[]) AS put_at
            ) AS n
            ON CONFLICT (id) DO UPDATE
            SET name = EXCLUDED.name, email = EXCLUDED.email, team = EXCLUDED.team, languages = EXCLUDED.languages,
                regions = EXCLUDED.regions, skills = EXCLUDED.skills, capacity = EXCLUDED.capacity,
                own_capacity = EXCLUDED.own_capacity, calendar = EXCLUDED.calendar, senior = EXCLUDED.senior, active = EXCLUDED.active,
                put_at = EXCLUDED.put_at
            """,
            parameters: [
                .texts(admins.map(\.admin.id.rawValue)), texts("name"), texts("email"), texts("team"),
                texts("languages"), texts("regions"), texts("skills"),
                .int4s(admins.map { Int32($0.admin.capacity) }),
                .int8s(admins.map { $0.admin.ownCapacity.map(Int64.init) }),
                texts("calendar"),
                .bools(admins.map { $0.fields.truth("senior") ?? false }), .bools(admins.map(\.admin.isActive)),
                .instants(admins.map(\.admin.putAt)),
            ]
        )
    }

    private func texts(_ name: String) -> Parameter {
        .texts(admins.map { $0.fields.optional(name) })
    }
}

extension Fields {
    /// The value of a true-or-false field, or nil when it is absent.
    func truth(_ name: String) -> Bool? {
        optional(name).map { $0 == "true" }
    }
}
