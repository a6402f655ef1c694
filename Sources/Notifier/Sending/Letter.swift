import Contract
import Mail
import Policy
import Postgres

/// One mail or webhook to one person, on its way or gone; it tells one notice or several.
struct Letter: Sendable, Equatable {
    enum State: String, Sendable {
        case open, sent, failed, withdrawn
    }

    struct Key: Hashable, Sendable {
        /// The recipient's partition.
        let partition: Int
        let id: UUIDv7
    }

    let key: Key
    let recipient: Recipient
    let channel: NoticeChannel
    /// The channels that are tried if this one fails, in order.
    let further: [NoticeChannel]
    var state = State.open
    var attempts = 0
    let made: Instant
    let `case`: String?
    let conversation: String?
    let notices: [LetterNotice]
    /// Its texts; nil once they are needed no more.
    var content: LetterContent?
    /// What went wrong at the last attempt.
    var trouble: String?

    /// Whom it is for, and where that person is.
    var person: Person.Key { Person.Key(partition: key.partition, recipient: recipient) }

    /// Whether its texts may be needed still: until it is sent, and then where it can come back and go another way.
    var needsContent: Bool {
        switch state {
        case .open: true
        case .sent: channel == .email && !further.isEmpty && notices.allSatisfy(\.isLasting)
        case .failed, .withdrawn: false
        }
    }

    /// Whether its texts are gone, as when its recipient was erased.
    var isEmpty: Bool { content == nil }
}

/// A notice as its letter remembers it.
struct LetterNotice: Sendable, Equatable, PendingNotice {
    private(set) var notification: UUIDv7
    let event: EventID
    let kind: NoticeKind
    let reason: String
    let author: Proposal.Author?
    let happened: Instant
    let `case`: String?
    let clock: String?
    let traceparent: String?

    init(_ notice: Notice, notification: UUIDv7) {
        self.notification = notification
        event = notice.event
        kind = notice.kind
        reason = notice.reason
        author = notice.author
        happened = notice.happened
        `case` = notice.case
        clock = notice.clock
        traceparent = notice.traceparent
    }

    /// A line as ``line`` writes it.
    init?(line: Substring) {
        guard let fields = try? Fields(json: String(line)), let id = fields["notification"].flatMap({ UUIDv7($0) }),
            let event = fields["event"].flatMap({ EventID($0) }),
            let audience = fields["audience"].flatMap(Recipient.Audience.init(rawValue:)),
            let kind = fields["notice"].flatMap({ NoticeKind($0, audience) }),
            let happened = fields["happened"].flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        notification = id
        self.event = event
        self.kind = kind
        reason = fields["reason"] ?? ""
        author = fields["author"].flatMap(Proposal.Author.init(rawValue:))
        self.happened = happened
        `case` = fields["case"]
        clock = fields["clock"]
        traceparent = fields["traceparent"]
    }

    /// The same under another name in the ledger.
    func renewed(_ notification: UUIDv7) -> LetterNotice {
        var notice = self
        notice.notification = notification
        return notice
    }

    var line: String {
        var fields: Fields = [
            "notification": notification.description, "event": event.description,
            "audience": kind.audience.rawValue, "notice": kind.name, "reason": reason,
            "happened": happened.description,
        ]
        if let author { fields.append("author", author.rawValue) }
        if let `case` { fields.append("case", `case`) }
        if let clock { fields.append("clock", clock) }
        if let traceparent { fields.append("traceparent", traceparent) }
        return fields.json
    }
}

/// What a letter says.
struct LetterContent: Sendable, Equatable {
    let language: String
    let subject: String
    let text: String
    let html: String
    /// The notices as the receiver of a webhook reads them, a list in JSON.
    let items: String
    var unsubscribe: String?
    /// The file that comes with it.
    var enclosure: Enclosure?

    /// A file that comes with a mail.
    struct Enclosure: Sendable, Equatable {
        let name: String
        let form: Attachment.Form
        let text: String
    }

    init(language: String, subject: String, text: String, html: String, items: String, unsubscribe: String?) {
        self.language = language
        self.subject = subject
        self.text = text
        self.html = html
        self.items = items
        self.unsubscribe = unsubscribe
    }

    init?(json: String) {
        guard let fields = try? Fields(json: json), let language = fields["language"], let subject = fields["subject"],
            let text = fields["text"], let html = fields["html"], let items = fields["items"]
        else { return nil }
        self.init(
            language: language,
            subject: subject,
            text: text,
            html: html,
            items: items,
            unsubscribe: fields["unsubscribe"]
        )
        if let name = fields["file"], let form = fields["form"].flatMap(Attachment.Form.init(rawValue:)) {
            enclosure = Enclosure(name: name, form: form, text: fields["enclosed"] ?? "")
        }
    }

    var json: String {
        var fields: Fields = ["language": language, "subject": subject, "text": text, "html": html, "items": items]
        if let unsubscribe { fields.append("unsubscribe", unsubscribe) }
        if let enclosure {
            fields.append("file", enclosure.name)
            fields.append("form", enclosure.form.rawValue)
            fields.append("enclosed", enclosure.text)
        }
        return fields.json
    }
}
