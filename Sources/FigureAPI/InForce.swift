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
            // In one statement, so that a version that is applied meanwhile cannot lend its files to the one before.
            Statement(
                """
                SELECT v.version, v.yaml, f.path, f.text
                FROM (SELECT version, yaml FROM policy.versions WHERE version > $1 ORDER BY version DESC LIMIT 1) AS v
                LEFT JOIN policy.files AS f ON f.version = v.version
                """,
                .int8(known)
            )
        ])[0]
        guard let row = rows.first else { return nil }
        let texts = rows.compactMap { row in row.textOrNull(2).map { ($0, row.text(3)) } }
        let files = KeptFiles(Dictionary(texts) { $1 })
        guard let document = try? Policy.Document(yaml: row.text(1), files: files) else { return nil }
        return (row.int(0), document)
    }

    /// The policy that is built in, before any is applied.
    package static func builtIn() throws -> Policy.Document {
        try Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)
    }
}
