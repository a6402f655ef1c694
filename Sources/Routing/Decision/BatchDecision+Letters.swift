import Contract

extension BatchDecision {
    /// A place with the admin is kept for the case, if it still waits and the admin is still there.
    mutating func answerCall(_ id: CaseID, _ admin: AdminID, _ work: Work) {
        answeredCalls.append(Call(partition: work.partition, id: id, admin: admin))
        guard var current = cases.current(work), current.id == id, current.state == .open, current.queuedAt != nil
        else {
            desk.release(admin)
            noteFreed(by: work)
            return
        }
        guard let place = place(work) else { return }
        guard let found = desk.admins[admin], found.isPresent, found.openCases <= found.capacity else {
            desk.release(admin)
            noteFreed(by: work)
            seekers[place] = work
            return
        }
        let time = max(work.time, current.lastOpening)
        give(&current, to: admin, at: time, by: .system, reason: AssignmentReason.longestWaiting, work)
        cases.put(current, at: place)
    }

    /// The admin has gone without answering: the case goes to another, if it is still so.
    mutating func replace(_ admin: AdminID, on id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id, current.assignee == admin
        else { return }
        takeFromAbsent(&current, work, place)
        cases.put(current, at: place)
    }

    /// Puts an unanswered case whose admin has gone back into the queue, in its old place.
    mutating func takeFromAbsent(_ current: inout Case, _ work: Work, _ place: Int) {
        guard current.state == .assigned, let admin = current.assignee, desk.admins[admin]?.isGone == true,
            let since = current.awaitingSince
        else { return }
        desk.release(admin)
        noteFreed(by: work)
        let time = max(work.time, current.assignedAt ?? work.time)
        current.state = .open
        current.assignee = nil
        current.assignedAt = nil
        current.queuedAt = since
        var fields = current.facts
        fields.append("admin", admin.rawValue)
        fields.append("reason", AssignmentReason.adminLeft)
        record("case.unassigned", of: &current, work, at: time, by: .system, reason: AssignmentReason.adminLeft, fields)
        seekers[place] = work
    }

    /// A case of the past whose conversation is quiet: what is still open becomes work of today.
    mutating func settle(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id,
            current.state == .open, current.queuedAt == nil
        else { return }
        current.queuedAt = current.awaitingSince ?? current.lastOpening
        current.touch()
        cases.put(current, at: place)
        seekers[place] = work
    }
}
