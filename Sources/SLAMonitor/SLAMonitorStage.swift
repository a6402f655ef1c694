import Clocks
import Contract
package import Pipeline
import Postgres

/// The sla-monitor, which puts each promise about a case on a clock, and tells whether it is kept, about to break or broken.
///
/// A case's clocks are a function of its facts and of how far time has come; what is told is the difference to what was
/// told before. A batch costs one trip to read its cases, and a second when it meets a version of the policy for the
/// first time. A case has one timer, set to the next instant at which something happens to one of its clocks by itself.
package struct SLAMonitorStage: Stage {
    private let policies = PolicyShelf()

    /// A monitor of the promises that the policy makes.
    package init() {}

    package var definition: StageDefinition {
        StageDefinition(
            name: .slaMonitor,
            reads: .topics([.cases]),
            consumes: Dictionary(uniqueKeysWithValues: Fact.Kind.allCases.map { ($0.rawValue, [1]) }),
            writes: .clocks,
            batchLimit: 256
        )
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        let visits = try Visit.all(inputs)
        if visits.isEmpty { return Outcome() }
        let keys = visits.map(\.key)
        let rows = try await transaction.query([
            policies.newVersions, SelectFiles(keys: keys).statement, SelectClocks(keys: keys).statement,
        ])
        policies.note(rows[0])
        var files: [CaseFile.Key: CaseFile] = [:]
        for row in rows[1] {
            let file = try CaseFile(row)
            files[file.key] = file
        }
        for row in rows[2] {
            files[CaseFile.Key(partition: Int(row.int(0)), id: CaseID(row.text(1)))]?.told.append(try ToldClock(row))
        }
        // A version that turns out unreadable leaves the one before in force, so the versions are asked for again.
        var decision = try decision(visits, files)
        var terms = try await policies.terms(decision.versions, in: transaction)
        while case let again = try self.decision(visits, files), again.versions != decision.versions {
            decision = again
            terms = try await policies.terms(decision.versions, in: transaction)
        }
        return try decision.outcome(by: terms, now: transaction.now)
    }

    private func decision(_ visits: [Visit], _ files: [CaseFile.Key: CaseFile]) throws -> MonitorDecision {
        MonitorDecision(visits, files) { policies.version(at: $0) }
    }
}
