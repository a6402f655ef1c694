import Contract
import Pipeline

/// What a batch changes, decided from the rows that it loaded and nothing else.
///
/// Works are applied in their order; ``staff()`` then brings cases that wait and admins who are free together. The
/// result is a function of the arguments, but for the ids of new cases and events.
struct BatchDecision {
    let rules: RoutingRules
    /// What decides about new cases; nil where they are what their publishers say.
    let triage: CaseTriage?
    /// What the knowledge base answers; nil where there is none.
    let answers: AutomaticAnswers?
    /// The transaction's time on the database server.
    let now: Instant
    let partitioning: Partitioning

    var cases: CaseThreads
    var users: [UserEntry.Key: UserEntry]
    var desk: Desk

    /// Conversations whose case looks for an admin, with what made it look.
    var seekers: [Int: Work] = [:]
    /// Admins that the case had before it was reopened, who are asked first.
    var preferred: [Int: AdminID] = [:]
    /// The last work that may have made an admin free.
    private(set) var freedBy: Work?

    private(set) var events: [Draft] = []
    private(set) var history: [HistoryEntry] = []
    var letters: [OutgoingLetter] = []
    var timers: [TimerChange] = []
    var putUsers: Set<UserEntry.Key> = []
    var putAdmins: [AdminID: Fields] = [:]
    var calls: [Call] = []
    var answeredCalls: [Call] = []
    var corrections: [PlacedCorrection] = []
    /// The steps of ladders that were taken before, of the cases that another is asked for.
    var climbed: Set<LadderStep> = []
    var newSteps: [LadderStep] = []
    /// The replies of the cases of which it is told that one did not arrive, or did.
    var replies: [CaseID: KeptReplies] = [:]
    /// How many assignments the batch has made.
    var assignments: Int64 = 0

    init(
        rules: RoutingRules,
        triage: CaseTriage? = nil,
        answers: AutomaticAnswers? = nil,
        now: Instant,
        partitioning: Partitioning,
        cases: CaseThreads,
        users: [UserEntry.Key: UserEntry],
        desk: Desk
    ) {
        self.rules = rules
        self.triage = triage
        self.answers = answers
        self.now = now
        self.partitioning = partitioning
        self.cases = cases
        self.users = users
        self.desk = desk
    }

    /// Decides one work.
    mutating func apply(_ work: Work) {
        switch work.request {
        case .post(let message): post(message, work)
        case .forwarded(let message): post(message, work)
        case .open: open(work)
        case .update: update(work)
        case .categorize: categorize(work)
        case .resolve: resolve(work)
        case .reopen: reopen(work)
        case .spam: spam(work)
        case .assign: assign(work)
        case .escalate: escalate(work)
        case .acknowledge: acknowledge(work)
        case .handBack: handBack(work)
        case .wait: wait(work)
        case .snooze: snooze(work)
        case .merge: merge(work)
        case .putUser(let user): put(user, work)
        case .eraseUser(let user): erase(user, work)
        case .putAdmin(let admin): put(admin, work)
        case .presence(let admin): present(admin, work)
        case .followUp(let rated): followUp(rated, work)
        case .passMail: emit("mail.bounced", work, work.fields)
        case .call(let id, let admin): answerCall(id, admin, work)
        case .takeBack(let id, let admin, let reason): takeBack(id, from: admin, reason: reason, work)
        case .callMore, .widen: noteFreed(by: work)
        case .takeOver: takeOver(work)
        case .splitOff: noteSplit(work)
        case .climb(let call): climb(call, work)
        case .follow(let fate): follow(fate, work)
        case .settled(let id): settle(id, work)
        case .wake(let id): wake(id, work)
        case .silence(let id): breakSilence(id, work)
        case .solved(let id): settleAnswer(id, work)
        case .close(let id): close(id, work)
        case .raise(let id): raise(id, work)
        case .look(let admin): look(after: admin, work)
        }
        if work.isBackfill, let current = cases.current(work) { holdTimers(of: current, work) }
    }

    /// Says what happened to a case, in its history and to the subscribers.
    mutating func record(
        _ type: String,
        of current: inout Case,
        _ work: Work,
        at time: Instant? = nil,
        by actor: Actor,
        reason: String? = nil,
        _ fields: Fields
    ) {
        note(type, of: &current, at: time ?? work.time, by: actor, reason: reason, fields)
        emit(type, work, at: time, about: current, by: actor, fields)
    }

