import Contract
import Pipeline
import Policy

/// Deciding when a notice goes out: at once, gathered with others, in the morning, or not at all.
extension Outbox {
    /// A notice that has come from an event's partition.
    mutating func receive(_ notice: Notice, _ key: Person.Key) {
        let person = person(key)
        // A reminder is the last word: what it contradicts is no longer true.
        if let id = notice.case, !notice.contradicts.isEmpty {
            withdraw(notice.contradicts, case: id, clock: notice.clock, from: key, because: notice.event)
        }
        let reach = reach(of: notice.kind, person)
        guard let channel = reach.channels.first else {
            let (channel, cause) = reach.obstacle ?? (.email, .noAddress)
            return suppress(notice, key, channel, cause.rawValue)
        }
        var pace = pace(of: key)
        let pacing = pacing(of: person)
        let verdict = pacing.verdict(notice, isUrgent: rules.terms(notice.kind).isUrgent, &pace)
        put(pace)
        switch verdict {
        case .loop: suppress(notice, key, channel, "loop_guard")
        case .countOnly: suppress(notice, key, channel, "summed_up")
        case .hold(let hold, let until):
            let waiting = HeldNotice(
                person: key,
                due: until,
                hold: hold,
                notification: UUIDv7.generate(at: now),
                channel: channel,
                notice: notice
            )
            self.hold(waiting)
            enter(notice, waiting.notification, key, channel, .queued, held: hold.rawValue)
            wake(key, at: until)
        case .now:
            let id = UUIDv7.generate(at: now)
            let letter = UUIDv7.generate(at: now)
            enter(notice, id, key, channel, .queued, letter: letter)
            let content = LetterComposer(rules: rules, person: person).content(of: [notice], omitted: 0)
            write(letter, [(notice, id)], saying: content, to: key, reach.channels)
        }
    }

    /// The time has come at which what is held for a person goes out, in one letter.
    mutating func gather(_ key: Person.Key) {
        // Whoever was erased meanwhile has no pace, and nothing that waits.
        guard paces[key] != nil || held[key] != nil else { return }
        let person = person(key)
        let pacing = pacing(of: person)
        var pace = pace(of: key)
        pace.nextAt = nil
        let due = (held[key] ?? []).filter { $0.due <= now }.sorted { $0.notice.event < $1.notice.event }
        release(due, of: key)
        var ready: [HeldNotice] = []
        for notice in due {
            guard let (hold, until) = pacing.furtherHold(notice, &pace) else {
                ready.append(notice)
                continue
            }
            self.hold(
                HeldNotice(
                    person: key,
                    due: until,
                    hold: hold,
                    notification: notice.notification,
                    channel: notice.channel,
                    notice: notice.notice
                )
            )
        }
        pace.held = held[key]?.count ?? 0
        let omitted = ready.isEmpty ? 0 : pace.omitted
        if !ready.isEmpty { pace.omitted = 0 }
        pacing.noteLetter(of: ready.map(\.notice), &pace)
        put(pace)
        if let next = held[key]?.map(\.due).min() { wake(key, at: next) }
        send(ready, omitted: omitted, to: person, key)
    }

    private mutating func send(_ due: [HeldNotice], omitted: Int, to person: Person, _ key: Person.Key) {
        var ready: [HeldNotice] = []
        for notice in due {
            // Who has unsubscribed meanwhile gets of it what is essential.
            let reach = reach(of: notice.notice.kind, person)
            guard reach.channels.isEmpty else {
                ready.append(notice)
                continue
            }
            let reason = (reach.obstacle?.cause ?? .noAddress).rawValue
            settle(notice, .suppressed, reason: reason)
            noteDeadEnd(LetterNotice(notice.notice, notification: notice.notification), key, reason)
        }
        // An entry of the ledger goes the way that it was queued for, or on from there where that is closed meanwhile.
        let ways = Dictionary(grouping: ready) { held in
            Way(
                channel: held.channel,
                isOpen: reach(of: held.notice.kind, person).channels.contains(held.channel)
            )
        }
        let letters = ways.values.sorted { $0[0].notice.event < $1[0].notice.event }
        for (place, notices) in letters.enumerated() {
            sendTogether(notices, omitted: place == 0 ? omitted : 0, to: person, key)
        }
    }

