import Contract
import Postgres

/// By when a user was told to expect a reply.
struct PromisedReply: Sendable, Equatable {
    let partition: Int
    let `case`: String
    let cycle: Int
    let told: Instant
    let expected: Instant
    /// Whether past replies or a promise of the policy said so.
    let basis: String

    /// Writes what users were told.
    static func insert(_ promises: [PromisedReply]) -> Statement {
        Statement(
            """
            INSERT INTO notifier.promises (partition, "case", cycle, told_at, expected_at, basis, state)
            SELECT partition, "case", cycle, told_at, expected_at, basis, 'open'
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::int[]) AS cycle,
                    unnest($4::timestamptz[]) AS told_at, unnest($5::timestamptz[]) AS expected_at,
                    unnest($6::text[]) AS basis
            ) AS n
            ON CONFLICT (partition, "case", cycle) DO NOTHING
            """,
            .int4s(promises.map { Int32($0.partition) }),
            .texts(promises.map(\.case)),
            .int4s(promises.map { Int32(clamping: $0.cycle) }),
            .timestamps(promises.map(\.told.microseconds)),
            .timestamps(promises.map(\.expected.microseconds)),
            .texts(promises.map(\.basis))
        )
    }

    /// That something has settled the promises of cases: a reply, which kept or broke it, or their end.
    static func settle(_ cases: [Settlement]) -> Statement {
        Statement(
            """
            UPDATE notifier.promises AS p
            SET settled_at = s.at,
                state = CASE WHEN s.void THEN 'void' WHEN s.at <= p.expected_at THEN 'kept' ELSE 'broken' END
            FROM (
                SELECT DISTINCT ON (partition, "case") partition, "case", at, void
                FROM (
                    SELECT
                        unnest($1::int[]) AS partition, unnest($2::text[]) AS "case", unnest($3::timestamptz[]) AS at,
                        unnest($4::boolean[]) AS void
                ) AS n
                ORDER BY partition, "case", at
            ) AS s
            WHERE p.partition = s.partition AND p."case" = s."case" AND p.state = 'open'
            """,
            .int4s(cases.map { Int32($0.partition) }),
            .texts(cases.map(\.case)),
            .timestamps(cases.map(\.at.microseconds)),
            .bools(cases.map(\.isVoid))
        )
    }

    /// Of those cases, the ones whose promise is still open.
    static func open(_ cases: [(partition: Int, case: String, cycle: Int)]) -> Statement {
        Statement(
            """
            SELECT p."case" FROM unnest($1::int[], $2::text[], $3::int[]) AS k (partition, "case", cycle)
            JOIN notifier.promises AS p ON p.partition = k.partition AND p."case" = k."case" AND p.cycle = k.cycle
            WHERE p.state = 'open'
            """,
            .int4s(cases.map { Int32($0.partition) }),
            .texts(cases.map(\.case)),
            .int4s(cases.map { Int32(clamping: $0.cycle) })
        )
    }

    /// What settles a promise.
    struct Settlement: Sendable, Equatable {
        let partition: Int
        let `case`: String
        let at: Instant
        /// Whether nothing was owed any more.
        let isVoid: Bool

        /// What an event settles; nil for one that settles nothing.
        init?(_ event: Event) {
            guard let id = event.case else { return nil }
            switch event.type {
            case "case.replied", "case.resolved": isVoid = false
            case "case.merged", "case.spam", "case.auto_answered": isVoid = true
            default: return nil
            }
            partition = event.partition
            `case` = id.rawValue
            at = event.time
        }
    }
}
