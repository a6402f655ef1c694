import Contract
import Figures
package import Pipeline
package import PolicyStore
package import Postgres

/// The metrics-aggregator, which folds everything that happens into figures.
///
/// A record holds what is known of a case, a clock or a survey, and its cells are a function of it: whatever comes, late
/// or as a correction, is folded in as the difference between what the record counts for now and what it counted for.
/// A batch costs one trip to read its records; cells are only added to, so the cost does not depend on history.
package struct MetricsStage: Stage {
    private let policy: PolicyInForce
    /// The zone whose days and months the figures go by.
    var zone: ReportZone { .inForce(policy.document) }
    private let upkeep = Upkeep()
    private let generations = Generations()

    /// An aggregator that keeps to the policy in force.
    package init(policy: PolicyInForce = PolicyInForce(program: StageName.metricsAggregator.rawValue)) {
        self.policy = policy
    }

    package var definition: StageDefinition {
        StageDefinition(
            name: .metricsAggregator,
            reads: .topics([.commands, .cases, .clocks, .surveys, .notifications]),
            // Commands carry the texts of all messages; of them only presence and usage count.
            sparse: [.commands],
            consumes: Dictionary(uniqueKeysWithValues: Fold.types.map { ($0, [1]) }),
            batchLimit: 2_000,
            pace: .milliseconds(200)
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        try await generations.check(on: session)
        _ = try await policy.reread(on: session)
        try await upkeep.beat(policy, on: session)
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        upkeep.noteBatch()
        var fold = try Fold(inputs, in: zone)
        var stored: [Subject: String] = [:]
        if !fold.visits.isEmpty {
            for row in try await transaction.query(SelectRecords(subjects: fold.visits.map(\.subject)).statement) {
                stored[Subject(partition: Int(row.int(0)), name: row.text(1))] = row.text(2)
            }
        }
        try fold.apply(to: stored)
        var outcome = Outcome()
        outcome.statements = fold.statements
        FigureMetrics.note(fold.changes.values)
        return outcome
    }
}
