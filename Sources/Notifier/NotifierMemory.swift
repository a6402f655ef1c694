import Contract
import Policy
import Postgres
import Synchronization

/// What a process keeps of what all its lanes read: the policy's rules, and whether there are cases to be looked up.
package final class NotifierMemory: Sendable {
    private struct State {
        var rules: NoticeRules?
        var hasCases = false
        var nextReading = ContinuousClock.now
    }

    /// How often it is looked whether the router's view is there.
    private static let interval = Duration.seconds(60)

    private let state = Mutex(State())

    /// A memory that is still empty.
    package init() {}

    var rules: NoticeRules? { state.withLock { $0.rules } }
    /// Whether the router's view of cases is there.
    var hasCases: Bool { state.withLock { $0.hasCases } }

    func take(_ document: Policy.Document) {
        let rules = NoticeRules(document)
        state.withLock { $0.rules = rules }
    }

    func refresh(on session: PostgresSession) async throws {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            guard state.nextReading <= now else { return false }
            state.nextReading = now + Self.interval
            return true
        }
        guard isDue else { return }
        let rows = try await session.query(
            Statement("SELECT coalesce(has_table_privilege(to_regclass('api.cases'), 'SELECT'), false)")
        )
        let hasCases = rows.first?.bool(0) ?? false
        state.withLock { $0.hasCases = hasCases }
    }
}
