package import Contract
package import Postgres
import Synchronization

/// The transaction of a batch, through which a stage reads the rows it decides by.
///
/// It begins with its first statement, in the same trip to the server: a stage that reads nothing costs no trip.
package final class Transaction: Sendable {
    /// The time on the database server, to within the time of a trip.
    package let now: Instant
    package let partitioning: Partitioning

    private let session: PostgresSession
    private let hasBegun = Mutex(false)

    package init(session: PostgresSession, now: Instant, partitioning: Partitioning) {
        self.session = session
        self.now = now
        self.partitioning = partitioning
    }

    /// Runs one statement in the transaction.
    package func query(_ statement: Statement) async throws(PostgresError) -> Rows {
        try await query([statement])[0]
    }

    /// Runs several statements in the transaction, in one round trip.
    package func query(_ statements: [Statement]) async throws(PostgresError) -> [Rows] {
        let opening = opening()
        return Array(try await session.run(opening + statements).dropFirst(opening.count))
    }

    /// Runs the last statements and commits, in one round trip.
    package func commit(_ statements: [Statement]) async throws(PostgresError) {
        _ = try await session.run(opening() + statements + [Statement("COMMIT")])
    }

    private func opening() -> [Statement] {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        return isFirst ? [Statement("BEGIN")] : []
    }
}
