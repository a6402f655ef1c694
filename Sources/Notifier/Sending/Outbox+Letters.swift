import Contract
import Mail
import Pipeline
import Policy
import Webhooks

/// Writing letters, and handing them to what sends them.
extension Outbox {
    /// Makes a letter of notices and hands it over.
    ///
    /// `entered` is the channel under which the notices stand in the ledger, where that is not the first of `channels`.
    mutating func write(
        _ id: UUIDv7,
        _ notices: [(notice: Notice, notification: UUIDv7)],
        omitted: Int,
        to person: Person,
        _ key: Person.Key,
        _ channels: [NoticeChannel],
        _ entered: NoticeChannel? = nil
    ) {
        let composer = LetterComposer(rules: rules, person: person)
        let content = composer.content(of: notices.map(\.notice), omitted: omitted)
        write(id, notices, saying: content, to: key, channels, entered)
    }

    /// Makes a letter of notices that says that, and hands it over.
    mutating func write(
        _ id: UUIDv7,
        _ notices: [(notice: Notice, notification: UUIDv7)],
        saying content: LetterContent?,
        to key: Person.Key,
        _ channels: [NoticeChannel],
        _ entered: NoticeChannel? = nil
    ) {
        guard let channel = entered ?? channels.first, let first = notices.first?.notice else { return }
        let sameCase = notices.allSatisfy { $0.notice.case == first.case }
        let letter = Letter(
            key: Letter.Key(partition: key.partition, id: id),
            recipient: key.recipient,
            channel: channel,
            further: channels.filter { $0 != channel },
            made: now,
            case: sameCase ? first.case : nil,
            conversation: sameCase ? first.conversation : nil,
            notices: notices.map { LetterNotice($0.notice, notification: $0.notification) },
            content: content
        )
        put(letter, isNew: true)
        dispatch(letter)
    }

    /// A letter's timer is due: its claim has run out, or it is to be tried again.
    mutating func resume(_ letter: Letter) {
        guard letter.state == .open else { return }
        // It is still on its way in this process: the claim goes on.
        guard !sender.holds(letter.key.id) else { return schedule(letter, at: now + claim) }
        guard !letter.isEmpty else { return close(letter, as: .withdrawn, reason: "erased", cause: "erased") }
        dispatch(letter)
    }

    /// Claims a letter and hands it over, or puts it off a little where there is no room.
    mutating func dispatch(_ letter: Letter) {
        let key = Person.Key(partition: letter.key.partition, recipient: letter.recipient)
        let person = person(key)
        if letter.channel == .email, person.isUnsubscribed, !isEssential(letter) {
            return close(letter, as: .withdrawn, reason: Reach.Obstacle.unsubscribed.rawValue, cause: "unsubscribed")
        }
        guard let target = target(of: letter, person) else {
            return fail(letter, cause: Reach.Obstacle.noAddress.rawValue)
        }
        guard let parcel = Parcel(letter, person, rules) else {
            // A webhook that has an address is too long for one; a mail has an address that is none.
            return fail(letter, cause: letter.channel == .webhook ? "too_long" : Reach.Obstacle.noAddress.rawValue)
        }
        switch sender.room(letter.channel, target: target) {
        case .free: break
        case .none: return fail(letter, cause: Reach.Obstacle.noMailServer.rawValue)
        // Spread, so that what waits for one receiver does not keep the partition busy.
        case .soon: return schedule(letter, at: now + .seconds(1 + 14 * chance()))
        case .late: return schedule(letter, at: now + .seconds(60 + 540 * chance()))
        }
        var letter = letter
        letter.attempts += 1
        put(letter)
        schedule(letter, at: now + claim)
        hand(over: parcel.attempt(letter.attempts))
    }

    mutating func schedule(_ letter: Letter, at due: Instant) {
        set(
            .set(
                partition: letter.key.partition,
                key: sendKey(letter),
                due: due,
                conversation: letter.recipient.id,
                fields: [
                    "letter": letter.key.id.description, "audience": letter.recipient.audience.rawValue,
                    "recipient": letter.recipient.id,
                ]
            )
        )
    }

    /// A letter has finally failed: its notices go by the next channel, if there is one that reaches the person.
    mutating func fail(_ letter: Letter, cause: String) {
        var failed = letter
        failed.state = .failed
        put(failed)
        settle(failed, .failed, cause: cause)
        set(.cancel(partition: letter.key.partition, key: sendKey(letter)))
        let key = Person.Key(partition: letter.key.partition, recipient: letter.recipient)
        let person = person(key)
        let reach = Reach(letter.further, person, rules, means, isEssential: isEssential(letter))
        guard let next = reach.channels.first, let content = letter.content else {
            return noteReplies(letter.notices, to: key, cause)
        }
        let id = UUIDv7.generate(at: now)
        let notices = letter.notices.map { notice in
            book.renew(notice, key, channel: next, letter: id, after: cause)
        }
        let successor = Letter(
            key: Letter.Key(partition: letter.key.partition, id: id),
            recipient: letter.recipient,
            channel: next,
            further: Array(reach.channels.dropFirst()),
            made: now,
            case: letter.case,
            conversation: letter.conversation,
            notices: notices,
            content: content
        )
        put(successor, isNew: true)
        dispatch(successor)
    }

    private func isEssential(_ letter: Letter) -> Bool {
        letter.notices.contains { rules.isEssential($0.kind) }
    }

    private func target(of letter: Letter, _ person: Person) -> String? {
        switch letter.channel {
        case .email: person.email
        case .webhook: person.webhook
        case .inApp: nil
        }
    }
}
