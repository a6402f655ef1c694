import Contract
package import Pipeline
import Policy
import PolicyStore
package import Postgres
import Synchronization

/// The router, which decides which case it is, whose, and what happens to the case.
///
/// A batch costs one round trip to read its cases and users, and a second one to look for articles and to claim admins
/// where a case may be opened or need an admin, or an admin may become free. What then happens is decided by ``BatchDecision``.
package final class RouterStage: Stage {
    /// What decisions are made by.
    private struct Rules: Sendable {
        var routing: RoutingRules
        var triage: CaseTriage?
        var answers: AutomaticAnswers?
    }

    private let policy: PolicyInForce?
    private let models: ModelsInForce?
    private let allowance = EscalationAllowance()
    private let replies = ForecastInForce()
    private let inForce: Mutex<Rules>
    /// The version of the policy whose articles are in force.
    private let articlesRead = Mutex(Int64?.none)

    /// A router by the rules of the policy in force and the model in force.
    package convenience init() {
        self.init(models: ModelsInForce())
    }

    /// The same with those models.
    init(models: ModelsInForce) {
        policy = PolicyInForce(program: "router")
        self.models = models
        inForce = Mutex(Rules(routing: RoutingRules()))
    }

    /// A router by those rules, whatever the policy says; without a triage, cases are what their publishers say.
    package init(rules: RoutingRules, triage: CaseTriage? = nil, answers: AutomaticAnswers? = nil) {
        policy = nil
        models = nil
        inForce = Mutex(Rules(routing: rules, triage: triage, answers: answers))
    }

    package var definition: StageDefinition {
        StageDefinition(
            name: .router,
            reads: .topics([.commands, .clocks, .surveys]),
            sparse: [.clocks, .surveys],
            consumes: Dictionary(uniqueKeysWithValues: Work.consumed.map { ($0, [1]) }),
            writes: .cases,
            batchLimit: 512
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        guard let policy, let models else { return }
        if let document = try await policy.reread(on: session) {
            allowance.follow(document)
            replies.follow(document.report)
            let (routing, triage) = (RoutingRules(document), CaseTriage(document, try models.current()))
            inForce.withLock { rules in
                rules.routing = routing
                rules.triage = triage
            }
        }
        try await allowance.write(on: session)
        guard let document = policy.document else { return }
        try await models.reread(on: session, by: document.triage.corrections)
        let model = try models.current()
        inForce.withLock { rules in
            if rules.triage?.named != model { rules.triage = rules.triage?.with(model) }
        }
        try await readArticles(of: policy, on: session)
        _ = try await replies.reread(on: session)
    }

    /// Takes up the articles of the policy in force, once for each version.
    private func readArticles(of policy: PolicyInForce, on session: PostgresSession) async throws {
        guard let current = policy.current, articlesRead.withLock({ $0 }) != current.version else { return }
        let base = try await KnowledgeBase(current.document, version: current.version, on: session)
        let answers = base.isEmpty ? nil : AutomaticAnswers(current.document, base)
        inForce.withLock { $0.answers = answers }
        articlesRead.withLock { $0 = current.version }
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        var (rules, triage, answers) = inForce.withLock { ($0.routing, $0.triage, $0.answers) }
        rules.forecast = replies.forecast
        var works: [Work] = []
        works.reserveCapacity(inputs.count)
        for input in inputs where !LadderCall.asksNothing(input) { works.append(try Work(input)) }
        if works.isEmpty { return Outcome() }

        let (cases, users, climbed, replies) = try await read(works, by: rules, in: transaction)
        // Before the desk is claimed, since others wait for that.
        if let triage { triage.judge(&works, cases: cases) }
        let search = answers?.search(works, cases: cases, users: users, triage: triage, transaction.partitioning)
        let (desk, found) = try await Desk.claim(
            DeskNeed(works, cases: cases),
            by: rules,
            reading: search?.lookUp.statement.map { [$0] } ?? [],
            in: transaction
        )
        if let answers, let search { search.take(found.first, from: answers.base, to: &works) }
        var decision = BatchDecision(
            rules: rules,
            triage: triage,
            answers: answers,
            now: transaction.now,
            partitioning: transaction.partitioning,
            cases: cases,
            users: users,
            desk: desk
        )
        decision.climbed = climbed
        decision.replies = replies
        for work in works { decision.apply(work) }
        decision.staff()
        return decision.outcome
    }

    /// The latest case of each conversation, what the directory says of the users, the steps of ladders that were taken in
    /// the cases that another is asked for, and the replies of those of which it is told whether one arrived.
    private func read(
        _ works: [Work],
        by rules: RoutingRules,
        in transaction: Transaction
    ) async throws -> (CaseThreads, [UserEntry.Key: UserEntry], Set<LadderStep>, [CaseID: KeptReplies]) {
        var threads = CaseThreads(works)
        var users: [UserEntry.Key: UserEntry] = [:]
        let people = Set(works.compactMap { $0.person(transaction.partitioning) })
        let corrected = threads.keys(of: works.filter { $0.request == .categorize })
        var statements = [
            SelectCases(keys: Array(threads.keys)).statement,
            SelectUsers(keys: Array(people)).statement,
        ]
        if !corrected.isEmpty { statements.append(SelectOpeningTexts(keys: corrected).statement) }
        let climbing = works.compactMap(\.climbing)
        if !climbing.isEmpty { statements.append(SelectLadderSteps(cases: climbing).statement) }
        let delivering = works.compactMap(\.delivering)
        if !delivering.isEmpty { statements.append(SelectReplies(cases: delivering).statement) }
        let results = try await transaction.query(statements)
        for row in results[0] { threads.load(try Case(row, rules: rules, at: transaction.now)) }
        for row in results[1] {
            let user = UserEntry(row)
            users[user.key] = user
        }
        if !corrected.isEmpty { for row in results[2] { threads.loadText(row) } }
        var next = corrected.isEmpty ? 2 : 3
        var climbed: Set<LadderStep> = []
        if !climbing.isEmpty {
            climbed = Set(results[next].map { LadderStep($0) })
            next += 1
        }
        var replies: [CaseID: KeptReplies] = [:]
        if !delivering.isEmpty { for row in results[next] { replies.load(row) } }
        return (threads, users, climbed, replies)
    }
}

extension RouterStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        ErasePerson(erasure: erasure, partition: partition).statements
    }
}

extension Work {
    /// The user whose entry in the directory the decision needs.
    fileprivate func person(_ partitioning: Partitioning) -> UserEntry.Key? {
        switch request {
        case .post(let message):
            guard case .user(let user) = message.voice else { return nil }
            return UserEntry.Key(partition: partitioning.partition(of: user.rawValue), user: user)
        case .open:
            guard let user = fields.optional("user") else { return nil }
            return UserEntry.Key(partition: partitioning.partition(of: user), user: UserID(user))
        case .forwarded(let message):
            guard case .user(let user) = message.voice else { return nil }
            return UserEntry.Key(partition: partitioning.partition(of: user.rawValue), user: user)
        case .putUser(let user), .eraseUser(let user): return UserEntry.Key(partition: partition, user: user)
        default: return nil
        }
    }
}
