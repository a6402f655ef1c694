import Contract
import Pipeline
import Policy
import PolicyStore

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
    /// Steps between states that have been taken and may not be.
    private(set) var forbiddenSteps: [String] = []
    /// Timers that are set and not due yet, by partition and key.
    private(set) var pending: [TimerPlace: DueTimer] = [:]
    private(set) var corrections: [PlacedCorrection] = []
    private(set) var climbed: Set<LadderStep> = []
    var rules = RoutingRules()
    /// What decides about new cases; nil where they are what their publishers say.
    var triage: CaseTriage?
    /// What the knowledge base answers; nil where there is none.
    var answers: AutomaticAnswers?
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

    /// Lets time pass: every timer that comes due until then is handled, in order; returns what follows.
    @discardableResult
    mutating func pass(to duration: Duration) throws -> [Draft] {
        let end = start + duration
        var events: [Draft] = []
        while let (place, timer) = pending.filter({ $0.value.due <= end }).min(by: { $0.value.due < $1.value.due }) {
            pending[place] = nil
            clock = max(clock, timer.due)
            let content = Input.Content.timer(timer)
            events += try decide([
                Input(partition: place.partition, content: content, conversation: timer.conversation)
            ])
        }
        clock = max(clock, end)
        return events
    }

    /// The latest case of a conversation.
    func latest(_ conversation: String = "c-1", partition: Int = 0) -> Case? {
        cases[CaseThreads.Key(partition: partition, conversation: conversation)]?.last
    }

    private mutating func batch(_ inputs: [Input]) throws -> BatchDecision {
        // A batch is decided no earlier than what it says has happened, as in a real office.
        let told = inputs.compactMap(\.eventTime)
        if let last = told.max() { clock = max(clock + .seconds(1), last) }
        var works = try inputs.filter { !LadderCall.asksNothing($0) }.map { try Work($0) }
        var threads = CaseThreads(works)
        for key in threads.keys {
            guard var latest = cases[key]?.last else { continue }
            if let admin = latest.assignee.flatMap({ admins[$0] }) {
                latest.assigneeMayBeGone =
                    admin.isGone || !rules.isOnShift(admin.calendar, ofTeam: admin.team, at: clock)
            }
            threads.load(latest)
        }
        triage?.judge(&works, cases: threads)
        lookUp(&works, threads)
        var decision = BatchDecision(
            rules: rules,
            triage: triage,
            answers: answers,
            now: clock,
            partitioning: partitioning,
            cases: threads,
            users: users,
            desk: desk(DeskNeed(works, cases: threads))
        )
        decision.climbed = climbed
        decision.replies = replies(of: works)
        for work in works { decision.apply(work) }
        decision.staff()
        keep(decision)
        return decision
    }

    /// What the database would find: on paper words are not cut.
    private func lookUp(_ works: inout [Work], _ threads: CaseThreads) {
        guard let answers else { return }
        let asked = answers.asked(in: works, cases: threads, users: users, triage: triage, partitioning)
        for one in asked {
            works[one.work].found = answers.base.find(
                words: PaperKnowledge.words(one.question.text),
                language: one.question.language.rawValue
            )
        }
    }

    /// What history says of the replies of the cases whose replies the works are about.
    private func replies(of works: [Work]) -> [CaseID: KeptReplies] {
        var replies: [CaseID: KeptReplies] = [:]
        for id in Set(works.compactMap { $0.delivering?.id }) {
            let own = history.filter { $0.place?.id == id }
            for entry in own {
                replies[id, default: KeptReplies()].take(
                    entry.type,
                    at: entry.time,
                    repliedAt: entry.detail["replied_at"].flatMap { Instant(rfc3339: $0) },
                    waitedSince: entry.detail["waited_since"].flatMap { Instant(rfc3339: $0) },
                    before: own.compactMap { $0.place?.seq }.max() ?? 0
                )
            }
        }
        return replies
    }

    private func desk(_ need: DeskNeed) -> Desk {
        var desk = Desk()
        if need.isNone { return desk }
        for (id, var admin) in admins {
            admin.settle(by: rules, at: clock)
            if need.named.contains(id)
                || (admin.isActive && admin.status == .online && admin.openCases < admin.capacity)
            {
                desk.admins[id] = admin
            } else {
                desk.note(busy: admin)
            }
        }
        guard need.frees else { return desk }
        let latest = cases.values.compactMap(\.last)
        let queue = latest.compactMap { found -> WaitingCase? in
            guard let since = found.queuedAt, !calls.contains(where: { $0.id == found.id }) else { return nil }
            return WaitingCase(
                partition: found.partition,
                conversation: found.conversation,
                id: found.id,
                queuedAt: since,
                rank: found.queueRank,
                search: Search(
                    needs: found.needs ?? Needs(),
                    since: found.widensFrom ?? found.soughtAt ?? since,
                    due: found.dueAt,
                    restartedAfter: found.restartedAfter,
                    excluded: Set(admins: found.decidedBefore),
                    timedOut: found.timedOut
                )
            )
        }
        let lines = Dictionary(grouping: queue, by: \.search.needs)
        desk.shownOfEachLine = max(rules.callsPerBatch / max(lines.count, 1), min(rules.callsPerBatch, 8))
        for line in lines.values {
            let heads = line.sorted {
                ($0.search.due ?? $0.queuedAt, $0.rank, $0.queuedAt) < (
                    $1.search.due ?? $1.queuedAt, $1.rank, $1.queuedAt
                )
            }
            desk.waiting += heads.prefix(desk.shownOfEachLine)
        }
        desk.unanswered = latest.compactMap { found in
            guard let admin = found.assignee, need.leaving.contains(admin), found.isUnanswered else { return nil }
            return UnansweredCase(
                partition: found.partition,
                conversation: found.conversation,
                id: found.id,
                admin: admin,
                takenAt: found.takenAt ?? start
            )
        }
        return desk
    }

    private mutating func keep(_ decision: BatchDecision) {
        for var saved in decision.cases.unsaved {
            let key = CaseThreads.Key(partition: saved.partition, conversation: saved.conversation)
            let stored = cases[key]?.first { $0.number == saved.number }
            var reached = stored?.state ?? .open
            for step in saved.steps {
                if !reached.successors.contains(step) { forbiddenSteps.append("\(reached) to \(step)") }
                reached = step
            }
            if reached != saved.state { forbiddenSteps.append("\(reached) is not \(saved.state)") }
            saved.settle()
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
        corrections += decision.corrections
        climbed.formUnion(decision.newSteps)
        timers += decision.timers
        for change in decision.timers {
            switch change {
            case .set(let partition, let key, let due, let conversation, let fields):
                pending[TimerPlace(partition: partition, key: key)] = DueTimer(
                    key: key,
                    due: due,
                    conversation: conversation,
                    fields: fields
                )
            case .cancel(let partition, let key): pending[TimerPlace(partition: partition, key: key)] = nil
            }
        }
    }
}

/// Where a timer is kept.
struct TimerPlace: Hashable {
    let partition: Int
    let key: String
}

extension Input {
    /// When the event that the input is has happened.
    fileprivate var eventTime: Instant? {
        guard case .event(let event) = content else { return nil }
        return event.time
    }
}
