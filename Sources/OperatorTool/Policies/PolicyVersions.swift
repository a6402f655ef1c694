import Contract
import Policy
import Postgres

/// The versions of the policy in the database: immutable, numbered from 1, the last one holds.
struct PolicyVersions {
    /// One version.
    struct Version: Sendable, Equatable {
        var number: Int
        var yaml: String
        var digest: String
    }

    let session: PostgresSession

    /// The version that holds, or nil when there is none yet.
    func current() async throws -> Version? {
        let rows = try await session.query(
            Statement("SELECT version, yaml, digest FROM policy.versions ORDER BY version DESC LIMIT 1")
        )
        return rows.first.map { Version(number: Int($0.int(0)), yaml: $0.text(1), digest: $0.text(2)) }
    }

    /// Adds the text as the next version and answers its number; the caller has checked it.
    func add(_ yaml: String) async throws -> Int {
        let digest = SHA256Text.of(Array(yaml.utf8))
        let rows = try await session.inTransaction([
            Statement("SELECT pg_advisory_xact_lock(hashtext('policy.versions'))"),
            Statement(
                """
                INSERT INTO policy.versions (version, yaml, digest)
                SELECT coalesce(max(version), 0) + 1, $1, $2 FROM policy.versions
                RETURNING version
                """,
                .text(yaml),
                .text(digest)
            ),
            Audit.row(action: "policy.apply", subject: digest),
        ])
        return rows[1].first.map { Int($0.int(0)) } ?? 0
    }
}

/// The record of what operators did.
enum Audit {
    /// The row that says who (the database's user) did what to what.
    static func row(action: String, subject: String, detail: JSONValue = [:]) -> Statement {
        Statement(
            "INSERT INTO pipeline.audit (action, subject, detail) VALUES ($1, $2, $3::text::jsonb)",
            .text(action),
            .text(subject),
            .text(detail.description)
        )
    }
}
