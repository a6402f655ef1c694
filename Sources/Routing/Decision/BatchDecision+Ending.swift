import Contract
import Policy

extension BatchDecision {
    /// The end of a case, for as long as the reopen window lets it stand.
    ///
    /// What the user is to be told and the command leaves out, the policy says, in the user's language.
    mutating func resolve(_ work: Work) {
        guard var current = openCase(for: work) else { return }
        if let (refusal, allowed) = objection(to: work, current) {
            return refuse(refusal, work, current, allowed: allowed)
        }
        let actor = work.actor(in: current)
        // A resolve that seems older than the case comes from a clock that is behind; a case cannot end before it began.
        let time = max(work.time, current.lastOpening)
        let reason = terms(of: work, current)
        let isFollowUp = current.reason == FollowUp.reason
        current.outcome = work.fields.optional("outcome")
        current.reason = work.fields.optional("reason")
        current.rootCause = work.fields.optional("root_cause")
        current.nextSteps = work.fields.optional("next_steps") ?? rules.text(reason?.nextSteps, in: current.language)
        current.appeal = nil
        if let kind = CaseKind(rawValue: current.kind), current.mayBeAppealed {
            current.appeal = rules.appeal(against: reason, of: kind, in: current.language)
        }
        var own = current.consequences(of: work.fields)
        own.append("reason_title", ifAny: rules.text(reason?.title, in: current.language))
        own.append("next_steps", ifAny: current.nextSteps)
        if isFollowUp { own.append("follow_up", "true") }
        let spoken = current.spokeAt.flatMap { $0 > time ? current.spoken(after: time) : nil }
        let awaitingSince = current.awaitingSince
        finish(&current, at: time, by: actor, work, own: own, work.fields)
        if let spoken { takeUpSpoken(&current, at: spoken, awaitingSince, work) }
        put(current, work)
    }

    /// Takes up again a case whose user wrote after the resolve, which is handled only now.
    private mutating func takeUpSpoken(
        _ current: inout Case,
        at time: Instant,
        _ awaitingSince: Instant?,
        _ work: Work
    ) {
        guard let user = current.user, let resolvedAt = current.resolvedAt, blocked(UserID(user)) == nil else { return }
        if time - resolvedAt > rules.reopenWindow { current.cycle += 1 }
        reopen(&current, by: .user(user), reason: WakeReason.userWrote, message: nil, at: time, work)
        // What has been answered since is answered.
        current.awaitingSince = awaitingSince.map { max($0, time) }
        follow(&current, work)
    }

    /// What the policy says of the reason that the command gives.
    private func terms(of work: Work, _ current: Case) -> ReasonCode? {
        CaseKind(rawValue: current.kind).flatMap { rules.terms(of: work.fields.optional("reason"), for: $0) }
    }

    /// Why a case may not end as the command says, and the reasons that it may end with, where it is about them.
    private func objection(to work: Work, _ current: Case) -> (Refusal, allowed: [String])? {
        guard let kind = CaseKind(rawValue: current.kind) else { return nil }
        if let admin = work.fields.optional("admin"), Set(admins: current.decidedBefore).contains(AdminID(admin)) {
            return (.decidedBefore, [])
        }
        let outcome = work.fields.optional("outcome")
        let reason = work.fields.optional("reason")
        if outcome == nil, !kind.outcomes.isEmpty { return (.outcomeRequired, kind.outcomes) }
        if let outcome {
            guard kind.outcomes.contains(outcome) else { return (.outcomeNotAllowed, kind.outcomes) }
            if kind.outcomesWithReason.contains(outcome), reason == nil { return (.reasonRequired, []) }
        }
        if let reason, let objection = rules.objection(to: reason, for: outcome, of: kind) { return objection }
        if let outcome, kind.outcomesWithSteps.contains(outcome), work.fields.optional("next_steps") == nil,
            terms(of: work, current)?.nextSteps.isEmpty ?? true
        {
            return (.nextStepsRequired, [])
        }
        return nil
    }

