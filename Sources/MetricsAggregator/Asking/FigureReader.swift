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
    func snapshot(_ statements: [Statement]) async throws -> [Rows] {
        let all = [Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")] + statements + [Statement("COMMIT")]
        return Array(try await rows(of: all).dropFirst().dropLast())
    }
}
