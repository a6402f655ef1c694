import Contract
import Mail
import Pipeline
import Policy
import Webhooks

/// Writing letters, and handing them to what sends them.
extension Outbox {
    /// Makes a letter of notices and hands it over.
    mutating func write(
        _ id: UUIDv7,
        _ notices: [(notice: Notice, notification: UUIDv7)],
        saying content: LetterContent?,
        to key: Person.Key,
        _ channels: [NoticeChannel]
    ) {
        if let letter = letter(id, notices, saying: content, to: key, channels) { post(letter) }
    }

    /// Hands over a letter that is new.
    mutating func post(_ letter: Letter) {
        put(letter, isNew: true)
        dispatch(letter)
    }

    /// The letter of notices that stand in the ledger under the first of the channels; the others are tried after it.
    func letter(
        _ id: UUIDv7,
        _ notices: [(notice: Notice, notification: UUIDv7)],
        saying content: LetterContent?,
        to key: Person.Key,
        _ channels: [NoticeChannel]
    ) -> Letter? {
        guard let channel = channels.first, let first = notices.first?.notice else { return nil }
        let sameCase = notices.allSatisfy { $0.notice.case == first.case }
        return Letter(
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
    ///
    /// Its way may have been closed since it was written, as by its reader, by a new version of the policy or by a start
    /// without a mail server.
    mutating func dispatch(_ letter: Letter) {
        let person = person(letter.person)
        let reach = Reach([letter.channel], person, rules, means, isEssential: isEssential(letter))
        let isListed = listed([letter.channel], letter, person) == [letter.channel]
        if let obstacle = isListed ? reach.obstacle?.cause : .notListed {
            switch obstacle {
            case .noAddress, .addressBounced: return fail(letter, cause: obstacle.rawValue)
            // Somebody's wish, or the office's own affair: nothing has failed.
            case .unsubscribed, .noMailServer, .noWebhookSecret, .notListed:
                close(letter, as: .withdrawn, reason: obstacle.rawValue, cause: obstacle.rawValue)
                _ = goOn(from: letter, after: obstacle.rawValue)
                return
            }
        }
        guard let parcel = Parcel(letter, person, rules) else {
            // A webhook that has an address is too long for one; a mail has an address that is none.
            return fail(letter, cause: letter.channel == .webhook ? "too_long" : Reach.Obstacle.noAddress.rawValue)
        }
        switch sender.room(letter.channel, target: parcel.target) {
        case .free: break
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
        if !goOn(from: letter, after: cause) { noteReplies(letter.notices, to: letter.person, cause) }
    }

    /// Has the next channel carry what a letter was to tell; answers whether there is one that reaches the person.
    private mutating func goOn(from letter: Letter, after cause: String) -> Bool {
        let person = person(letter.person)
        let further = listed(letter.further, letter, person)
        let reach = Reach(further, person, rules, means, isEssential: isEssential(letter))
        guard let next = reach.channels.first, let content = letter.content else { return false }
        let id = UUIDv7.generate(at: now)
        let notices = letter.notices.map { notice in
            book.renew(notice, letter.person, channel: next, letter: id, after: cause)
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
        post(successor)
        return true
    }

    /// Those of the channels by which the person may be told now what the letter tells; reports go by mail whatever is listed.
    private func listed(_ channels: [NoticeChannel], _ letter: Letter, _ person: Person) -> [NoticeChannel] {
        channels.filter { channel in
            letter.notices.contains { notice in
                notice.kind == .admin(.report) || rules.channels(notice.kind, person).contains(channel)
            }
        }
    }

    private func isEssential(_ letter: Letter) -> Bool {
        letter.notices.contains { rules.isEssential($0.kind) }
    }
}
