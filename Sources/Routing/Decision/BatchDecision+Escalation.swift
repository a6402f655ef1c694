import Contract
import Policy

extension BatchDecision {
    /// Asks somebody else: a team takes the case over, a department answers its owner.
    mutating func escalate(_ work: Work) {
        guard var current = turnableCase(for: work) else { return }
        let reason = work.fields.optional("reason")
        let target: EscalationTarget
        switch rules.target(named: work.fields.optional("to"), reason: reason, category: current.category) {
        case .success(let found): target = found
        case .failure(let objection):
            return refuse(objection.refusal, work, current, allowed: objection.allowed)
        }
        let (kind, to) = target.leg
        if current.escalation?.to == to { return refuse(.alreadyEscalated, work, current) }
        escalate(&current, to: target, kind, by: work.actor(in: current), reason: reason, own: work.fields, work)
        put(current, work)
    }

    /// Takes a case to a team or a department, of that kind of escalation; `own` is what else is told of it.
    mutating func escalate(
        _ current: inout Case,
        to target: EscalationTarget,
        _ kind: Escalation.Kind,
        by actor: Actor,
        reason: String?,
        own: Fields,
        _ work: Work
    ) {
        let to = target.leg.to
        let owner = current.assignee
        current.endPause()
        current.turnedAt = work.time
        if kind != .department {
            let time = max(work.time, current.assignedAt ?? work.time)
            unassign(&current, at: time, by: actor, reason: AssignmentReason.escalated, work)
        }
        leaveQueue(&current, work, reason: current.assignee == nil ? QueueReason.withDepartment : nil)
        current.escalation = Escalation(
            kind: kind,
            to: to,
            at: work.time,
            from: owner ?? current.escalation?.from
        )
        current.turn(into: .escalated)
        var fields = current.facts
        fields.append("escalation", kind.rawValue)
        fields.append("to", to)
        fields.append("acknowledge_by", rules.acknowledgement(by: target, of: work.time).description)
        fields.append("from", ifAny: owner?.rawValue)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: own)
        record("case.escalated", of: &current, work, by: actor, reason: reason, fields)
        if current.lacksAdmin { seekAdmin(&current, preferring: nil, work) }
    }

    /// Somebody has taken note: of the escalation, or of what the ladder told about a case that is not escalated.
    mutating func acknowledge(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        if let leg = current.escalation {
            if leg.acknowledgedAt != nil { return refuse(.alreadyAcknowledged, work, current) }
            if work.time < leg.at { return refuse(.late, work, current) }
            current.escalation?.acknowledgedAt = work.time
        }
        var fields = current.facts
        fields.append("escalation", ifAny: current.escalation?.kind.rawValue)
        fields.append("to", ifAny: current.escalation?.to)
        fields.append("escalated_at", ifAny: current.escalation?.at.description)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: work.fields)
        record("case.acknowledged", of: &current, work, by: work.actor(in: current), fields)
        put(current, work)
    }

    /// The answer of whom the case was escalated to; it goes back to who had it, if there is room.
    mutating func handBack(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        guard let leg = current.escalation else { return refuse(.notEscalated, work, current) }
        if work.time < leg.at { return refuse(.late, work, current) }
        let actor = work.actor(in: current)
        if leg.movesCase {
            let time = max(work.time, current.assignedAt ?? work.time)
            unassign(&current, at: time, by: actor, reason: AssignmentReason.handedBack, work)
        }
        current.escalation = nil
        current.endPause()
        current.turnedAt = work.time
        current.turn(into: current.standing)
        var fields = current.facts
        fields.append("escalation", leg.kind.rawValue)
        fields.append("to", leg.to)
        fields.append("escalated_at", leg.at.description)
        fields.append("acknowledged_at", ifAny: leg.acknowledgedAt?.description)
        fields.append("former_owner", ifAny: leg.from?.rawValue)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: work.fields)
        record("case.handed_back", of: &current, work, by: actor, fields)
        if current.lacksAdmin {
            seekAdmin(&current, preferring: leg.from, work)
        } else if let place = place(work), !work.isBackfill {
            takeFromAbsent(&current, work, place)
        }
        put(current, work)
    }
}

extension EscalationTarget {
    /// How the case goes there, and the name that it has.
    var leg: (kind: Escalation.Kind, to: String) {
        switch self {
        case .team(let team): (.tier, team.rawValue)
        case .department(let department): (.department, department.rawValue)
        }
    }
}
