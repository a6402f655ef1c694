import Contract

extension BatchDecision {
    /// A reply has reached its user on no way, or has after all; the case's history and its subscribers are told once.
    ///
    /// A case that is open and was answered by nothing else waits again, since when it had waited. No state changes: what
    /// has been decided since stands. A reply that arrives after all ends no wait, since whether its user has written
    /// meanwhile is not known here; the case's clocks know.
    mutating func follow(_ fate: ReplyFate, _ work: Work) {
        guard replies[fate.case, default: KeptReplies()].note(fate) else { return }
        let type = fate.hasArrived ? "case.reply_arrived" : "case.reply_failed"
        let own: Fields = ["reply": fate.reply, "replied_at": fate.repliedAt.description]
        let failure = work.fields.optional("failure")
        guard var current = cases.current(work), current.id == fate.case else {
            // A case that another one follows is decided no more; its history, clocks and figures hear of it all the same.
            note(type, after: replies[fate.case]?.lastPlace, of: fate.case, work, reason: failure, own)
            return emit(type, work, naming: fate.case, by: .system, own)
        }
        let waits = !fate.hasArrived && current.state.isOpen
        let since = waits ? replies[fate.case]?.unansweredSince(from: current.lastOpening) : nil
        if let since {
            current.awaitAgain(since: since)
            watchWaiting(current, work)
        }
        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append("failure", ifAny: failure)
        for field in own { fields.append(field.name, field.value) }
        record(type, of: &current, work, by: .system, reason: failure, fields)
        if since != nil, let place = place(work), !work.isBackfill { takeFromAbsent(&current, work, place) }
        put(current, work)
    }
}

extension Case {
    /// Notes that the user waits since then, whatever was written meanwhile.
    fileprivate mutating func awaitAgain(since time: Instant) {
        if let awaitingSince, awaitingSince <= time { return }
        awaitingSince = time
        touch()
    }
}
