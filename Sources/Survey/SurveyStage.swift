import Contract
package import Pipeline
import Policy
import PolicyStore
package import Postgres
import Synchronization

/// The survey, which asks users how it went, once for each cycle of a case, and keeps what they say.
///
/// A batch costs one trip to read its surveys and their answers. A second one locks the users whom it asks or rewards,
/// since these may be known in other partitions too: nobody is asked twice within the cool-down, or gets more than the
/// cap, whichever lanes ask at once.
package final class SurveyStage: Stage {
    private let policy = PolicyInForce(program: "survey")
    private let rules = Mutex<SurveyRules?>(nil)

    /// A survey by the policy in force.
    package init() {}

    package var definition: StageDefinition {
        let types = SurveyWork.CaseFact.allCases.map(\.rawValue) + [SurveyWork.answerType, SurveyWork.userType]
        return StageDefinition(
            name: .survey,
            reads: .topics([.cases, .commands]),
            consumes: Dictionary(uniqueKeysWithValues: types.map { ($0, [1]) }),
            writes: .surveys,
            batchLimit: 512,
            pace: .milliseconds(100)
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        guard let document = try await policy.reread(on: session) else { return }
        rules.withLock { $0 = SurveyRules(document) }
    }

    /// What the policy in force says of surveys; what the default policy says until one was read.
    var surveyPolicy: SurveyPolicy { rules.withLock { $0?.surveys } ?? SurveyPolicy() }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        guard let rules = rules.withLock({ $0 }) else { throw NoPolicyYet() }
        let works = try inputs.compactMap { try SurveyWork($0) }
        if works.isEmpty { return Outcome() }
        let need = SurveyNeed(works, partitioning: transaction.partitioning)
        var shelf = SurveyShelf()
        if !need.isEmpty {
            let rows = try await transaction.query(need.statements)
            for row in rows[0] { shelf.load(try CycleSurvey(row)) }
            for row in rows[1] { try shelf.load(answer: row) }
        }
        let people = PeopleNeed(works, shelf, rules, partitioning: transaction.partitioning)
        var users: [AskedUser.Key: AskedUser] = [:]
        var grants: [CycleSurvey.Key: Transfer] = [:]
        if !people.isEmpty {
            let rows = try await transaction.query(people.statements)
            for row in rows[0] {
                let user = AskedUser(row)
                users[user.key] = user
            }
            for row in rows[1] { users[AskedUser.Key(row)]?.rewards.append(Transfer.Booked(row)) }
            for row in rows[2] {
                let grant = Transfer(row)
                grants[grant.survey] = grant
            }
        }
        var decision = SurveyDecision(
            rules: rules,
            now: transaction.now,
            partitioning: transaction.partitioning,
            shelf: shelf,
            users: users,
            grants: grants
        )
        for work in works { decision.apply(work) }
        return decision.outcome
    }
}

/// The policy has not been read yet; the lane tries again.
struct NoPolicyYet: Error, Sendable {}
