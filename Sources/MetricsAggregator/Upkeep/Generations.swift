import Postgres
import Synchronization

/// Knows since which throwing away of the figures each session has worked, and has a lane begin anew after another one.
///
/// Without that a lane would not see that its positions were moved before there is something new to handle.
final class Generations: Sendable {
    private let known = Mutex<[ObjectIdentifier: Int64]>([:])

    init() {}

    /// - Throws: ``FiguresThrownAway`` once a session, when the figures were thrown away since it was first seen.
    func check(on session: PostgresSession) async throws {
        let rows = try await session.query(Statement("SELECT number FROM metrics.generation"))
        guard let number = rows.first?.int(0) else { return }
        let isOutdated = known.withLock { known in
            let id = ObjectIdentifier(session)
            guard let since = known[id], since != number else {
                if known.count > 1024 { known = [:] }
                known[id] = number
                return false
            }
            known[id] = nil
            return true
        }
        if isOutdated { throw FiguresThrownAway() }
    }
}

/// The figures were thrown away and are folded again from the beginning of the log.
struct FiguresThrownAway: Error, CustomStringConvertible {
    let description = "the figures were thrown away; they are folded again"
}
