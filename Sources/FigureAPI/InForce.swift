package import MetricsAggregator
package import Policy
import Postgres

/// The policy in force, for programs that only read.
package enum InForce {
    /// The newest version beyond the one that is known; nil when there is none, or when this program cannot read it.
    package static func read(
        _ reader: some FigureReader,
        after known: Int64
    ) async throws -> (version: Int64, document: Policy.Document)? {
        let rows = try await reader.rows(of: [
            Statement(
                "SELECT version, yaml FROM policy.versions WHERE version > $1 ORDER BY version DESC LIMIT 1",
                .int8(known)
            ),
            Statement(
                """
                SELECT f.path, f.text FROM policy.files AS f
                WHERE f.version = (SELECT max(version) FROM policy.versions) AND f.version > $1
                """,
                .int8(known)
            ),
        ])
        guard let row = rows[0].first else { return nil }
        let files = KeptFiles(Dictionary(rows[1].map { ($0.text(0), $0.text(1)) }) { $1 })
        guard let document = try? Policy.Document(yaml: row.text(1), files: files) else { return nil }
        return (row.int(0), document)
    }

    /// The policy that is built in, before any is applied.
    package static func builtIn() throws -> Policy.Document {
        try Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
    }
}
