import Contract
import Figures
import Mail
import Pipeline
import Policy

/// The inputs of a batch, read into the notifier's words.
struct NotifierWork: Sendable {
    /// Types that the stage consumes besides those of tidings and the directory's.
    static let otherTypes: Set<String> = ["mail.bounced"]

    /// What was said between partitions, in its order.
    enum Message: Sendable {
        case notice(Notice)
        case withdraw(Set<NoticeKind>, case: String, clock: String?, because: EventID)
        case report(SendReport)
        case bounce(Letter.Key, cause: String, isHard: Bool)
        case autoReply(Letter.Key)
        /// Whether the person wants mail that need not be.
        case mailWish(Bool)
        /// An issued report goes to an address.
        case mailing(ReportMailing)
        case gather
        case resume(Letter.Key)
        case digest(due: Instant, isArmed: Bool)
    }

    private(set) var events: [Event] = []
    private(set) var directory: [DirectoryChange] = []
    /// That replies come later than their users were told.
    private(set) var lateReplies: [Event] = []
    private(set) var surveyLinks: [SurveyLink] = []
    private(set) var endedSurveys: [(partition: Int, survey: String)] = []
    private(set) var messages: [(key: Person.Key, message: Message)] = []
    private(set) var letters: [OutgoingLetter] = []
    let partitioning: Partitioning

    init(_ inputs: [Input], _ partitioning: Partitioning) throws(StageFault) {
        self.partitioning = partitioning
        for input in inputs {
            switch input.content {
            case .event(let event): take(event)
            case .letter(let letter): try take(letter, at: input.partition)
            case .timer(let timer): try take(timer, at: input.partition)
            case .entry: throw StageFault(code: "unexpected_input", detail: "the notifier reads no doors")
            }
        }
    }

    private mutating func take(_ event: Event) {
        if let change = DirectoryChange(event) { directory.append(change) }
        if let link = SurveyLink(event) { surveyLinks.append(link) }
        if event.type == "survey.answered" || event.type == "survey.expired", let survey = event["survey"] {
            endedSurveys.append((event.partition, survey))
        }
        if event.type == "mail.bounced" { read(event) }
        if event.isLateReply {
            lateReplies.append(event)
        } else if Tidings.types.contains(event.type) {
            events.append(event)
        }
    }

    /// Reads a mail that came back, and tells the partition of whom the mail was for.
    private mutating func read(_ event: Event) {
        guard let mail = MailText(event.fields) else { return }
        switch IncomingMail(reading: mail.bytes) {
        case .bounce(let bounces):
            for bounce in bounces where bounce.severity != .delayed {
                let cause = "bounced" + (bounce.status.map { "_\($0)" } ?? "")
                pass(Outbox.Kind.bounce, bounce.original, from: event.partition) { fields in
                    fields.append("cause", cause)
                    if bounce.severity == .hard { fields.append("hard", "true") }
                }
            }
        case .automatic(let automatic) where automatic.kind == .reply:
            pass(Outbox.Kind.autoReply, automatic.original, from: event.partition) { _ in }
        case .automatic, .personal, .tooLarge: break
        }
    }

    private mutating func pass(
        _ kind: String,
        _ original: Mail.MessageID?,
        from partition: Int,
        _ more: (inout Fields) -> Void
    ) {
        guard let key = original.flatMap({ LetterID.letter($0) }) else { return }
        var fields: Fields = ["letter": key.id.description]
        more(&fields)
        letters.append(
            OutgoingLetter(
                from: partition,
                to: key.partition % partitioning.count,
                kind: kind,
                conversation: "",
                fields: fields
            )
        )
    }