    /// The channel under which a notice stands in the ledger, and whether the notice may still go by it.
    private struct Way: Hashable {
        let channel: NoticeChannel
        let isOpen: Bool
    }

    /// Sends notices by the channel under which they stand in the ledger: in one letter, or in more where a webhook has no
    /// room for all of them.
    private mutating func sendTogether(
        _ ready: [HeldNotice],
        omitted: Int,
        to person: Person,
        _ key: Person.Key
    ) {
        guard let first = ready.first else { return }
        let content = LetterComposer(rules: rules, person: person).content(of: ready.map(\.notice), omitted: omitted)
        let letter = letter(
            UUIDv7.generate(at: now),
            ready.map { ($0.notice, $0.notification) },
            saying: content,
            to: key,
            [first.channel] + reach(of: first.notice.kind, person).channels
        )
        guard let letter else { return }
        if ready.count > 1, letter.isTooLong {
            let half = ready.count / 2
            sendTogether(Array(ready[..<half]), omitted: omitted, to: person, key)
            return sendTogether(Array(ready[half...]), omitted: 0, to: person, key)
        }
        for notice in ready { attach(notice, to: letter.key.id) }
        post(letter)
    }

    /// Takes back what is no longer true: what is held, and what is to be tried again.
    mutating func withdraw(
        _ kinds: Set<NoticeKind>,
        case id: String,
        clock: String?,
        from key: Person.Key,
        because event: EventID
    ) {
        let waiting = (held[key] ?? []).filter { $0.notice.isEnded(kinds, case: id, clock: clock) }
        if !waiting.isEmpty {
            release(waiting, of: key)
            var pace = pace(of: key)
            pace.held = held[key]?.count ?? 0
            put(pace)
            for notice in waiting { settle(notice, .suppressed, reason: "withdrawn", cause: event.description) }
        }
        for letter in letters.values
        where letter.state == .open && letter.recipient == key.recipient && !sender.holds(letter.key.id) {
            let isGone = letter.notices.allSatisfy { $0.isEnded(kinds, case: id, clock: clock) }
            guard isGone, !letter.notices.isEmpty else { continue }
            takeBack(letter)
            close(letter, as: .withdrawn, reason: "withdrawn", cause: event.description)
        }
    }

    /// Sets the person's timer, unless it comes due before.
    private mutating func wake(_ key: Person.Key, at due: Instant) {
        var pace = pace(of: key)
        if let next = pace.nextAt, next <= due { return }
        pace.nextAt = due
        put(pace)
        let recipient = key.recipient
        set(
            .set(
                partition: key.partition,
                key: "\(Kind.gather):\(recipient.actor)",
                due: due,
                conversation: recipient.id,
                fields: ["audience": recipient.audience.rawValue, "recipient": recipient.id]
            )
        )
    }

    /// By which channels a notice of the kind reaches the person.
    private func reach(of kind: NoticeKind, _ person: Person) -> Reach {
        Reach(rules.channels(kind, person), person, rules, means, isEssential: rules.isEssential(kind))
    }

    private mutating func suppress(_ notice: Notice, _ key: Person.Key, _ channel: NoticeChannel, _ reason: String) {
        let id = UUIDv7.generate(at: now)
        enter(notice, id, key, channel, .suppressed, reason: reason)
        noteDeadEnd(LetterNotice(notice, notification: id), key, reason)
    }

    /// A reply to an address that is known to take no mail has failed before it was sent; other obstacles are somebody's
    /// wish, or the office's own affair.
    private mutating func noteDeadEnd(_ notice: LetterNotice, _ key: Person.Key, _ reason: String) {
        if reason == Reach.Obstacle.addressBounced.rawValue { noteReplies([notice], to: key, reason) }
    }
}
