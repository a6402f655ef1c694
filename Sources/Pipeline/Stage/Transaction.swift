package import Contract
package import Postgres

/// The open transaction of a batch, through which a stage reads the rows it decides by.
package struct Transaction: Sendable {
    /// The transaction's time on the database server.
    package let now: Instant
    package let partitioning: Partitioning

    private let session: PostgresSession

    package init(session: PostgresSession, now: Instant, partitioning: Partitioning) {
        self.session = session
        self.now = now
        self.partitioning = partitioning
    }

    /// Runs one statement in the transaction.
    package func query(_ statement: Statement) async throws(PostgresError) -> Rows {
        try await session.query(statement)
    }

    /// Runs several statements in the transaction, in one round trip.
    package func query(_ statements: [Statement]) async throws(PostgresError) -> [Rows] {
        try await session.run(statements)
    }
}
