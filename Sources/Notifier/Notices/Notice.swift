import Contract
import Policy

/// One thing that is told to one person, with what it says.
struct Notice: Sendable, Equatable, PendingNotice {
    let kind: NoticeKind
    let recipient: Recipient
    let reason: String
    let author: Proposal.Author?
    /// The event that is told.
    let event: EventID
    /// When it happened.
    let happened: Instant
    /// What led to the event.
    let cause: String
    var conversation: String?
    var `case`: String?
    /// The one clock or survey that it is about.
    var clock: String?
    let language: Language
    let subject: String
    let text: String
    var html: String?
    /// Why this person gets it, in a sentence.
    let why: String
    /// Where the reader goes on.
    var link: String?
    var traceparent: String?

    /// The notice as a flat object, as letters between partitions and rows carry it.
    var fields: Fields {
        var fields = Fields()
        fields.reserve(18)
        func add(_ name: String, _ value: String?) { if let value { fields.append(name, value) } }
        add("audience", recipient.audience.rawValue)
        add("recipient", recipient.id)
        add("notice", kind.name)
        add("reason", reason)
        add("author", author?.rawValue)
        add("event", event.description)
        add("happened", happened.description)
        add("cause", cause)
        add("conversation", conversation)
        add("case", `case`)
        add("clock", clock)
        add("language", language.rawValue)
        add("subject", subject)
        add("text", text)
        add("html", html)
        add("why", why)
        add("link", link)
        add("traceparent", traceparent)
        return fields
    }

    /// The notice of a flat object; nil for one that this version did not write.
    init?(_ fields: Fields) {
        guard let audience = fields["audience"].flatMap(Recipient.Audience.init(rawValue:)),
            let recipient = fields["recipient"], let kind = fields["notice"].flatMap({ NoticeKind($0, audience) }),
            let event = fields["event"].flatMap({ EventID($0) }),
            let happened = fields["happened"].flatMap({ Instant(rfc3339: $0) }),
            let language = fields["language"].flatMap({ Language($0) })
        else { return nil }
        self.kind = kind
        self.recipient = Recipient(audience: audience, id: recipient)
        reason = fields["reason"] ?? ""
        author = fields["author"].flatMap(Proposal.Author.init(rawValue:))
        self.event = event
        self.happened = happened
        cause = fields["cause"] ?? ""
        conversation = fields["conversation"]
        `case` = fields["case"]
        clock = fields["clock"]
        self.language = language
        subject = fields["subject"] ?? ""
        text = fields["text"] ?? ""
        html = fields["html"]
        why = fields["why"] ?? ""
        link = fields["link"]
        traceparent = fields["traceparent"]
    }

    init(
        _ kind: NoticeKind,
        to recipient: Recipient,
        reason: Proposal.Reason,
        author: Proposal.Author? = nil,
        about event: Event,
        _ text: NoticeText,
        link: String?
    ) {
        self.kind = kind
        self.recipient = recipient
        self.reason = reason.rawValue
        self.author = author
        self.event = event.event
        happened = event.time
        cause = event.cause
        conversation = event.conversation?.rawValue
        `case` = event.case?.rawValue
        clock = event.fields[kind == .user(.survey) ? "survey" : "clock"]
        language = text.language
        subject = text.subject
        self.text = text.text
        html = text.html
        why = Words.of(text.language).why[reason] ?? ""
        self.link = link
        traceparent = event.traceparent
    }
}
