import Contract
import Policy

extension BatchDecision {
    /// Does what the ladder of a promise asks for, once for each clock and step, and says in the case's history what was
    /// done and why something was not.
    ///
    /// Who is notified is the notifier's business. What a later decision has settled since is left alone.
    mutating func climb(_ call: LadderCall, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == call.case,
            current.state.isOpen
        else { return }
        let step = call.step(in: current.partition)
        guard climbed.insert(step).inserted else { return }
        newSteps.append(step)

        var omitted: [String] = []
        let entry = current.decisions
        note(work.type, of: &current, at: work.time, by: .system, reason: call.reason, call.facts)
        if call.raisesTier, let why = raiseTier(of: &current, call, work) { omitted.append("raise_tier:\(why)") }
        if let to = call.escalatesTo, let why = escalate(&current, to: to, call, work) {
            omitted.append("escalate:\(why)")
        }
        if call.reassigns, let why = reassign(&current, call, work) { omitted.append("reassign:\(why)") }
        if !omitted.isEmpty { amendHistory(of: current, entry + 1, "omitted", omitted.joined(separator: ",")) }
        cases.put(current, at: place)
    }

    /// Gives the case the next more urgent tier; answers why it does not, if so.
    private mutating func raiseTier(of current: inout Case, _ call: LadderCall, _ work: Work) -> String? {
        if let last = current.categorizedAt, work.time < last { return "categorized_since" }
        let rank = rules.rank(of: current.tier)
        guard rank > 0, rules.tiers.indices.contains(rank) else { return "most_urgent_already" }
        let former = current.tier
        current.tier = rules.tiers[rank - 1]
        current.notes.tierBy = Decider.ladder
        follow(&current, work)
        var fields = current.facts
        fields.append("tier_by", Decider.ladder)
        fields.append("former_tier", ifAny: former)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append("reason", call.reason)
        fields.append(ownOf: call.facts)
        record("case.categorized", of: &current, work, by: .system, reason: call.reason, fields)
        watchWaiting(current, work)
        return nil
    }

    /// Takes the case to the ladder's team or department; answers why it does not, if so.
    private mutating func escalate(
        _ current: inout Case,
        to name: String,
        _ call: LadderCall,
        _ work: Work
    ) -> String? {
        guard let target = rules.target(named: name) else { return "unknown_team" }
        if current.escalation?.to == name { return "there_already" }
        if current.escalation?.kind == .department { return "with_department" }
        if let why = settledSince(current, call, work) { return why }
        // A department costs the budget of departments, whoever asks it; a team of the office is the ladder's own kind.
        let kind: Escalation.Kind = if case .department = target { .department } else { .sla }
        let reason = call.escalationReason ?? call.reason
        escalate(&current, to: target, kind, by: .system, reason: reason, own: call.facts, work)
        return nil
    }

    /// Takes the case from its admin and looks for another; answers why it does not, if so.
    private mutating func reassign(_ current: inout Case, _ call: LadderCall, _ work: Work) -> String? {
        guard let admin = current.assignee else { return "nobody_has_it" }
        if current.isPaused { return "put_off" }
        if current.state == .escalated, current.escalation?.movesCase != true { return "with_department" }
        if let assignedAt = current.assignedAt, work.time < assignedAt { return "assigned_since" }
        if let why = settledSince(current, call, work) { return why }
        current.timedOut = admin
        requeue(&current, reason: call.reason, work)
        return nil
    }

    /// What has happened since the ladder called that leaves it nothing to do; nil for nothing.
    private func settledSince(_ current: Case, _ call: LadderCall, _ work: Work) -> String? {
        if let turnedAt = current.turnedAt, work.time < turnedAt { return "changed_since" }
        if current.state == .waiting { return "waits_for_others" }
        return call.isAboutAnswer && current.awaitingSince == nil ? "answered_since" : nil
    }
}
