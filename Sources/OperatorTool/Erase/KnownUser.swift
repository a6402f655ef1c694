import Contract
import Postgres

/// What is kept about a user at present, so that a name that was mistyped is noticed before anything is done.
struct KnownUser: Sendable {
    /// How much there is of each sort that there is something of.
    let found: [(sort: String, count: Int64)]

    var isKnown: Bool { !found.isEmpty }

    /// What there is, for people.
    var sentence: String {
        found.map { "\($0.sort.replacing("_", with: " ")) \($0.count)" }.joined(separator: ", ")
    }

    /// What there is, for machines.
    var json: JSONValue { .object(found.map { .init(name: $0.sort, value: .integer($0.count)) }) }

    /// Looks wherever a person can be named by its id; what only follows from these, such as clocks, is not counted.
    static func read(_ user: String, on session: PostgresSession) async throws -> KnownUser {
        let rows = try await session.query(
            Statement(
                """
                SELECT sort, n FROM (VALUES
                    (1, 'directory', (SELECT count(*) FROM router.users WHERE id = $1)),
                    (2, 'messages', (SELECT count(*) FROM ingest.messages WHERE role = 'user' AND author = $1)),
                    (3, 'cases', (SELECT count(*) FROM router.cases WHERE "user" = $1 OR counterparty = $1)),
                    (4, 'surveys', (SELECT count(*) FROM survey.surveys WHERE "user" = $1)),
                    (5, 'rewards', (SELECT count(*) FROM survey.transfers WHERE "user" = $1)),
                    (6, 'notices', (SELECT count(*) FROM notifier.notifications
                                    WHERE audience = 'user' AND recipient = $1)),
                    (7, 'refused_entries', (SELECT count(*) FROM ingest.rejected WHERE pipeline.names(raw::text, $1))),
                    (8, 'parked_inputs', (
                        SELECT count(*) FROM pipeline.parked
                        WHERE pipeline.names(payload::text || coalesce(payload ->> 'fields', ''), $1)
                           OR strpos(payload::text, to_json('t' || $1)::text) > 0
                    )),
                    -- What the router has not come to yet stands in none of these but messages.
                    (9, 'commands_under_way', (
                        SELECT count(*) FROM pipeline.settings AS s
                        CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p (partition)
                        LEFT JOIN pipeline.positions AS h
                            ON h.stage = 'router' AND h.topic = 'commands' AND h.partition = p.partition
                        CROSS JOIN LATERAL (
                            SELECT FROM pipeline.events AS e
                            WHERE e.partition = p.partition AND e.topic = 'commands' AND e.seq > coalesce(h.seq, 0)
                              AND pipeline.names(e.fields, $1)
                        ) AS e
                    ))
                ) AS known (place, sort, n)
                WHERE n > 0 ORDER BY place
                """,
                .text(user)
            )
        )
        return KnownUser(found: rows.map { ($0.text(0), $0.int(1)) })
    }
}
