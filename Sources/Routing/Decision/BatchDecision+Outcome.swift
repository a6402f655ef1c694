import Contract
import Pipeline
import Postgres

extension BatchDecision {
    /// Everything that the batch changes, as the pipeline takes it.
    var outcome: Outcome {
        var outcome = Outcome()
        outcome.statements = statements
        outcome.events = events.togetherByConversation
        outcome.letters = letters
        outcome.timers = timers
        return outcome
    }

    /// One statement for each table that has something to write; a conversation's old case is closed before a new one
    /// is opened.
    private var statements: [Statement] {
        var statements: [Statement] = []
        let unsaved = cases.unsaved
        let changed = unsaved.filter { $0.storage == .changed }
        let opened = unsaved.filter { $0.storage == .new }
        if !changed.isEmpty { statements.append(UpdateCases(cases: changed).statement) }
        if !opened.isEmpty { statements.append(InsertCases(cases: opened).statement) }
        if !history.isEmpty { statements.append(InsertHistory(entries: history).statement) }
        if !newSteps.isEmpty { statements.append(InsertLadderSteps(steps: newSteps).statement) }
        if !corrections.isEmpty { statements.append(InsertCorrections(corrections: corrections).statement) }
        let users = putUsers.compactMap { self.users[$0] }
        if !users.isEmpty { statements.append(PutUsers(users: users).statement) }
        let put = putAdmins.compactMap { id, fields in desk.admins[id].map { (admin: $0, fields: fields) } }
        if !put.isEmpty { statements.append(PutAdmins(admins: put).statement) }
        let loaded = desk.admins.values.filter(\.isChanged)
        if !loaded.isEmpty { statements.append(UpdateAdmins(admins: Array(loaded)).statement) }
        if !answeredCalls.isEmpty { statements.append(DeleteCalls(calls: answeredCalls).statement) }
        if !calls.isEmpty { statements.append(InsertCalls(calls: calls).statement) }
        return statements
    }
}

extension [Draft] {
    /// The events with those of a conversation one behind the other, in their order.
    ///
    /// Assignments are decided last. Told directly behind what their cases were opened by, they reach subscribers in one
    /// batch with it, whose rows about the case are then written once.
    fileprivate var togetherByConversation: [Draft] {
        var groups: [[Draft]] = []
        groups.reserveCapacity(count)
        var places: [CaseThreads.Key: Int] = [:]
        for event in self {
            guard let conversation = event.conversation else {
                groups.append([event])
                continue
            }
            let key = CaseThreads.Key(partition: event.partition, conversation: conversation.rawValue)
            if let place = places[key] {
                groups[place].append(event)
            } else {
                places[key] = groups.count
                groups.append([event])
            }
        }
        return groups.flatMap(\.self)
    }
}
