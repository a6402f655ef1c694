import Contract
import Pipeline

extension BatchDecision {
    /// Sets a case's timer, in place of its last one of the kind.
    ///
    /// One that a backfill sets in the past is held until the conversation has been quiet, and judged by its own time.
    mutating func setTimer(_ kind: TimerKind, of current: Case, due: Instant, _ work: Work) {
        var fields: Fields = ["case": current.id.rawValue, "cause": work.cause]
        var held = due
        if work.isBackfill, due < now + rules.backfillSettling {
            held = now + rules.backfillSettling
            fields.append("due", due.description)
            if due < now { fields.append("backfill", "true") }
        }
        timers.append(
            .set(
                partition: current.partition,
                key: "\(kind.rawValue):\(current.id)",
                due: held,
                conversation: current.conversation,
                fields: fields
            )
        )
    }

    /// Holds the timers of a case whose past is still being told.
    mutating func holdTimers(of current: Case, _ work: Work) {
        func isPast(_ due: Instant) -> Bool { due < now + rules.backfillSettling }
        if let due = nextRaise(of: current), isPast(due) { setTimer(.raise, of: current, due: due, work) }
        switch current.state {
        case .resolved:
            guard let resolvedAt = current.resolvedAt else { return }
            let due = resolvedAt + rules.reopenWindow
            if isPast(due) { setTimer(.close, of: current, due: due, work) }
        case .waiting, .snoozed:
            if let wakesAt = current.wakesAt, isPast(wakesAt) { setTimer(.wake, of: current, due: wakesAt, work) }
            guard current.waitingFor == "user", !current.isAutoAnswered, let since = current.turnedAt,
                let first = silences.first
            else { return }
            if isPast(since + first) { setTimer(.silence, of: current, due: since + first, work) }
        default: return
        }
    }

    /// Looks again when the search of a waiting case has widened to an admin who is free.
    mutating func retry(at due: Instant, _ work: Work) {
        // Rounded up, so that many cases that widen at about the same time cost one look.
        let step: Int64 = 10_000_000
        let rounded = Instant(microseconds: (due.microseconds / step + 1) * step)
        timers.append(
            .set(
                partition: work.partition,
                key: "\(TimerKind.widen.rawValue):\(rounded.microseconds / step)",
                due: rounded,
                conversation: "",
                fields: ["cause": work.cause]
            )
        )
    }
}
