import Policy
import Postgres
import Synchronization

/// What the live budget of escalations is reckoned by, as the policy in force says it.
///
/// A policy that was taken up is written until a write has succeeded; writing the same twice changes nothing, so every
/// process may do it.
final class EscalationAllowance: Sendable {
    private let pending = Mutex<EscalationBudget?>(nil)

    /// Takes up what a policy says; ``write(on:)`` writes it.
    func follow(_ document: Policy.Document) {
        pending.withLock { $0 = document.escalation.budget }
    }

    /// Writes what was taken up and is not written yet.
    func write(on session: PostgresSession) async throws {
        guard let budget = pending.withLock({ $0 }) else { return }
        _ = try await session.query(Self.statement(budget))
        pending.withLock { if $0 == budget { $0 = nil } }
    }

    private static func statement(_ budget: EscalationBudget) -> Statement {
        Statement(
            """
            UPDATE router.escalation_allowance SET share = $1::float8::numeric, days = $2
            WHERE (share, days) IS DISTINCT FROM ($1::float8::numeric, $2)
            """,
            .double(budget.share),
            .int4(Int32(budget.window.wholeWeeks))
        )
    }
}

extension Window {
    /// About so many days; those longer than one are whole weeks, so that every weekday counts alike.
    fileprivate var wholeWeeks: Int {
        switch self {
        case .day: 1
        case .week: 7
        case .month: 28
        case .quarter: 91
        }
    }
}