    private mutating func take(_ letter: Pipeline.Letter, at partition: Int) throws(StageFault) {
        let fields = letter.fields
        switch letter.kind {
        case Announcements.LetterKind.notice:
            guard let notice = Notice(fields) else { throw Self.malformed(letter.kind) }
            messages.append((Person.Key(partition: partition, recipient: notice.recipient), .notice(notice)))
        case Announcements.LetterKind.withdraw:
            guard let recipient = Recipient(fields), let id = fields["case"],
                let event = fields["event"].flatMap({ EventID($0) })
            else { throw Self.malformed(letter.kind) }
            let kinds = (fields["kinds"] ?? "").split(separator: ",")
                .compactMap { NoticeKind(String($0), recipient.audience) }
            let message = Message.withdraw(Set(kinds), case: id, clock: fields["clock"], because: event)
            messages.append((Person.Key(partition: partition, recipient: recipient), message))
        case Outbox.Kind.outcome:
            guard let report = SendReport(fields, partition: partition) else { throw Self.malformed(letter.kind) }
            messages.append((Person.Key(partition: partition, recipient: report.recipient), .report(report)))
        case Outbox.Kind.bounce, Outbox.Kind.autoReply:
            guard let id = fields["letter"].flatMap({ UUIDv7($0) }) else { throw Self.malformed(letter.kind) }
            let key = Letter.Key(partition: partition, id: id)
            let message: Message =
                letter.kind == Outbox.Kind.autoReply
                ? .autoReply(key) : .bounce(key, cause: fields["cause"] ?? "bounced", isHard: fields["hard"] == "true")
            messages.append((Person.Key(partition: partition, recipient: .nobody), message))
        case Outbox.Kind.unsubscribe, Outbox.Kind.subscribe:
            guard let recipient = Recipient(fields) else { throw Self.malformed(letter.kind) }
            let isWanted = letter.kind == Outbox.Kind.subscribe
            messages.append((Person.Key(partition: partition, recipient: recipient), .mailWish(isWanted)))
        case ReportMailing.letterKind:
            guard let mailing = ReportMailing(fields) else { throw Self.malformed(letter.kind) }
            let recipient = Recipient(audience: .admin, id: mailing.recipient)
            messages.append((Person.Key(partition: partition, recipient: recipient), .mailing(mailing)))
        default: throw StageFault(code: "unknown_letter", detail: "no letter is called \(letter.kind)")
        }
    }

    private mutating func take(_ timer: DueTimer, at partition: Int) throws(StageFault) {
        let fields = timer.fields
        switch timer.key.prefix(while: { $0 != ":" }) {
        case Outbox.Kind.gather[...]:
            guard let recipient = Recipient(fields) else { throw Self.malformed(timer.key) }
            messages.append((Person.Key(partition: partition, recipient: recipient), .gather))
        case Outbox.Kind.send[...]:
            guard let recipient = Recipient(fields), let id = fields["letter"].flatMap({ UUIDv7($0) }) else {
                throw Self.malformed(timer.key)
            }
            let message = Message.resume(Letter.Key(partition: partition, id: id))
            messages.append((Person.Key(partition: partition, recipient: recipient), message))
        case "digest":
            guard let admin = fields["admin"] else { throw Self.malformed(timer.key) }
            let key = Person.Key(partition: partition, recipient: Recipient(audience: .admin, id: admin))
            messages.append((key, .digest(due: timer.due, isArmed: fields["armed"] == "true")))
        default: throw StageFault(code: "unknown_timer", detail: "no timer is called as its key says")
        }
    }

    private static func malformed(_ name: String) -> StageFault {
        StageFault(code: "malformed_input", detail: "a field of \(name.prefix { $0 != ":" }) is missing or wrong")
    }
}

extension Recipient {
    /// Nobody in particular: whom a letter is for, its row tells.
    static let nobody = Recipient(audience: .user, id: "")

    /// The recipient that a letter or timer names.
    init?(_ fields: Fields) {
        guard let audience = fields["audience"].flatMap(Audience.init(rawValue:)), let id = fields["recipient"] else {
            return nil
        }
        self.init(audience: audience, id: id)
    }
}
