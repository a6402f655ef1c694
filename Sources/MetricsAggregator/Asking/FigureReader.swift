package import Postgres

/// Something that reads the database: sessions that requests share, or a lane's own.
package protocol FigureReader: Sendable {
    /// Runs statements in one trip.
    func rows(of statements: [Statement]) async throws -> [Rows]
}

extension PostgresSession: FigureReader {
    package func rows(of statements: [Statement]) async throws -> [Rows] { try run(statements) }
}

extension FigureReader {
    /// Runs statements that see the figures as they were at one moment.
    ///
    /// Compiling the sums (JIT) takes 180 ms, and adding a quarter's up 20. Their plan is always the same, and making it takes
    /// as long as what it reads.
    func snapshot(_ statements: [Statement]) async throws -> [Rows] {
        let opening = [
            Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), Statement("SET LOCAL jit = off"),
            Statement("SET LOCAL plan_cache_mode = force_generic_plan"),
        ]
        let all = opening + statements + [Statement("COMMIT")]
        return Array(try await rows(of: all).dropFirst(opening.count).dropLast())
    }
}
