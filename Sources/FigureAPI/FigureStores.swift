package import Figures
import MetricsAggregator
import Policy
import PolicyStore
import Postgres
package import Program
import Synchronization

/// Makes figure stores for requests, with the policy in force read again at most once a second.
package final class FigureStores: Sendable {
    private struct State {
        var document: Policy.Document?
        var version: Int64 = -1
        var readAt: ContinuousClock.Instant?
    }

    private let database: ReadPool
    private let state = Mutex(State())

    /// Stores that read with these sessions.
    package init(_ database: ReadPool) { self.database = database }

    /// The figures by the policy in force.
    package func store() async throws -> any FigureSource {
        let known = state.withLock { $0 }
        if let document = known.document, let readAt = known.readAt, .now - readAt < .seconds(1) {
            return FigureStore(PooledReader(pool: database), document: document, version: known.version)
        }
        let (version, document) = try await InForce.read(PooledReader(pool: database), after: known.version)
            ?? (known.version, known.document ?? (try InForce.builtIn()))
        state.withLock { state in
            state.document = document
            state.version = version
            state.readAt = .now
        }
        return FigureStore(PooledReader(pool: database), document: document, version: version)
    }
}

/// Reads with the sessions that requests share.
struct PooledReader: FigureReader {
    let pool: ReadPool

    func rows(of statements: [Statement]) async throws -> [Rows] { try await pool.run(statements) }
}
