import BusinessTime
import Contract
import Figures
import Logging
import Pipeline
import Policy
import PolicyStore
import Postgres
import Synchronization

/// What the aggregator does beside folding, a little at each beat of a lane: it sums up days, writes the KPIs and issues
/// reports.
final class Upkeep: Sendable {
    private struct State {
        var nextKPIs = ContinuousClock.now
        var nextReports = ContinuousClock.now
        var since: [Int64: Instant] = [:]
    }

    /// How long a beat may sum up days.
    private static let patience = Duration.milliseconds(150)

    private let state = Mutex(State())
    private let logger = Logger(label: StageName.metricsAggregator.rawValue)

    init() {}

    /// One beat.
    func beat(_ policy: PolicyInForce, on session: PostgresSession) async throws {
        guard let current = policy.current else { return }
        let now = Instant.now()
        let store = FigureStore(session, document: current.document, version: current.version)
        let zone = store.reportZone
        if isDue(\.nextKPIs, every: .seconds(5)) {
            let summary = try await store.summary(FigureFilter())
            if !summary.kpis.isEmpty { _ = try await session.query(PutKPIs(summary: summary).statement) }
            FigureMetrics.show(summary)
        }
        if isDue(\.nextReports, every: .seconds(30)) {
            let since = try await appliedAt(current.version, on: session)
            try await Publishing(store: store, since: since).issueDue(on: session)
        }
        let sums = DaySums(zone: zone)
        let start = ContinuousClock.now
        while try await sums.sumUpOne(before: zone.date(at: now).day, on: session) {
            if ContinuousClock.now - start > Self.patience { return }
        }
    }

    private func isDue(_ next: WritableKeyPath<State, ContinuousClock.Instant> & Sendable, every: Duration) -> Bool {
        state.withLock { state in
            guard state[keyPath: next] <= .now else { return false }
            state[keyPath: next] = .now + every
            return true
        }
    }

    /// Since when the first version of the policy has been in force; what was due before is not made up for.
    private func appliedAt(_ version: Int64, on session: PostgresSession) async throws -> Instant {
        if let known = state.withLock({ $0.since[version] }) { return known }
        let rows = try await session.query(Statement("SELECT min(applied_at) FROM policy.versions"))
        let since = rows.first?.timestampOrNull(0).map { Instant(microseconds: $0) } ?? .now()
        state.withLock { $0.since = [version: since] }
        return since
    }
}
