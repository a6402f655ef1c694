import Contract
package import Pipeline
import PolicyStore
package import Postgres
import Synchronization

/// The router, which decides which case it is, whose, and what happens to the case.
///
/// A batch costs one round trip to read its cases and users, and a second one to claim admins where a case may need one
/// or an admin may become free. What then happens is decided by ``BatchDecision``.
package final class RouterStage: Stage {
    private let policy: PolicyInForce?
    private let rulesInForce: Mutex<RoutingRules>

    /// A router by the rules of the policy in force.
    package init() {
        policy = PolicyInForce(program: "router")
        rulesInForce = Mutex(RoutingRules())
    }

    /// A router by those rules, whatever the policy says.
    package init(rules: RoutingRules) {
        policy = nil
        rulesInForce = Mutex(rules)
    }

    package var definition: StageDefinition {
        StageDefinition(
            name: .router,
            reads: .topics([.commands]),
            consumes: Dictionary(uniqueKeysWithValues: Work.commands.map { ($0, [1]) }),
            writes: .cases,
            batchLimit: 512
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        guard let document = try await policy?.reread(on: session) else { return }
        let rules = RoutingRules(document)
        rulesInForce.withLock { $0 = rules }
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        let rules = rulesInForce.withLock { $0 }
        var works: [Work] = []
        works.reserveCapacity(inputs.count)
        for input in inputs { works.append(try Work(input)) }

        let (cases, users) = try await read(works, by: rules, in: transaction)
        let desk = try await claim(DeskNeed(works, cases: cases), by: rules, in: transaction)
        var decision = BatchDecision(
            rules: rules,
            now: transaction.now,
            partitioning: transaction.partitioning,
            cases: cases,
            users: users,
            desk: desk
        )
        for work in works { decision.apply(work) }
        decision.staff()
        return decision.outcome
    }

    /// The latest case of each conversation, and what the directory says of the users.
    private func read(
        _ works: [Work],
        by rules: RoutingRules,
        in transaction: Transaction
    ) async throws -> (CaseThreads, [UserEntry.Key: UserEntry]) {
        var threads = CaseThreads(works)
        var users: [UserEntry.Key: UserEntry] = [:]
        let people = Set(works.compactMap { $0.person(transaction.partitioning) })
        let results = try await transaction.query([
            SelectCases(keys: Array(threads.keys)).statement,
            SelectUsers(keys: Array(people)).statement,
        ])
        for row in results[0] { threads.load(try Case(row, rules: rules, at: transaction.now)) }
        for row in results[1] {
            let user = UserEntry(row)
            users[user.key] = user
        }
        return (threads, users)
    }

    /// The desk, locked until the transaction ends, or an empty one for a batch that needs none.
    private func claim(
        _ need: DeskNeed,
        by rules: RoutingRules,
        in transaction: Transaction
    ) async throws -> Desk {
        var desk = Desk()
        if need.isNone { return desk }
        var statements = [LockDesk(alone: need.frees).statement, LockAdmins(named: need.named).statement]
        if need.frees {
            statements.append(SelectWaiting(limit: rules.callsPerBatch).statement)
            if !need.leaving.isEmpty { statements.append(SelectUnanswered(admins: need.leaving).statement) }
        }
        let results = try await transaction.query(statements)
        for row in results[1] {
            let admin = try Admin(row, rules: rules, at: transaction.now)
            desk.admins[admin.id] = admin
        }
        if need.frees {
            desk.waiting = results[2].map { WaitingCase($0) }
            desk.shownOfEachLine = results[2].first.map { Int($0.int(9)) } ?? 0
            if !need.leaving.isEmpty { desk.unanswered = results[3].map { UnansweredCase($0) } }
        }
        return desk
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
