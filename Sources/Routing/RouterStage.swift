import Contract
package import Pipeline

/// The router, which decides which case it is, whose, and what happens to the case.
///
/// A batch costs one round trip to read its cases and users, and a second one to claim admins where a case may need one
/// or an admin may become free. What then happens is decided by ``BatchDecision``.
package struct RouterStage: Stage {
    private let rules: RoutingRules

    /// A router by those rules.
    package init(rules: RoutingRules = RoutingRules()) {
        self.rules = rules
    }

    package var definition: StageDefinition {
        StageDefinition(
            name: .router,
            reads: .topics([.commands]),
            consumes: Dictionary(uniqueKeysWithValues: Work.commands.map { ($0, [1]) }),
            writes: .cases
        )
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        var works: [Work] = []
        works.reserveCapacity(inputs.count)
        for input in inputs { works.append(try Work(input)) }

        let (cases, users) = try await read(works, in: transaction)
        let desk = try await claim(DeskNeed(works, cases: cases), in: transaction)
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
        in transaction: Transaction
    ) async throws -> (CaseThreads, [UserEntry.Key: UserEntry]) {
        var threads = CaseThreads(works)
        var users: [UserEntry.Key: UserEntry] = [:]
        let people = Set(works.compactMap { $0.person(transaction.partitioning) })
        let results = try await transaction.query([
            SelectCases(keys: Array(threads.keys)).statement,
            SelectUsers(keys: Array(people)).statement,
        ])
        for row in results[0] { threads.load(try Case(row)) }
        for row in results[1] {
            let user = UserEntry(row)
            users[user.key] = user
        }
        return (threads, users)
    }

    /// The desk, locked until the transaction ends, or an empty one for a batch that needs none.
    private func claim(_ need: DeskNeed, in transaction: Transaction) async throws -> Desk {
        var desk = Desk()
        if need.isNone { return desk }
        var statements = [LockDesk(alone: need.frees).statement, LockAdmins(named: need.named).statement]
        if need.frees {
            statements.append(SelectWaiting(limit: rules.callsPerBatch).statement)
            if !need.leaving.isEmpty { statements.append(SelectDeserted(leaving: need.leaving).statement) }
        }
        let results = try await transaction.query(statements)
        for row in results[1] {
            let admin = try Admin(row)
            desk.admins[admin.id] = admin
        }
        if need.frees {
            desk.waiting = results[2].map { WaitingCase($0) }
            if !need.leaving.isEmpty { desk.deserted = results[3].map { DesertedCase($0) } }
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
        case .putUser(let user), .eraseUser(let user): return UserEntry.Key(partition: partition, user: user)
        default: return nil
        }
    }
}
