import Contract

extension BatchDecision {
    /// A place with the admin is kept for the case, if it still waits and the admin is still there.
    mutating func answerCall(_ id: CaseID, _ admin: AdminID, _ work: Work) {
        answeredCalls.append(Call(partition: work.partition, id: id, admin: admin))
        guard var current = cases.current(work), current.id == id, current.lacksAdmin, current.queuedAt != nil
        else {
            free(admin, work)
            return
        }
        guard let place = place(work) else { return }
        guard let found = desk.admins[admin], found.isPresent, found.openCases <= found.capacity,
            case let search = self.search(of: current, at: place),
            let fit = Fit(found, search, rules.widening(of: search), teamIsThere: false)
        else {
            free(admin, work)
            seekers[place] = work
            return
        }
        let time = max(work.time, current.lastOpening)
        give(
            &current,
            to: admin,
            at: time,
            by: .system,
            reason: AssignmentReason.longestWaiting,
            match: fit,
            work
        )
        cases.put(current, at: place)
    }

    /// The admin has gone without answering, or has not answered in time: the case goes to another, if it is still so.
    mutating func takeBack(_ id: CaseID, from admin: AdminID, reason: String, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id, current.assignee == admin
        else { return }
        if reason == AssignmentReason.timedOut {
            guard let timeout = rules.assignmentTimeout, current.isUnanswered, let takenAt = current.takenAt,
                takenAt + timeout <= now
            else { return }
            current.timedOut = admin
            requeue(&current, reason: reason, work)
        } else {
            takeFromAbsent(&current, work, place)
        }
        cases.put(current, at: place)
    }

    /// Puts an unanswered case whose admin has gone back into the queue, in its old place.
    mutating func takeFromAbsent(_ current: inout Case, _ work: Work, _ place: Int) {
        guard current.isUnanswered, let admin = current.assignee.flatMap({ desk.admins[$0] }), admin.isGone else {
            return
        }
        requeue(&current, reason: admin.leavingReason, work)
    }

    /// Takes a case from its admin, who is still to answer, and looks for another.
    mutating func requeue(_ current: inout Case, reason: String, _ work: Work) {
        let time = max(work.time, current.assignedAt ?? work.time)
        unassign(&current, at: time, by: .system, reason: reason, work)
        current.turn(into: current.standing)
        seekAdmin(&current, preferring: nil, work)
    }

    /// A case of the past whose conversation is quiet: what is still open becomes work of today.
    mutating func settle(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id,
            current.lacksAdmin, current.queuedAt == nil
        else { return }
        seekAdmin(&current, preferring: nil, work)
        cases.put(current, at: place)
    }
}

extension Case {
    /// Whether the case is with an admin who owes its user an answer.
    var isUnanswered: Bool {
        guard assignee != nil, awaitingSince != nil else { return false }
        return state == .assigned || (state == .escalated && escalation?.movesCase == true)
    }

    /// How long after it began to widen the present search was begun anew.
    var restartedAfter: Duration {
        guard let soughtAt, let widensFrom else { return .zero }
        return max(soughtAt - widensFrom, .zero)
    }

    /// When the assignee was given the case, by the server's clock where that is later than the event's.
    var takenAt: Instant? { assignedAt.map { max($0, soughtAt ?? $0) } }
}

extension Admin {
    /// Why an admin who is gone is.
    var leavingReason: String {
        isActive && status != .offline ? AssignmentReason.shiftEnded : AssignmentReason.adminLeft
    }
}
