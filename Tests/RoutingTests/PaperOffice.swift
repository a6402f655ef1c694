import Contract
import Pipeline

@testable import Routing

/// An office without a database: decisions are made on the rows that the decisions before them left.
struct PaperOffice {
    private(set) var cases: [CaseThreads.Key: [Case]] = [:]
    private(set) var users: [UserEntry.Key: UserEntry] = [:]
    private(set) var admins: [AdminID: Admin] = [:]
    private(set) var calls: [Call] = []
    private(set) var history: [HistoryEntry] = []
    private(set) var timers: [TimerChange] = []
    private(set) var events: [Draft] = []
    var rules = RoutingRules()
    private let partitioning: Partitioning
    private var clock = start

    init(partitions: Int = 4) {
        partitioning = Partitioning(count: partitions)
    }

    /// Decides a batch and everything that its letters lead to; returns the events of the batch and its consequences.
    @discardableResult
    mutating func decide(_ inputs: Input...) throws -> [Draft] {
        try decide(inputs)
    }

    @discardableResult
    mutating func decide(_ inputs: [Input]) throws -> [Draft] {
        var inputs = inputs
        var events: [Draft] = []
        while !inputs.isEmpty {
            let decision = try batch(inputs)
            events += decision.events
            inputs = decision.letters.map {
                Input(partition: $0.to, content: .letter($0.letter), conversation: $0.letter.conversation)
            }
        }
        self.events += events
        return events
    }

    /// Decides a batch and returns the letters that it leads to, which are not delivered yet.
    mutating func lettersOf(_ inputs: [Input]) throws -> [Input] {
        try batch(inputs).letters.map {
            Input(partition: $0.to, content: .letter($0.letter), conversation: $0.letter.conversation)
        }
    }

    /// The latest case of a conversation.
    func latest(_ conversation: String = "c-1", partition: Int = 0) -> Case? {
        cases[CaseThreads.Key(partition: partition, conversation: conversation)]?.last
    }

    private mutating func batch(_ inputs: [Input]) throws -> BatchDecision {
        clock = clock + .seconds(1)
        let works = try inputs.map { try Work($0) }
        var threads = CaseThreads(works)
        for key in threads.keys {
            guard var latest = cases[key]?.last else { continue }
            latest.assigneeMayBeGone = latest.assignee.flatMap { admins[$0] }?.isGone ?? false
            threads.load(latest)
        }
        var decision = BatchDecision(
            rules: rules,
            now: clock,
            partitioning: partitioning,
            cases: threads,
            users: users,
            desk: desk(DeskNeed(works, cases: threads))
        )
        for work in works { decision.apply(work) }
        decision.staff()
        keep(decision)
        return decision
    }

    private func desk(_ need: DeskNeed) -> Desk {
        var desk = Desk()
        if need.isNone { return desk }
        desk.admins = admins.filter { need.named.contains($0.key) || $0.value.isFree }
        guard need.frees else { return desk }
        let latest = cases.values.compactMap(\.last)
        desk.waiting = latest.compactMap { found in
            guard let since = found.queuedAt, !calls.contains(where: { $0.id == found.id }) else { return nil }
            return WaitingCase(
                partition: found.partition,
                conversation: found.conversation,
                id: found.id,
                queuedAt: since
            )
        }
        desk.waiting.sort { $0.queuedAt < $1.queuedAt }
        desk.deserted = latest.compactMap { found in
            guard let admin = found.assignee, need.leaving.contains(admin), found.state.isOpen,
                found.awaitingSince != nil
            else { return nil }
            return DesertedCase(
                partition: found.partition,
                conversation: found.conversation,
                id: found.id,
                admin: admin
            )
        }
        return desk
    }

    private mutating func keep(_ decision: BatchDecision) {
        for var saved in decision.cases.unsaved {
            let key = CaseThreads.Key(partition: saved.partition, conversation: saved.conversation)
            saved.storage = .stored
            var row = cases[key] ?? []
            if row.last?.number == saved.number { row.removeLast() }
            row.append(saved)
            cases[key] = row
        }
        users = decision.users
        for (id, var admin) in decision.desk.admins {
            admin.isChanged = false
            admins[id] = admin
        }
        calls.removeAll { call in decision.answeredCalls.contains { $0.id == call.id } }
        calls += decision.calls
        history += decision.history
        timers += decision.timers
    }
}
