import Contract

extension BatchDecision {
    /// A case that goes on when its user or a third party has answered.
    mutating func wait(_ work: Work) {
        guard var current = turnableCase(for: work) else { return }
        let until = work.fields.optional("until").flatMap { Instant(rfc3339: $0) }
        if let until, until <= work.time { return refuse(.untilNotAhead, work, current) }
        pause(&current, until: until, work)
        current.waitingFor = work.fields.optional("for") ?? "user"
        current.turn(into: .waiting)
        tell("case.waiting", of: &current, work)
        if current.waitingFor == "user", let first = silences.first {
            setTimer(.silence, of: current, due: work.time + first, work)
        }
        wakeSpoken(&current, work)
        put(current, work)
    }

    /// A case that is put off until a time.
    mutating func snooze(_ work: Work) {
        guard var current = turnableCase(for: work) else { return }
        guard let until = work.fields.optional("until").flatMap({ Instant(rfc3339: $0) }), until > work.time else {
            return refuse(.untilNotAhead, work, current)
        }
        if until - work.time > rules.snoozeLimit { return refuse(.untilTooFar, work, current) }
        pause(&current, until: until, work)
        current.turn(into: .snoozed)
        tell("case.snoozed", of: &current, work)
        wakeSpoken(&current, work)
        put(current, work)
    }

    /// Takes up again a case whose user wrote after it was put off, which is handled only now.
    private mutating func wakeSpoken(_ current: inout Case, _ work: Work) {
        guard let time = current.spoken(after: work.time), let user = current.user else { return }
        wake(&current, by: .user(user), reason: WakeReason.userWrote, message: nil, at: time, work)
        if let place = place(work), !work.isBackfill { takeFromAbsent(&current, work, place) }
    }

    private mutating func pause(_ current: inout Case, until: Instant?, _ work: Work) {
        leaveQueue(&current, work, reason: current.assignee == nil ? QueueReason.putOff : nil)
        current.endPause()
        current.turnedAt = work.time
        current.wakesAt = until
        if let until { setTimer(.wake, of: current, due: until, work) }
    }

    private mutating func tell(_ type: String, of current: inout Case, _ work: Work) {
        var fields = current.facts
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        fields.append(ownOf: work.fields)
        record(type, of: &current, work, by: work.actor(in: current), fields)
    }

    /// The time until which a case was put off has come.
    mutating func wake(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id, current.isPaused,
            let wakesAt = current.wakesAt, wakesAt <= work.time
        else { return }
        let reason = current.state == .snoozed ? WakeReason.snoozeOver : WakeReason.waitOver
        wake(&current, by: .system, reason: reason, message: nil, work)
        takeFromAbsent(&current, work, place)
        cases.put(current, at: place)
    }

    /// Takes a case up again that was put off.
    mutating func wake(
        _ current: inout Case,
        by actor: Actor,
        reason: String,
        message: PostedMessage?,
        at time: Instant? = nil,
        _ work: Work
    ) {
        var fields = current.facts
        fields.append("reason", reason)
        fields.append("was", current.state.rawValue)
        fields.append("for", ifAny: current.waitingFor)
        fields.append("until", ifAny: current.wakesAt?.description)
        fields.append("message", ifAny: message?.message)
        fields.append("message_no", ifAny: message.map { String($0.number) })
        fields.append("merged_from", ifAny: work.fields["merged_from"])
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        fields.append("team", ifAny: current.team)
        current.endPause()
        current.turnedAt = time ?? work.time
        current.turn(into: current.standing)
        record("case.woken", of: &current, work, at: time, by: actor, reason: reason, fields)
        if current.lacksAdmin { seekAdmin(&current, preferring: nil, work) } else { current.queueReason = current.rest }
    }

    /// A user who is waited for has been silent: a reminder, and in the end a resolve.
    mutating func breakSilence(_ id: CaseID, _ work: Work) {
        guard let place = place(work), var current = cases.latest[place], current.id == id,
            current.state == .waiting, !current.isAutoAnswered, current.waitingFor == "user",
            let since = current.turnedAt
        else { return }
        let silent = work.time - since
        if let limit = rules.resolveSilentAfter, silent >= limit {
            current.outcome = nil
            current.reason = "no_answer"
            finish(&current, at: work.time, by: .system, work, own: ["reason": "no_answer"], [:])
            cases.put(current, at: place)
            return
        }
        let reminders = rules.remindAfter.filter { $0 <= silent }.count
        if reminders > 0 {
            var fields = current.facts
            fields.append("reminder", String(reminders))
            fields.append("reason", "reminder")
            fields.append("waiting_since", since.description)
            fields.append("resolves_at", ifAny: rules.resolveSilentAfter.map { (since + $0).description })
            fields.append("assignee", ifAny: current.assignee?.rawValue)
            record("case.updated", of: &current, work, by: .system, reason: "reminder", fields)
        }
        if let next = silences.first(where: { $0 > silent }) {
            setTimer(.silence, of: current, due: since + next, work)
        }
        cases.put(current, at: place)
    }

    /// When something happens to a case whose user stays silent, in order.
    var silences: [Duration] {
        guard let limit = rules.resolveSilentAfter else { return rules.remindAfter.sorted() }
        return rules.remindAfter.filter { $0 < limit }.sorted() + [limit]
    }
}

/// What took up a case again that was put off.
enum WakeReason {
    static let userWrote = "user_wrote"
    static let snoozeOver = "snooze_over"
    static let waitOver = "wait_over"
    static let merged = "merged"
}

extension Case {
    /// Whether the case is put off.
    var isPaused: Bool { state == .waiting || state == .snoozed }

    /// Whether the case is to be given to an admin.
    var lacksAdmin: Bool {
        guard assignee == nil else { return false }
        return state == .open || (state == .escalated && escalation?.movesCase == true)
    }

    /// Why a case without an admin that looks for none has none.
    var rest: String? {
        assignee == nil && state == .escalated ? QueueReason.withDepartment : nil
    }
}
