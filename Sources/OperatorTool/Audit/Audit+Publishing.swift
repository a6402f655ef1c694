import Contract
import Postgres

extension Audit {
    /// The row that says what was published: how many entries of which sources, not what they say nor whom they are about.
    static func published(
        _ action: String,
        sources: Set<SourceID?>,
        entries: Int,
        type: CommandType? = nil
    ) -> Statement {
        let count = JSONValue.integer(Int64(entries))
        let detail: JSONValue = type.map { ["entries": count, "type": .string($0.rawValue)] } ?? ["entries": count]
        return row(action: action, subject: names(of: sources), detail: detail)
    }

    /// The sources of what was published; one that is none may be anything that somebody typed, so it is not repeated.
    static func names(of sources: Set<SourceID?>) -> String {
        let names = sources.map { $0?.rawValue ?? "unknown" }.sorted()
        // A row stays for good: a file with a source on each of a million lines does not fill it.
        return names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    }
}

extension Connections {
    /// How long a publisher is kept waiting for the database at most.
    private static let patience = Duration.seconds(3)

    /// Writes the row of what was published, as far as this login may.
    ///
    /// Publishing needs Redis alone: who has no database, or may not write its audit, publishes all the same. Where the
    /// database that somebody named does not take it otherwise, that is told.
    func audit(_ row: Statement, on console: Console) async {
        var nearby = self
        nearby.timeout = min(timeout, Self.patience)
        do {
            _ = try await nearby.withDatabase { session in try await session.query(row) }
        } catch {
            guard namesDatabase, let error = error as? PostgresError else { return }
            // This login may not, or nobody has migrated here.
            guard !["42501", "42P01", "3F000"].contains(error.sqlState) else { return }
            console.report("saypro: not written to the audit: PostgreSQL: \(error.message)")
        }
    }
}
