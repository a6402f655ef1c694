import Contract
import Pipeline

/// What a batch of events has to be told to whom, decided from the events alone.
struct Announcements {
    private let texts: NoticeTexts
    /// The transaction's time on the database server.
    private let now: Instant

    private(set) var entries: [LedgerEntry] = []
    private(set) var drafts: [Draft] = []

    init(texts: NoticeTexts, now: Instant) {
        self.texts = texts
        self.now = now
    }

    /// Adds what is to be told about an event.
    mutating func tell(_ event: Event) {
        for notice in Notice.notices(about: event) {
            let notification = UUIDv7.generate(at: now)
            let message = notice.suppression == nil ? message(notice, event) : nil
            let reason = notice.suppression?.rawValue ?? notice.reason.rawValue
            entries.append(
                LedgerEntry(
                    partition: event.partition,
                    event: event.event,
                    recipient: notice.recipient,
                    notification: notification,
                    kind: notice.kind,
                    state: message == nil ? .suppressed : .sent,
                    reason: reason,
                    cause: event.cause,
                    conversation: event.conversation?.rawValue,
                    case: event.case?.rawValue,
                    at: now
                )
            )
            var fields = Fields()
            fields.reserve(10)
            fields.append("recipient", notice.recipient.id)
            fields.append("audience", notice.recipient.audience.rawValue)
            fields.append("notification", notification.description)
            fields.append("channel", LedgerEntry.inApp)
            fields.append("notice", notice.kind.rawValue)
            fields.append("reason", reason)
            if let message {
                fields.append("subject", message.subject)
                fields.append("body", message.body)
                fields.append("language", message.language)
            }
            drafts.append(
                Draft(
                    partition: event.partition,
                    type: message == nil ? "notification.suppressed" : "notification.sent",
                    time: now,
                    conversation: event.conversation,
                    case: event.case,
                    cause: event.event.description,
                    traceparent: event.traceparent,
                    fields: fields
                )
            )
        }
    }

    private func message(_ notice: Notice, _ event: Event) -> (subject: String, body: String, language: String)? {
        let language =
            notice.recipient.audience == .user
            ? NoticeTexts.Language(tag: event.fields["language"])
            : NoticeTexts.Language(tag: event.fields["admin_language"])
        guard let wording = texts.wording(notice.kind, notice.recipient.audience, language) else { return nil }
        let values = NoticeValues(event: event)
        // An article is in a language of its own, which need not be one of the built-in texts.
        let tag = event.fields["article_language"] ?? language.rawValue
        return (wording.subject.filled { values[$0] }, wording.body.filled { values[$0] }, tag)
    }
}
