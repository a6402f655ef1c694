import Contract
import Policy
import PolicyStore
import Postgres

/// The versions of the policy in the database: immutable, numbered from 1, the last one holds.
struct PolicyVersions {
    /// One version, with the files that it names.
    struct Version: Sendable, Equatable {
        var number: Int
        var yaml: String
        var files: KeptFiles
    }

    let session: PostgresSession

    /// The version that holds, or nil when there is none yet.
    func current() async throws -> Version? {
        let rows = try await session.query(
            Statement(
                """
                SELECT v.version, v.yaml, f.path, f.text
                FROM (SELECT version, yaml FROM policy.versions ORDER BY version DESC LIMIT 1) AS v
                LEFT JOIN policy.files AS f ON f.version = v.version
                """
            )
        )
        guard let first = rows.first else { return nil }
        var version = Version(number: Int(first.int(0)), yaml: first.text(1), files: KeptFiles([:]))
        for row in rows {
            if let path = row.textOrNull(2) { version.files.texts[path] = row.text(3) }
        }
        return version
    }

    /// Adds the policy and its files as the next version and answers its number; the caller has checked it.
    func add(_ yaml: String, _ document: Document) async throws -> Int {
        let digest = Self.digest(of: yaml, document.files)
        let version = NewVersion(yaml: yaml, document: document, digest: digest)
        let rows = try await session.inTransaction(
            version.statements + [Audit.row(action: "policy.apply", subject: digest)]
        )
        return rows[1].first.map { Int($0.int(0)) } ?? 0
    }

    private static func digest(of yaml: String, _ files: [String: String]) -> String {
        let parts = files.sorted { $0.key < $1.key }.map { "\($0.key) \(SHA256Text.of(Array($0.value.utf8)))\n" }
        return SHA256Text.of(Array((yaml + parts.joined()).utf8))
    }
}
