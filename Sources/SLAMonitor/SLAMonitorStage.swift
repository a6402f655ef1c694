import Clocks
import Contract
package import Pipeline
import Policy
import PolicyStore
package import Postgres

/// The sla-monitor, which puts each promise about a case on a clock, and tells whether it is kept, about to break or broken.
///
/// A case's clocks are a function of its facts and of how far time has come; what is told is the difference to what was
/// told before. A batch costs one trip to learn which of its cases are known and await a response, a second to read those
/// that more than a further message has happened to, and another when it meets a version of the policy for the first time.
/// A case has one timer, set to the next instant at which something happens to one of its clocks by itself.
package struct SLAMonitorStage: Stage {
    private let policies = PolicyShelf()
    private let replanning = Replanning()
    private let replies = ForecastInForce()

    /// A monitor of the promises that the policy makes.
    package init() {}

    package var definition: StageDefinition {
        StageDefinition(
            name: .slaMonitor,
            reads: .topics([.cases]),
            consumes: Dictionary(uniqueKeysWithValues: Fact.Kind.allCases.map { ($0.rawValue, [1]) }),
            writes: .clocks,
            batchLimit: 256,
            pace: .milliseconds(50)
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        if let version = try await replanning.announce(on: session) {
            try await followReports(of: version, on: session)
            replanning.note(version)
        }
        if try await replies.reread(on: session) { _ = try await session.query(TrimReplyTimes.statement) }
    }

    /// Takes up what a version says about the lists and forecasts.
    private func followReports(of version: Int64, on session: PostgresSession) async throws {
        let terms = try await policies.terms([version]) { try await session.run($0) }
        guard let document = terms[version]?.document else { return }
        _ = try await session.run([
            PutGamingTerms(rule: document.report.gaming).statement,
            PutReplyTerms(rule: document.notices.expectedReply).statement,
        ])
        replies.follow(document.report)
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        let letters = inputs.compactMap { input -> (partition: Int, letter: Letter)? in
            guard case .letter(let letter) = input.content else { return nil }
            return (input.partition, letter)
        }
        let sweeps = try await replanning.sweeps(letters, in: transaction)
        if !letters.isEmpty { policies.note(try await transaction.query(policies.newVersions)) }
        let visits = try Visit.all(inputs, sweeps.cases) { policies.appliedAt($0) }
        var outcome = try await outcome(of: visits, in: transaction)
        outcome.letters += sweeps.letters
        return outcome
    }

    private func outcome(of visits: [Visit], in transaction: Transaction) async throws -> Outcome {
        if visits.isEmpty { return Outcome() }
        let rows = try await transaction.query([
            policies.newVersions, SelectBriefs(keys: visits.map(\.key)).statement,
        ])
        policies.note(rows[0])
        var briefs: [CaseFile.Key: CaseBrief] = [:]
        for row in rows[1] {
            let brief = CaseBrief(row)
            briefs[brief.key] = brief
        }
        var additions: [Addition] = []
        var others: [Visit] = []
        for visit in visits {
            if let addition = Addition(visit, briefs[visit.key], policies) {
                if !addition.facts.isEmpty { additions.append(addition) }
            } else {
                others.append(visit)
            }
        }
        var outcome = try await reckon(others, briefs, in: transaction)
        if !additions.isEmpty { outcome.statements.append(AppendFacts(additions: additions).statement) }
        return outcome
    }

    /// Works the clocks of cases out anew, reading those that are known.
    private func reckon(
        _ visits: [Visit],
        _ briefs: [CaseFile.Key: CaseBrief],
        in transaction: Transaction
    ) async throws -> Outcome {
        if visits.isEmpty { return Outcome() }
        let known = visits.filter { briefs[$0.key] != nil }
        let keys = Dictionary(grouping: known) { $0.onlyAdds(to: briefs[$0.key]) }.mapValues { $0.map(\.key) }
        let files = try await files(keys[false] ?? [], unsettled: keys[true] ?? [], in: transaction)
        // A version that turns out unreadable leaves the one before in force, so the versions are asked for again.
        var decision = decision(visits, files)
        var terms = try await policies.terms(decision.versions) { try await transaction.query($0) }
        while case let again = self.decision(visits, files), again.versions != decision.versions {
            decision = again
            terms = try await policies.terms(decision.versions) { try await transaction.query($0) }
        }
        return try decision.outcome(by: terms, replies.forecast, now: transaction.now)
    }

    /// The files of cases with all of their clocks, or only with those that are not settled.
    private func files(
        _ keys: [CaseFile.Key],
        unsettled: [CaseFile.Key],
        in transaction: Transaction
    ) async throws -> [CaseFile.Key: CaseFile] {
        let all = keys + unsettled
        if all.isEmpty { return [:] }
        var statements = [SelectFiles(keys: all).statement, SelectReplyPromises(keys: all).statement]
        if !keys.isEmpty { statements.append(SelectClocks(keys: keys).statement) }
        if !unsettled.isEmpty { statements.append(SelectUnsettledClocks(keys: unsettled).statement) }
        let rows = try await transaction.query(statements)
        let long = Set(unsettled)
        var files: [CaseFile.Key: CaseFile] = [:]
        for row in rows[0] {
            var file = try CaseFile(row)
            if long.contains(file.key) { file.settledBy = file.facts.last?.time }
            files[file.key] = file
        }
        for row in rows.dropFirst(2).joined() {
            files[CaseFile.Key(partition: Int(row.int(0)), id: CaseID(row.text(1)))]?.told.append(try ToldClock(row))
        }
        for row in rows[1] {
            let key = CaseFile.Key(partition: Int(row.int(0)), id: CaseID(row.text(1)))
            files[key]?.promises.append(ReplyPromise(row))
        }
        return files
    }

    private func decision(_ visits: [Visit], _ files: [CaseFile.Key: CaseFile]) -> MonitorDecision {
        MonitorDecision(
            visits,
            files,
            version: { policies.version(at: $0) },
            revisions: { policies.revisions(after: $0, until: $1) }
        )
    }
}
