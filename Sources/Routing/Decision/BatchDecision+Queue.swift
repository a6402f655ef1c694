import Contract
import Pipeline

extension BatchDecision {
    /// Notes that the case looks for an admin, or will once its backfill has settled.
    mutating func seekAdmin(_ current: inout Case, preferring former: AdminID?, _ work: Work) {
        current.touch()
        guard !work.isBackfill else {
            current.queueReason = QueueReason.settling
            return holdBack(current, work)
        }
        current.queuedAt = current.awaitingSince ?? current.lastOpening
        rules.place(&current)
        current.soughtAt = now
        current.queueReason = QueueReason.nobodyFree
        guard let place = place(work) else { return }
        seekers[place] = work
        preferred[place] = former
    }

    /// Puts off the search for an admin while a case of the past is still being told.
    mutating func holdBack(_ current: Case, _ work: Work) {
        guard work.isBackfill, current.lacksAdmin, current.queuedAt == nil else { return }
        timers.append(
            .set(
                partition: current.partition,
                key: "\(TimerKind.settled.rawValue):\(current.id)",
                due: now + rules.backfillSettling,
                conversation: current.conversation,
                fields: ["case": current.id.rawValue, "cause": work.cause]
            )
        )
    }

    /// What the case's search for an admin asks of the desk.
    func search(of current: Case, at place: Int) -> Search {
        Search(
            needs: current.needs ?? rules.needs(of: current),
            since: current.widensFrom ?? current.soughtAt ?? now,
            due: current.dueAt,
            restartedAfter: current.restartedAfter,
            excluded: Set(admins: current.decidedBefore),
            timedOut: current.timedOut,
            former: preferred[place]
        )
    }

    /// Takes a case out of the queue; the reason says why it has no admin although it looks for none.
    mutating func leaveQueue(_ current: inout Case, _ work: Work, reason: String? = nil) {
        current.leaveQueue(reason)
        current.touch()
        if let place = place(work) {
            seekers[place] = nil
            preferred[place] = nil
        }
    }

    /// Takes a case from its admin, if it has one, and tells so; who calls this says what becomes of the case.
    mutating func unassign(_ current: inout Case, at time: Instant, by actor: Actor, reason: String, _ work: Work) {
        guard let admin = current.assignee else { return }
        free(admin, work)
        current.assignee = nil
        current.assignedAt = nil
        if !current.isPaused, current.state != .escalated { current.turn(into: .open) }
        tellUnassigned(&current, from: admin, at: time, by: actor, reason: reason, work)
    }

    /// Says that the case is nobody's; it may have been nobody's before, and has another queue now.
    mutating func tellUnassigned(
        _ current: inout Case,
        from admin: AdminID?,
        at time: Instant,
        by actor: Actor,
        reason: String,
        _ work: Work
    ) {
        var fields = current.facts
        fields.append("admin", ifAny: admin?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append("reason", reason)
        record("case.unassigned", of: &current, work, at: time, by: actor, reason: reason, fields)
    }

    /// Takes a case from an admin, who has a place free after that.
    mutating func free(_ admin: AdminID?, _ work: Work) {
        guard let admin else { return }
        desk.release(admin)
        noteFreed(by: work)
    }

    /// Writes to the partition of another case.
    mutating func send(_ kind: String, to partition: Int, conversation: String, fields: Fields, _ work: Work) {
        var fields = fields
        fields.append("time", work.time.description)
        fields.append("cause", work.cause)
        fields.append("traceparent", ifAny: work.traceparent)
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
}