    /// Ends a case as resolved, whoever did it.
    mutating func finish(
        _ current: inout Case,
        at time: Instant,
        by actor: Actor,
        _ work: Work,
        own: Fields,
        _ command: Fields
    ) {
        free(current.assignee, work)
        leaveQueue(&current, work)
        current.endPause()
        current.escalation = nil
        current.wantedTeam = nil
        current.timedOut = nil
        current.resolvedAt = time
        current.awaitingSince = nil
        if let last = CaseKind(rawValue: current.kind)?.stages.last, current.stage != last {
            current.endedStage = current.stage
            current.stage = last
        }
        if case .admin(let admin) = actor { current.decidedBy = AdminID(admin) } else { current.decidedBy = nil }
        current.turn(into: .resolved)

        var fields = current.facts
        fields.append("opened_at", current.openedAt.description)
        fields.append("first_reply_at", ifAny: current.firstReplyAt?.description)
        fields.append("replies", String(current.replies))
        fields.append("reopened", String(current.reopened))
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append("channel", ifAny: current.notes.channel)
        if case .admin(let admin) = actor { fields.append("admin_name", ifAny: desk.admins[AdminID(admin)]?.name) }
        for field in own { fields.append(field.name, ifAny: field.value) }
        fields.append(ownOf: command)
        if let stage = current.stage, fields["stage"] == nil { fields.append("stage", stage) }
        record("case.resolved", of: &current, work, at: time, by: actor, reason: current.reason, fields)
        setTimer(.close, of: current, due: time + rules.reopenWindow, work)
    }

    /// A case of nobody's concern: whatever was promised about it is void.
    mutating func spam(_ work: Work) {
        guard var current = cases.current(work) else { return refuse(.noCase, work, nil) }
        guard current.state.successors.contains(.spam) else { return refuse(.caseNotOpen, work, current) }
        if current.isOutdated(work.time) { return refuse(.late, work, current) }
        // Nobody has judged yet what the user wrote since.
        if current.state.isOpen, let spokeAt = current.spokeAt, spokeAt > max(work.time, current.lastOpening) {
            return refuse(.late, work, current)
        }
        end(&current, as: .spam, work)
        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: work.fields)
        record("case.spam", of: &current, work, by: work.actor(in: current), fields)
        put(current, work)
    }

    /// Takes a case out of everything that is under way about it.
    mutating func end(_ current: inout Case, as state: CaseState, _ work: Work) {
        if current.state.isOpen { free(current.assignee, work) }
        leaveQueue(&current, work)
        current.endPause()
        current.escalation = nil
        current.wantedTeam = nil
        current.awaitingSince = nil
        current.turn(into: state)
    }

    /// The reopen window of the case is over.
    mutating func close(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id,
            current.state == .resolved, let resolvedAt = current.resolvedAt
        else { return }
        let over = resolvedAt + rules.reopenWindow
        // The window may have become longer since the timer was set.
        guard over <= work.time else { return setTimer(.close, of: current, due: over, work) }
        close(&current, at: work.time, reason: "reopen_window_over", work)
        cases.put(current, at: place)
    }

    /// A resolved case that another of its conversation succeeds can be reopened no more.
    mutating func closeSucceeded(_ earlier: Case?, _ work: Work) {
        guard var earlier, earlier.state == .resolved, let resolvedAt = earlier.resolvedAt else { return }
        let over = resolvedAt + rules.reopenWindow
        let isOver = over <= work.time
        close(
            &earlier,
            at: isOver ? over : max(work.time, resolvedAt),
            reason: isOver ? "reopen_window_over" : "succeeded",
            work
        )
        put(earlier, work)
    }

    private mutating func close(_ current: inout Case, at time: Instant, reason: String, _ work: Work) {
        current.closedAt = time
        current.turn(into: .closed)
        var fields = current.facts
        fields.append("reason", reason)
        fields.append("resolved_at", ifAny: current.resolvedAt?.description)
        fields.append("outcome", ifAny: current.outcome)
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        record("case.closed", of: &current, work, at: time, by: .system, reason: reason, fields)
    }
}

extension Case {
    /// Ends whatever the case was put off for.
    mutating func endPause() {
        waitingFor = nil
        wakesAt = nil
    }

    /// Whether the outcome is one that the user is told how to appeal against; an appeal is decided once.
    fileprivate var mayBeAppealed: Bool {
        guard let outcome, let kind = CaseKind(rawValue: kind) else { return false }
        switch kind {
        case .appeal: return false
        case .dispute: return outcome != "withdrawn"
        default: return kind.outcomesWithReason.contains(outcome)
        }
    }

    /// What the end of a case brings about beside its outcome.
    fileprivate func consequences(of command: Fields) -> Fields {
        var fields = Fields()
        fields.append("appeal", ifAny: appeal)
        switch CaseKind(rawValue: kind) {
        case .appeal:
            guard outcome == "overturned" else { break }
            fields.append("reinstated", "true")
            fields.append("reinstates", ifAny: follows?.rawValue)
        case .flag:
            // What was done to the item and its owner comes as words of the command's `impact`.
            let impact = command.optional("impact")?.split(separator: ",") ?? []
            fields.append("item_removed", impact.contains("item_removed") ? "true" : "false")
            fields.append("user_warned", impact.contains("user_warned") ? "true" : "false")
        default: break
        }
        return fields
    }
}
