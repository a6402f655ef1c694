import Contract
import Figures
import Pipeline
import Policy
import Postgres

extension NotifierWork {
    /// Carries out what was said between partitions, in its order.
    func apply(to outbox: inout Outbox, _ found: Found) {
        for (key, message) in messages {
            switch message {
            case .notice(let notice): outbox.receive(notice, key)
            case .withdraw(let kinds, let id, let clock, let event):
                outbox.withdraw(kinds, case: id, clock: clock, from: key, because: event)
            case .report(let report): outbox.record(report)
            case .bounce(let key, let cause, _):
                if let letter = outbox.letters[key] { outbox.bounce(letter, cause: cause) }
            case .autoReply(let key):
                if let letter = outbox.letters[key] { outbox.noteAutomaticAnswer(letter) }
            case .mailWish: continue
            case .mailing(let mailing): outbox.post(mailing, found.reports[mailing.period], key)
            case .gather: outbox.gather(key)
            case .resume(let letter): if let letter = outbox.letters[letter] { outbox.resume(letter) }
            case .digest(_, let isArmed):
                if isArmed { outbox.digest(key, found.cases[key.recipient.id] ?? []) }
            }
        }
    }

    /// What the batch writes besides notices.
    func statements(_ found: Found) -> [Statement] {
        var statements: [Statement] = []
        if let put = DirectoryChange.put(directory) { statements.append(put) }
        if !surveyLinks.isEmpty { statements.append(SurveyLink.put(surveyLinks)) }
        if !endedSurveys.isEmpty { statements.append(SurveyLink.delete(endedSurveys)) }
        let wishes = messages.compactMap { key, message -> (Person.Key, Bool)? in
            if case .mailWish(let isWanted) = message { (key, isWanted) } else { nil }
        }
        if !wishes.isEmpty { statements.append(MailWishes(wishes).statement) }
        let dead = deadAddresses(found)
        if !dead.isEmpty { statements.append(DeadAddresses(dead).statement) }
        return statements
    }

    /// What came back and is about letters of other partitions, on its way there.
    func passedOn(_ found: Found) -> [OutgoingLetter] {
        messages.compactMap { _, message in
            guard let letter = message.bouncedLetter, let place = found.letterPlaces[letter.id],
                place != letter.partition
            else { return nil }
            var fields: Fields = ["letter": letter.id.description]
            var kind = Outbox.Kind.autoReply
            if case .bounce(_, let cause, let isHard) = message {
                kind = Outbox.Kind.bounce
                fields.append("cause", cause)
                if isHard { fields.append("hard", "true") }
            }
            return OutgoingLetter(from: letter.partition, to: place, kind: kind, conversation: "", fields: fields)
        }
    }

    /// Whose addresses take no mail: mail was refused for them, or came back; with when the last such mail was written.
    private func deadAddresses(_ found: Found) -> [Person.Key: Instant] {
        var dead: [Person.Key: Instant] = [:]
        for (_, message) in messages {
            let returned: Letter.Key
            switch message {
            case .report(let report) where report.isAddressDead: returned = report.letter
            case .bounce(let letter, _, isHard: true): returned = letter
            default: continue
            }
            guard let letter = found.letters.first(where: { $0.key == returned }), letter.channel == .email else {
                continue
            }
            let key = Person.Key(partition: returned.partition, recipient: letter.recipient)
            dead[key] = max(dead[key] ?? letter.made, letter.made)
        }
        return dead
    }

    /// The timers of admins' digests: each is set anew when it has gone off, and when its admin comes or goes.
    func timers(_ rules: NoticeRules, now: Instant) -> [TimerChange] {
        var timers: [TimerChange] = []
        for change in directory where change.key.recipient.audience == .admin {
            let person = change.applied(to: nil)
            guard !change.isErased, person.isActive else {
                timers.append(.cancel(partition: change.key.partition, key: "digest:\(change.key.recipient.id)"))
                continue
            }
            timers.append(digestTimer(change.key, rules.time(of: person), rules, after: now, now))
        }
        return timers
    }

    /// The timer of an admin's digest, armed for the first time of one since `last`; a time that has passed is now.
    ///
    /// It goes off once an hour besides, and where the policy has no digest, so that a digest of a later version is taken up.
    private func digestTimer(
        _ key: Person.Key,
        _ time: LocalTime,
        _ rules: NoticeRules,
        after last: Instant,
        _ now: Instant
    ) -> TimerChange {
        let look = now + .seconds(3600)
        let digest = rules.notices.digest.map { max(now, time.next($0.at, on: $0.days, after: last)) }
        let isArmed = digest.map { $0 <= look } ?? false
        var fields: Fields = ["admin": key.recipient.id]
        if isArmed { fields.append("armed", "true") }
        return .set(
            partition: key.partition,
            key: "digest:\(key.recipient.id)",
            due: min(digest ?? look, look),
            conversation: key.recipient.id,
            fields: fields
        )
    }

    /// The timers of digests that have just gone off, and after which the next digest comes.
    ///
    /// A look may come late, where no notifier ran: of the times that have passed since, one digest is told.
    func renewedTimers(_ found: Found, _ rules: NoticeRules, now: Instant) -> [TimerChange] {
        messages.compactMap { key, message -> TimerChange? in
            guard case .digest(let due, let isArmed) = message else { return nil }
            let person = found.people[key.recipient]
            guard person.isKnown, person.isActive else { return nil }
            return digestTimer(key, rules.time(of: person), rules, after: isArmed ? now : due, now)
        }
    }
}

/// Notes that people's addresses take no mail, unless they have others since that mail was written.
struct DeadAddresses {
    private let people: [Person.Key]
    private let written: [Instant]

    init(_ dead: [Person.Key: Instant]) {
        people = Array(dead.keys)
        written = people.compactMap { dead[$0] }
    }

    var statement: Statement {
        Statement(
            """
            UPDATE notifier.people AS p SET dead_email = p.email
            FROM unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[]) AS k (partition, audience, id, written)
            WHERE p.partition = k.partition AND p.audience = k.audience AND p.id = k.id
              AND (p.email_since IS NULL OR p.email_since <= k.written)
            """,
            .int4s(people.map { Int32($0.partition) }),
            .texts(people.map(\.recipient.audience.rawValue)),
            .texts(people.map(\.recipient.id)),
            .timestamps(written.map(\.microseconds))
        )
    }
}
