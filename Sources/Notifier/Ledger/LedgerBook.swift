import Contract
import Pipeline
import Policy
import Postgres

/// What a batch writes into the ledger, and the events that say so.
struct LedgerBook {
    /// The transaction's time on the database server.
    let now: Instant
    private(set) var entries: [LedgerEntry] = []
    /// The last change of each entry: one statement changes a row once.
    private var changes: [LedgerEntry.Key: LedgerChange] = [:]
    private(set) var drafts: [Draft] = []

    init(now: Instant) { self.now = now }

    var statements: [Statement] {
        var statements: [Statement] = []
        if !entries.isEmpty { statements.append(InsertNotifications(entries: entries).statement) }
        if !changes.isEmpty { statements.append(UpdateNotifications(changes: Array(changes.values)).statement) }
        return statements
    }

    /// Adds an entry, and the event that says so.
    ///
    /// What stands in the conversation's partition names the conversation; what stands in the recipient's does not, since
    /// a conversation's events are all in one partition.
    mutating func add(_ entry: LedgerEntry, about event: NoticeEvent, _ shown: Notice? = nil) {
        entries.append(entry)
        var fields = Fields()
        fields.reserve(13)
        fields.append("recipient", entry.key.recipient)
        fields.append("audience", entry.kind.audience.rawValue)
        fields.append("notification", entry.notification.description)
        fields.append("channel", entry.key.channel.rawValue)
        fields.append("notice", entry.kind.name)
        fields.append("reason", entry.reason)
        if let held = entry.held { fields.append("held", held) }
        fields.append("happened", entry.happened.description)
        if let shown {
            fields.append("subject", shown.subject)
            fields.append("body", shown.text)
            fields.append("language", shown.language.rawValue)
            fields.append("why", shown.why)
            if let link = shown.link { fields.append("link", link) }
        }
        say(entry.state, of: event, fields)
    }

    /// Notes what became of an entry of the recipient's partition, and says so.
    mutating func note(_ change: LedgerChange, of notice: LetterNotice, to recipient: Recipient) {
        put(change)
        var fields = Fields()
        fields.append("recipient", recipient.id)
        fields.append("audience", recipient.audience.rawValue)
        fields.append("notification", notice.notification.description)
        fields.append("channel", change.key.channel.rawValue)
        fields.append("notice", notice.kind.name)
        fields.append("reason", change.reason ?? notice.reason)
        if let cause = change.cause { fields.append("failure", cause) }
        fields.append("happened", notice.happened.description)
        fields.append("attempts", String(change.attempts))
        let event = NoticeEvent(
            partition: change.key.partition,
            event: notice.event,
            conversation: nil,
            case: notice.case,
            traceparent: notice.traceparent
        )
        say(change.state, of: event, fields)
    }

    /// Notes which letter tells an entry; that is no news.
    mutating func attach(_ key: LedgerEntry.Key, to letter: UUIDv7) {
        put(LedgerChange(key: key, state: .queued, settledAt: nil, attempts: 0, letter: letter))
    }

    private mutating func put(_ change: LedgerChange) {
        var change = change
        change.letter = change.letter ?? changes[change.key]?.letter
        changes[change.key] = change
    }

    /// Enters a notice again, by another channel after one that failed.
    mutating func renew(
        _ notice: LetterNotice,
        _ person: Person.Key,
        channel: NoticeChannel,
        letter: UUIDv7,
        after cause: String
    ) -> LetterNotice {
        let renewed = notice.renewed(UUIDv7.generate(at: now))
        let key = LedgerEntry.Key(
            partition: person.partition,
            event: notice.event,
            recipient: person.recipient.id,
            channel: channel
        )
        let entry = LedgerEntry(
            key: key,
            notification: renewed.notification,
            kind: notice.kind,
            state: .queued,
            reason: notice.reason,
            cause: cause,
            conversation: nil,
            case: notice.case,
            happened: notice.happened,
            at: now,
            letter: letter
        )
        let about = NoticeEvent(
            partition: person.partition,
            event: notice.event,
            conversation: nil,
            case: notice.case,
            traceparent: notice.traceparent
        )
        add(entry, about: about)
        return renewed
    }

    private mutating func say(_ state: LedgerEntry.State, of event: NoticeEvent, _ fields: Fields) {
        drafts.append(
            Draft(
                partition: event.partition,
                type: "notification.\(state.rawValue)",
                time: now,
                conversation: event.conversation.map { ConversationID($0) },
                case: event.case.map { CaseID($0) },
                cause: event.event.description,
                traceparent: event.traceparent,
                fields: fields
            )
        )
    }
}

/// What an event of the topic `notifications` stands under.
struct NoticeEvent: Sendable {
    let partition: Int
    /// The event that is told.
    let event: EventID
    let conversation: String?
    let `case`: String?
    let traceparent: String?
}
