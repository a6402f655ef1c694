import Contract
import Pipeline
import Postgres

extension Desk {
    /// The desk, locked until the transaction ends, or an empty one for a batch that needs none.
    ///
    /// What else is to be read is read in the same trip, before the desk is locked: others wait for that.
    static func claim(
        _ need: DeskNeed,
        by rules: RoutingRules,
        reading others: [Statement] = [],
        in transaction: Transaction
    ) async throws -> (desk: Desk, read: [Rows]) {
        var desk = Desk()
        if need.isNone { return (desk, try await others.isEmpty ? [] : transaction.query(others)) }
        // Who is busy is read behind the lock: nobody becomes free meanwhile, and who has just lost the last place is seen.
        var statements = [
            LockDesk(alone: need.frees).statement,
            LockAdmins(named: need.named, rules: rules).statement,
            SelectBusyAdmins(rules: rules).statement,
        ]
        if need.frees {
            statements.append(SelectWaiting(limit: rules.callsPerBatch).statement)
            if !need.leaving.isEmpty { statements.append(SelectUnanswered(admins: need.leaving).statement) }
        }
        let read = try await transaction.query(others + statements)
        let results = Array(read.dropFirst(others.count))
        for row in results[1] {
            let admin = try Admin(row, rules: rules, at: transaction.now)
            desk.admins[admin.id] = admin
        }
        for row in results[2] { desk.note(busy: try Admin(row, rules: rules, at: transaction.now)) }
        if need.frees {
            desk.waiting = results[3].map { WaitingCase($0) }
            desk.shownOfEachLine = results[3].first.map { Int($0.int(9)) } ?? 0
            if !need.leaving.isEmpty { desk.unanswered = results[4].map { UnansweredCase($0) } }
        }
        return (desk, Array(read.prefix(others.count)))
    }

    /// Notes an admin who has no place free, if there to work for a team.
    mutating func note(busy admin: Admin) {
        guard admin.isPresent, let team = admin.team else { return }
        busy[team, default: []].append(admin)
    }
}