    /// Keeps in a case's history what subscribers are told by others.
    mutating func note(
        _ type: String,
        of current: inout Case,
        at time: Instant,
        by actor: Actor,
        reason: String? = nil,
        _ fields: Fields
    ) {
        current.decisions += 1
        current.touch()
        history.append(
            HistoryEntry(
                partition: current.partition,
                place: HistoryEntry.Place(id: current.id, seq: current.decisions),
                conversation: current.conversation,
                type: type,
                time: time,
                actor: actor.description,
                reason: reason,
                detail: fields
            )
        )
    }

    /// Keeps something in the history of a case that another one follows, after its last entry; nothing where none is kept.
    mutating func note(
        _ type: String,
        after stored: Int?,
        of id: CaseID,
        _ work: Work,
        reason: String?,
        _ fields: Fields
    ) {
        let own = history.last { $0.place?.id == id }?.place?.seq
        guard let last = [stored, own].compactMap(\.self).max() else { return }
        history.append(
            HistoryEntry(
                partition: work.partition,
                place: HistoryEntry.Place(id: id, seq: last + 1),
                conversation: work.conversation?.rawValue,
                type: type,
                time: work.time,
                actor: Actor.system.description,
                reason: reason,
                detail: fields
            )
        )
    }

    /// Adds to an entry of this batch's history what came of it.
    mutating func amendHistory(of current: Case, _ seq: Int, _ name: String, _ value: String) {
        let place = HistoryEntry.Place(id: current.id, seq: seq)
        guard let index = history.lastIndex(where: { $0.place == place }) else { return }
        history[index].detail.append(name, value)
    }

    /// Says something to the subscribers: about a case, or one that is only named, or else about what the work is about.
    mutating func emit(
        _ type: String,
        _ work: Work,
        at time: Instant? = nil,
        about current: Case? = nil,
        naming id: CaseID? = nil,
        by actor: Actor? = nil,
        _ fields: Fields
    ) {
        var fields = fields
        fields.append("actor", ifAny: actor?.description)
        if work.isBackfill, fields["backfill"] == nil { fields.append("backfill", "true") }
        events.append(
            Draft(
                partition: current?.partition ?? work.partition,
                type: type,
                time: time ?? work.time,
                conversation: current.map { ConversationID($0.conversation) } ?? work.conversation,
                case: current?.id ?? id,
                cause: work.cause,
                traceparent: work.traceparent,
                fields: fields
            )
        )
    }

    /// Answers a command that the state or the policy does not allow, and keeps the answer; names what is allowed, if any
    /// names are given.
    mutating func refuse(_ refusal: Refusal, _ work: Work, _ current: Case?, allowed names: [String] = []) {
        var fields: Fields = ["code": refusal.rawValue, "detail": refusal.detail(allowed: names), "command": work.type]
        fields.append("source", ifAny: work.fields["source"])
        fields.append("id", ifAny: work.fields["id"])
        let actor = work.actor(in: current)
        if var current {
            record("case.refused", of: &current, work, by: actor, reason: refusal.rawValue, fields)
            put(current, work)
            return
        }
        history.append(
            HistoryEntry(
                partition: work.partition,
                place: nil,
                conversation: work.conversation?.rawValue,
                type: "case.refused",
                time: work.time,
                actor: actor.description,
                reason: refusal.rawValue,
                detail: fields
            )
        )
        emit("case.refused", work, by: actor, fields)
    }

    /// Notes that an admin may be free for a case that waits; what comes of it is of today, not of the past.
    mutating func noteFreed(by work: Work) {
        freedBy = work
        freedBy?.isBackfill = false
    }

    /// Puts the changed case of the work's conversation back.
    mutating func put(_ changed: Case, _ work: Work) {
        guard let index = cases.index(partition: work.partition, conversation: work.key) else { return }
        cases.put(changed, at: index)
    }

    /// The place of the work's conversation in the batch.
    func place(_ work: Work) -> Int? {
        cases.index(partition: work.partition, conversation: work.key)
    }
}
