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
    private enum Duty: CaseIterable {
        // What another zone has summed up is thrown away before anything is told.
        case days, kpis, endedKPIs, reports

        /// How long it rests at least.
        var rest: Duration {
            switch self {
            case .kpis: .seconds(5)
            case .endedKPIs: .seconds(60)
            case .reports: .seconds(30)
            case .days: .seconds(1)
            }
        }
    }

    private struct State {
        var next: [Duty: ContinuousClock.Instant] = [:]
        var since: [Int64: Instant] = [:]
        var hasFolded = false
    }

    /// How much of a lane the duties may take: little where events come in, which they would hold up.
    private struct Share {
        /// How long a beat may sum up days.
        let patience: Duration
        /// How many times as long as it took a duty rests.
        let rest: Int

        static let ofBusyLane = Share(patience: .milliseconds(150), rest: 20)
        static let ofQuietLane = Share(patience: .seconds(1), rest: 1)
    }

    private let state = Mutex(State())
    private let gauges = KPIGauges()
    private let waits = Patience()
    private let logger = Logger(label: StageName.metricsAggregator.rawValue)

    init() {}

    /// Notes that a batch has been folded since the last beat.
    func noteBatch() { state.withLock { $0.hasFolded = true } }

    /// One beat; what the server refuses is logged, put off and tried again, and never ends the lane.
    func beat(_ policy: PolicyInForce, on session: PostgresSession) async throws {
        guard let current = policy.current else { return }
        let store = FigureStore(session, document: current.document, version: current.version)
        let share = takeShare()
        for duty in Duty.allCases where takeUp(duty) {
            let start = ContinuousClock.now
            do {
                try await perform(duty, store, within: share.patience, on: session)
                putOff(duty, for: max(duty.rest, (ContinuousClock.now - start) * share.rest))
            } catch let error as PostgresError where error.kind == .server {
                if await session.transactionStatus != .idle { _ = try await session.query(Statement("ROLLBACK")) }
                putOff(duty, for: .seconds(60))
                logger.warning("Upkeep of the figures failed", metadata: ["duty": "\(duty)", "error": "\(error)"])
            }
        }
    }

    private func takeShare() -> Share {
        state.withLock { state in
            defer { state.hasFolded = false }
            return state.hasFolded ? .ofBusyLane : .ofQuietLane
        }
    }

    private func perform(
        _ duty: Duty,
        _ store: FigureStore,
        within patience: Duration,
        on session: PostgresSession
    ) async throws {
        switch duty {
        case .kpis:
            let summary = try await store.summary(FigureFilter())
            if !summary.kpis.isEmpty { _ = try await session.query(PutKPIs(summary: summary).statement) }
            gauges.show(summary)
        case .endedKPIs:
            let ended = try await store.summaryOfEnded()
            if !ended.kpis.isEmpty { _ = try await session.query(PutKPIs(summary: ended).statement) }
            _ = try await session.query(DropKPIs(ended: ended).statement)
        case .reports:
            let since = try await appliedAt(store.version, on: session)
            try await Publishing(store: store, since: since, patience: waits).issueDue(on: session)
        case .days:
            let sums = DaySums(zone: store.reportZone)
            let start = ContinuousClock.now
            let today = store.reportZone.date(at: .now()).day
            while try await sums.sumUpOne(before: today, on: session), ContinuousClock.now - start < patience {}
        }
    }

    /// Whether the duty is due; then no other lane takes it up while this one is at it.
    private func takeUp(_ duty: Duty) -> Bool {
        state.withLock { state in
            if let next = state.next[duty], next > .now { return false }
            state.next[duty] = .now + .seconds(60)
            return true
        }
    }

    private func putOff(_ duty: Duty, for rest: Duration) { state.withLock { $0.next[duty] = .now + rest } }

    /// Since when the first version of the policy has been in force; what was due before is not made up for.
    private func appliedAt(_ version: Int64, on session: PostgresSession) async throws -> Instant {
        if let known = state.withLock({ $0.since[version] }) { return known }
        let rows = try await session.query(Statement("SELECT min(applied_at) FROM policy.versions"))
        let since = rows.first?.timestampOrNull(0).map { Instant(microseconds: $0) } ?? .now()
        state.withLock { $0.since = [version: since] }
        return since
    }
}
