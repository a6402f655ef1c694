import Contract
import Policy

extension BatchDecision {
    /// Sets the case's timer for the next rule that could make it more urgent while its user waits.
    ///
    /// One timer a case: the next one is set when this one has done its work, or when the user begins to wait again.
    /// It is not taken back when the user is answered: it then finds nobody waiting.
    mutating func watchWaiting(_ current: Case, _ work: Work) {
        guard let due = nextRaise(of: current) else { return }
        setTimer(.raise, of: current, due: max(due, work.time), work)
    }

    /// When a rule could make the case more urgent, if its user is not answered before.
    func nextRaise(of current: Case) -> Instant? {
        guard let triage, current.state.isOpen, let since = current.awaitingSince else { return nil }
        return triage.nextWait(of: current).map { since + $0 }
    }

    /// The user has waited so long that a rule may hold: the case becomes more urgent, never less.
    mutating func raise(_ id: CaseID, _ work: Work) {
        guard let triage, let place = place(work), var current = cases.latest[place], current.id == id,
            current.state.isOpen, let since = current.awaitingSince
        else { return }
        let found = triage.tier(of: current, waiting: work.time - since)
        let present = current.tier.flatMap { Tier(rawValue: $0) }
        if present.map({ found.tier < $0 }) ?? true {
            let former = current.tier
            current.tier = found.tier.rawValue
            current.notes.tierBy = found.by
            follow(&current, work)
            var fields = current.facts
            fields.append("tier_by", found.by)
            fields.append("former_tier", ifAny: former)
            fields.append("waiting_since", since.description)
            fields.append("assignee", ifAny: current.assignee?.rawValue)
            fields.append("team", ifAny: current.team)
            let rule = Decider.name(of: found.by)
            fields.append("reason", rule)
            record("case.categorized", of: &current, work, by: .system, reason: rule, fields)
        }
        watchWaiting(current, work)
        cases.put(current, at: place)
    }

    /// Gives a case whose category has changed the tier that the rules give it now, unless a person has given it one.
    func retier(_ current: inout Case, _ work: Work) {
        guard let triage, current.notes.tierBy != Decider.admin else { return }
        let found = triage.tier(of: current, waiting: current.awaitingSince.map { work.time - $0 })
        current.tier = found.tier.rawValue
        current.notes.tierBy = found.by
    }

    /// Brings what a queued case asks for, and its place in the queue, in line with its category and tier.
    mutating func follow(_ current: inout Case, _ work: Work) {
        guard current.queuedAt != nil, let place = place(work) else { return }
        rules.place(&current)
        seekers[place] = work
    }
}
