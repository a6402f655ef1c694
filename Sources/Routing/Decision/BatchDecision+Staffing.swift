import Contract
import Pipeline

/// Why an admin has a case, or has it no more, as history and events say it.
enum AssignmentReason {
    static let fewestOpenCases = "fewest_open_cases"
    static let hadItBefore = "had_it_before"
    static let longestWaiting = "longest_waiting"
    static let byAdmin = "by_admin"
    static let toTeam = "to_team"
    static let adminLeft = "admin_left"
    static let shiftEnded = "shift_ended"
    static let timedOut = "timed_out"
    static let escalated = "escalated"
    static let handedBack = "handed_back"
}

extension BatchDecision {
    /// Brings waiting cases and free admins together: next breach first, then the most urgent tier, then who waits longest.
    ///
    /// Cases of the batch are assigned; for others a place is kept and a letter sent to their partition.
    mutating func staff() {
        let all = queue
        let keys = all.map { ($0.search.due ?? $0.since, $0.rank, $0.since, $0.id.rawValue) }
        // What nobody could be found for cannot be found for a case that needs the same and has waited no longer.
        var failed: [Line: (waited: Duration, reason: String)] = [:]
        var retryAt: (Instant, Work)?
        var served: Set<Needs> = []
        for place in all.indices.sorted(by: { keys[$0] < keys[$1] }) {
            let seeker = all[place]
            let waited = max(now - seeker.search.since, .zero)
            let line = Line(needs: seeker.search.needs, time: seeker.search.due.map { $0 - seeker.search.since })
            if seeker.search.former == nil, let vain = failed[line], vain.waited >= waited {
                leaveWaiting(seeker, vain.reason)
                continue
            }
            switch desk.answer(seeker.search, after: waited, rules.widening(of: seeker.search)) {
            case .found(let admin, let fit):
                match(seeker, with: admin, fit)
                served.insert(seeker.search.needs)
            case .nobody(let reason, let retryAfter):
                leaveWaiting(seeker, reason)
                if seeker.search.excluded.isEmpty, seeker.search.timedOut == nil {
                    failed[line] = (max(waited, failed[line]?.waited ?? waited), reason)
                }
                if let due = retryAfter.map({ seeker.search.since + $0 }), retryAt.map({ due < $0.0 }) ?? true {
                    retryAt = (due, seeker.work)
                }
            }
        }
        if let (due, work) = retryAt { retry(at: due, work) }
        guard let freedBy, desk.hasFreeAdmin else { return }
        let lines = Dictionary(grouping: desk.waiting, by: \.search.needs)
        // Only a line that moved can move on: one that did not would be looked at without end.
        if lines.contains(where: { $0.value.count >= desk.shownOfEachLine && served.contains($0.key) }) {
            send(LetterKind.callMore, to: freedBy.partition, conversation: "", fields: [:], freedBy)
        }
    }

    /// The cases that look for an admin now: those of the batch, and of the others those at the head of their lines.
    private var queue: [Seeker] {
        var queue = seekers.compactMap { place, work in seeker(at: place, work) }
        guard let freedBy else { return queue }
        for waiting in desk.waiting {
            if let place = cases.index(partition: waiting.partition, conversation: waiting.conversation) {
                guard seekers[place] == nil, cases.latest[place]?.id == waiting.id,
                    let found = seeker(at: place, freedBy)
                else { continue }
                queue.append(found)
            } else {
                queue.append(
                    Seeker(
                        id: waiting.id,
                        rank: waiting.rank,
                        since: waiting.queuedAt,
                        search: waiting.search,
                        work: freedBy,
                        at: .elsewhere(waiting)
                    )
                )
            }
        }
        return queue
    }

    private func seeker(at place: Int, _ work: Work) -> Seeker? {
        guard let found = cases.latest[place], let since = found.queuedAt, found.lacksAdmin else { return nil }
        return Seeker(
            id: found.id,
            rank: found.queueRank,
            since: since,
            search: search(of: found, at: place),
            work: work,
            at: .here(place)
        )
    }

    private mutating func match(_ seeker: Seeker, with admin: AdminID, _ fit: Fit) {
        switch seeker.at {
        case .here(let place):
            guard var current = cases.latest[place] else { return }
            let reason =
                admin == preferred[place]
                ? AssignmentReason.hadItBefore
                : seekers[place] == nil ? AssignmentReason.longestWaiting : AssignmentReason.fewestOpenCases
            claim(admin)
            let time = max(seeker.work.time, current.lastOpening)
            give(&current, to: admin, at: time, by: .system, reason: reason, match: fit, seeker.work)
            cases.put(current, at: place)
        case .elsewhere(let waiting):
            claim(admin)
            calls.append(Call(partition: waiting.partition, id: waiting.id, admin: admin))
            send(
                LetterKind.assignWaiting,
                to: waiting.partition,
                conversation: waiting.conversation,
                fields: ["case": waiting.id.rawValue, "admin": admin.rawValue],
                seeker.work
            )
        }
    }

    /// Says why a case of the batch still waits.
    private mutating func leaveWaiting(_ seeker: Seeker, _ reason: String) {
        guard case .here(let place) = seeker.at, var current = cases.latest[place], current.queueReason != reason
        else { return }
        current.queueReason = reason
        current.touch()
        cases.put(current, at: place)
    }

    /// Makes an admin whose place is already counted the case's assignee.
    mutating func give(
        _ current: inout Case,
        to admin: AdminID,
        at time: Instant,
        by actor: Actor,
        reason: String,
        match: Fit? = nil,
        _ work: Work
    ) {
        var fields = current.facts
        fields.append("admin", admin.rawValue)
        fields.append("admin_name", ifAny: desk.admins[admin]?.name)
        fields.append("admin_language", ifAny: desk.admins[admin]?.language)
        fields.append("team", ifAny: desk.admins[admin]?.team)
        fields.append("reason", reason)
        fields.append("former_assignee", ifAny: current.assignee?.rawValue)
        fields.append("suggested_article", ifAny: current.suggestedArticle)
        fields.append("match", ifAny: match?.match)
        fields.append("lacks", ifAny: match?.lacks.names)
        fields.append("open_cases", ifAny: desk.admins[admin].map { String($0.openCases) })
        fields.append("queued_at", ifAny: current.queuedAt?.description)
        current.assignee = admin
        current.team = desk.admins[admin]?.team ?? current.team
        current.assignedAt = time
        current.soughtAt = current.soughtAt ?? now
        current.leaveQueue()
        current.timedOut = nil
        // A case that is put off stays so, whoever has it.
        if !current.isPaused { current.turn(into: current.standing) }
        record("case.assigned", of: &current, work, at: time, by: actor, reason: reason, fields)
    }

    /// Takes a place with an admin, at a moment later than that of the assignment before.
    mutating func claim(_ admin: AdminID) {
        assignments += 1
        let moment = Instant(microseconds: now.microseconds + assignments)
        desk.admins[admin]?.take(at: moment)
    }
}

/// What makes one search as hopeless as another that has gone on for as long.
private struct Line: Hashable {
    let needs: Needs
    let time: Duration?
}

/// A case that looks for an admin.
private struct Seeker {
    enum Place {
        case here(Int)
        case elsewhere(WaitingCase)
    }

    let id: CaseID
    let rank: Int
    let since: Instant
    let search: Search
    let work: Work
    let at: Place
}
