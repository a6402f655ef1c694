import Contract
import Pipeline
import Policy

/// Keeping the ledger of what reaches people outside the application.
extension Outbox {
    /// Enters a notice into the ledger.
    mutating func enter(
        _ notice: Notice,
        _ notification: UUIDv7,
        _ key: Person.Key,
        _ channel: NoticeChannel,
        _ state: LedgerEntry.State,
        reason: String? = nil,
        held: String? = nil,
        letter: UUIDv7? = nil
    ) {
        let entry = LedgerEntry(
            key: ledgerKey(notice.event, key, channel),
            notification: notification,
            kind: notice.kind,
            state: state,
            reason: reason ?? notice.reason,
            cause: notice.cause,
            conversation: notice.conversation,
            case: notice.case,
            happened: notice.happened,
            at: now,
            held: held,
            letter: letter
        )
        let about = NoticeEvent(
            partition: key.partition,
            event: notice.event,
            conversation: nil,
            case: notice.case,
            traceparent: notice.traceparent
        )
        book.add(entry, about: about)
    }

    /// Notes that a notice that was held goes no further.
    mutating func settle(
        _ held: HeldNotice,
        _ state: LedgerEntry.State,
        reason: String,
        cause: String? = nil
    ) {
        let change = LedgerChange(
            key: ledgerKey(held.notice.event, held.person, held.channel),
            state: state,
            reason: reason,
            cause: cause,
            settledAt: now,
            attempts: 0
        )
        let notice = LetterNotice(held.notice, notification: held.notification)
        book.note(change, of: notice, to: held.person.recipient)
    }

    /// Notes which letter tells a notice that was held.
    mutating func attach(_ held: HeldNotice, to letter: UUIDv7) {
        book.attach(ledgerKey(held.notice.event, held.person, held.channel), to: letter)
    }

    /// Notes what became of each notice of a letter.
    mutating func settle(
        _ letter: Letter,
        _ state: LedgerEntry.State,
        reason: String? = nil,
        cause: String? = nil,
        sentAt: Instant? = nil
    ) {
        let key = Person.Key(partition: letter.key.partition, recipient: letter.recipient)
        for notice in letter.notices {
            let change = LedgerChange(
                key: ledgerKey(notice.event, key, letter.channel),
                state: state,
                reason: reason,
                cause: cause,
                sentAt: sentAt,
                settledAt: now,
                attempts: letter.attempts
            )
            book.note(change, of: notice, to: letter.recipient)
        }
    }

    /// Ends a letter that goes no further, with what it tells.
    mutating func close(_ letter: Letter, as state: Letter.State, reason: String, cause: String) {
        var letter = letter
        letter.state = state
        put(letter)
        settle(letter, .suppressed, reason: reason, cause: cause)
        set(.cancel(partition: letter.key.partition, key: sendKey(letter)))
    }

    func sendKey(_ letter: Letter) -> String { "\(Kind.send):\(letter.key.id)" }

    private func ledgerKey(_ event: EventID, _ key: Person.Key, _ channel: NoticeChannel) -> LedgerEntry.Key {
        LedgerEntry.Key(partition: key.partition, event: event, recipient: key.recipient.id, channel: channel)
    }
}
