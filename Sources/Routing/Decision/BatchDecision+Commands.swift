import Contract

extension BatchDecision {
    /// News about an open case.
    mutating func update(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        if let updatedAt = current.updatedAt, work.time < updatedAt { return refuse(.late, work, current) }
        current.updatedAt = work.time
        current.stage = work.fields.optional("stage") ?? current.stage
        current.eta = work.fields.optional("eta") ?? current.eta
        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append(ownOf: work.fields)
        let reason = work.fields.optional("reason")
        record("case.updated", of: &current, work, by: work.actor(in: current), reason: reason, fields)
        put(current, work)
    }

    /// The end of a case, for as long as the reopen window lets it stand.
    mutating func resolve(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        let outcome = work.fields.optional("outcome")
        let outcomes = CaseKind(rawValue: current.kind)?.outcomes ?? []
        if let outcome, !outcomes.contains(outcome) { return refuse(.outcomeNotAllowed, work, current) }
        if outcome == nil, !outcomes.isEmpty { return refuse(.outcomeRequired, work, current) }

        let actor = work.actor(in: current)
        // A resolve that seems older than the case comes from a clock that is behind; a case cannot end before it began.
        let time = max(work.time, current.lastOpening)
        desk.release(current.assignee)
        if current.assignee != nil { noteFreed(by: work) }
        if let place = place(work) { seekers[place] = nil }
        current.state = .resolved
        current.resolvedAt = time
        current.outcome = outcome
        current.reason = work.fields.optional("reason")
        current.rootCause = work.fields.optional("root_cause")
        current.awaitingSince = nil
        current.queuedAt = nil
        current.touch()

        var fields = current.facts
        fields.append("opened_at", current.openedAt.description)
        fields.append("first_reply_at", ifAny: current.firstReplyAt?.description)
        fields.append("replies", String(current.replies))
        fields.append("reopened", String(current.reopened))
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        if case .admin(let admin) = actor { fields.append("admin_name", ifAny: desk.admins[AdminID(admin)]?.name) }
        fields.append(ownOf: work.fields)
        record("case.resolved", of: &current, work, at: time, by: actor, reason: current.reason, fields)
        put(current, work)
    }

    /// An admin's decision who does a case.
    mutating func assign(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        guard let to = work.fields.optional("to").map({ AdminID($0) }) else {
            return refuse(.notSupportedYet, work, current)
        }
        if let last = current.handAssignedAt, work.time < last { return refuse(.late, work, current) }
        guard let admin = desk.admins[to] else { return refuse(.unknownAdmin, work, current) }
        guard admin.isActive else { return refuse(.adminInactive, work, current) }
        if current.assignee == to { return refuse(.alreadyAssigned, work, current) }
        guard admin.openCases < admin.capacity else { return refuse(.atCapacity, work, current) }

        desk.release(current.assignee)
        if current.assignee != nil { noteFreed(by: work) }
        if let place = place(work) { seekers[place] = nil }
        current.handAssignedAt = work.time
        let reason = work.fields.optional("reason") ?? AssignmentReason.byAdmin
        claim(to)
        give(
            &current,
            to: to,
            at: max(work.time, current.lastOpening),
            by: work.actor(in: current),
            reason: reason,
            work
        )
        put(current, work)
    }

    /// The conversation's case if a command may change it; answers the command if not.
    private mutating func openCase(for work: Work) -> Case? {
        guard let current = cases.current(work) else {
            refuse(.noCase, work, nil)
            return nil
        }
        guard current.state.isOpen else {
            refuse(.caseNotOpen, work, current)
            return nil
        }
        if current.isOutdated(work.time) {
            refuse(.late, work, current)
            return nil
        }
        return current
    }
}
