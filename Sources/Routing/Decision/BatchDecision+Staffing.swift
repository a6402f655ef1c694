import Contract
import Pipeline

/// Why an admin has a case, as history and events say it.
enum AssignmentReason {
    static let fewestOpenCases = "fewest_open_cases"
    static let hadItBefore = "had_it_before"
    static let longestWaiting = "longest_waiting"
    static let byAdmin = "by_admin"
    static let adminLeft = "admin_left"
}

extension BatchDecision {
    /// Notes that the case looks for an admin, or will once its backfill has settled.
    mutating func seekAdmin(_ current: inout Case, preferring former: AdminID?, _ work: Work) {
        guard !work.isBackfill else { return holdBack(current, work) }
        current.queuedAt = current.awaitingSince ?? current.lastOpening
        current.touch()
        guard let place = place(work) else { return }
        seekers[place] = work
        preferred[place] = former
    }

    /// Puts off the search for an admin while a case of the past is still being told.
    mutating func holdBack(_ current: Case, _ work: Work) {
        guard work.isBackfill, current.state == .open, current.queuedAt == nil else { return }
        timers.append(
            .set(
                partition: current.partition,
                key: "settled:\(current.id)",
                due: now + rules.backfillSettling,
                conversation: current.conversation,
                fields: ["case": current.id.rawValue, "cause": work.cause]
            )
        )
    }

    /// Brings waiting cases and free admins together, the longest waiting first.
    ///
    /// Cases of the batch are assigned; for others a place is kept and a letter sent to their partition.
    mutating func staff() {
        var queue = seekers.compactMap { place, work in
            cases.latest[place].flatMap { found in
                found.queuedAt.map { Seeker(id: found.id, since: $0, at: .here(place, work)) }
            }
        }
        if let freedBy {
            for waiting in desk.waiting {
                if let place = cases.index(partition: waiting.partition, conversation: waiting.conversation) {
                    guard seekers[place] == nil, let found = cases.latest[place], found.id == waiting.id,
                        found.state == .open, let since = found.queuedAt
                    else { continue }
                    queue.append(Seeker(id: found.id, since: since, at: .here(place, freedBy)))
                } else {
                    queue.append(Seeker(id: waiting.id, since: waiting.queuedAt, at: .elsewhere(waiting, freedBy)))
                }
            }
        }
        queue.sort { ($0.since, $0.id.rawValue) < ($1.since, $1.id.rawValue) }
        for seeker in queue {
            switch seeker.at {
            case .here(let place, let work): assignHere(place, work)
            case .elsewhere(let waiting, let work): call(waiting, work)
            }
        }
        if let freedBy, desk.waiting.count == rules.callsPerBatch, desk.choice() != nil {
            send(LetterKind.callMore, to: freedBy.partition, conversation: "", fields: [:], freedBy)
        }
    }

    private mutating func assignHere(_ place: Int, _ work: Work) {
        guard var current = cases.latest[place], let admin = desk.choice(preferring: preferred[place]) else { return }
        let reason =
            admin == preferred[place]
            ? AssignmentReason.hadItBefore
            : seekers[place] == nil ? AssignmentReason.longestWaiting : AssignmentReason.fewestOpenCases
        claim(admin)
        give(&current, to: admin, at: max(work.time, current.lastOpening), by: .system, reason: reason, work)
        cases.put(current, at: place)
    }

    private mutating func call(_ waiting: WaitingCase, _ work: Work) {
        guard let admin = desk.choice() else { return }
        claim(admin)
        calls.append(Call(partition: waiting.partition, id: waiting.id, admin: admin))
        send(
            LetterKind.assignWaiting,
            to: waiting.partition,
            conversation: waiting.conversation,
            fields: ["case": waiting.id.rawValue, "admin": admin.rawValue],
            work
        )
    }

    /// Makes an admin whose place is already counted the case's assignee.
    mutating func give(
        _ current: inout Case,
        to admin: AdminID,
        at time: Instant,
        by actor: Actor,
        reason: String,
        _ work: Work
    ) {
        var fields = current.facts
        fields.append("admin", admin.rawValue)
        fields.append("admin_name", ifAny: desk.admins[admin]?.name)
        fields.append("admin_language", ifAny: desk.admins[admin]?.language)
        fields.append("team", ifAny: desk.admins[admin]?.team)
        fields.append("reason", reason)
        fields.append("former_assignee", ifAny: current.assignee?.rawValue)
        current.state = .assigned
        current.assignee = admin
        current.team = desk.admins[admin]?.team ?? current.team
        current.assignedAt = time
        current.queuedAt = nil
        record("case.assigned", of: &current, work, at: time, by: actor, reason: reason, fields)
    }

    /// Writes to the partition of another case.
    mutating func send(_ kind: String, to partition: Int, conversation: String, fields: Fields, _ work: Work) {
        var fields = fields
        fields.append("time", work.time.description)
        fields.append("cause", work.cause)
        letters.append(
            OutgoingLetter(
                from: work.partition,
                to: partition,
                kind: kind,
                conversation: conversation,
                fields: fields
            )
        )
    }

    /// Takes a place with an admin, at a moment later than that of the assignment before.
    mutating func claim(_ admin: AdminID) {
        assignments += 1
        let moment = Instant(microseconds: now.microseconds + assignments)
        desk.admins[admin]?.take(at: moment)
    }
}

/// A case that looks for an admin.
private struct Seeker {
    enum Place {
        case here(Int, Work)
        case elsewhere(WaitingCase, Work)
    }

    let id: CaseID
    let since: Instant
    let at: Place
}
