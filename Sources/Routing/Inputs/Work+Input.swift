import Contract
import Pipeline

extension Work {
    /// The inbound types that the router answers.
    static let commands: Set<String> = Set([
        "message.post", "case.open", "case.update", "case.resolve", "case.reopen", "case.assign", "case.categorize",
        "case.escalate", "case.acknowledge", "case.hand_back", "case.wait", "case.snooze", "case.merge", "case.spam",
        "user.put", "user.erase", "admin.put", "admin.presence", "mail.bounce",
    ])

    /// The events of surveys that the router acts on.
    static let surveyEvents: Set<String> = ["follow_up.requested"]

    /// All types that the router acts on.
    static let consumed = commands.union(LadderCall.types).union(surveyEvents)

    /// Reads an input; throws for one that can never be understood.
    init(_ input: Input) throws(StageFault) {
        switch input.content {
        case .event(let event): try self.init(event, in: input.partition)
        case .letter(let letter): try self.init(letter, in: input.partition)
        case .timer(let timer): try self.init(timer, in: input.partition)
        case .entry: throw StageFault(code: "unexpected_input", detail: "the router reads no doors")
        }
    }

    private init(_ event: Event, in partition: Int) throws(StageFault) {
        let fields = event.fields
        let request: Request =
            switch event.type {
            case "message.post": .post(try PostedMessage(fields: fields))
            case "case.open": .open
            case "case.update": .update
            case "case.resolve": .resolve
            case "case.reopen": .reopen
            case "case.assign": .assign
            case "user.put": .putUser(UserID(try fields.required("user")))
            case "user.erase": .eraseUser(UserID(try fields.required("user")))
            case "admin.put": .putAdmin(AdminID(try fields.required("admin")))
            case "admin.presence": .presence(AdminID(try fields.required("admin")))
            case "case.categorize": .categorize
            case "case.spam": .spam
            case "case.escalate": .escalate
            case "case.acknowledge": .acknowledge
            case "case.hand_back": .handBack
            case "case.wait": .wait
            case "case.snooze": .snooze
            case "case.merge": .merge
            case "follow_up.requested": .followUp(event.case ?? CaseID(""))
            case "clock.warned", "clock.breached": .climb(try LadderCall(event))
            case "mail.bounce": .passMail
            default: throw StageFault(code: "unknown_command", detail: "the router does not know \(event.type)")
            }
        self.init(
            request: request,
            type: event.type,
            partition: partition,
            key: event.conversation?.rawValue ?? fields["user"] ?? fields["admin"] ?? "",
            conversation: event.conversation,
            time: event.time,
            cause: event.event.description,
            traceparent: event.traceparent,
            isBackfill: fields["backfill"] == "true",
            fields: fields
        )
    }

    private init(_ letter: Letter, in partition: Int) throws(StageFault) {
        let fields = letter.fields
        let request: Request
        switch letter.kind {
        case LetterKind.assignWaiting:
            request = .call(CaseID(try fields.required("case")), AdminID(try fields.required("admin")))
        case LetterKind.adminLeft:
            request = .takeBack(
                CaseID(try fields.required("case")),
                AdminID(try fields.required("admin")),
                reason: fields.optional("reason") ?? AssignmentReason.adminLeft
            )
        case LetterKind.callMore: request = .callMore
        case LetterKind.takeOver: request = .takeOver
        case LetterKind.forwarded: request = .forwarded(try PostedMessage(fields: fields))
        case LetterKind.splitOff: request = .splitOff
        case LetterKind.replyFailed: request = .follow(try ReplyFate(fields, hasArrived: false))
        case LetterKind.replyArrived: request = .follow(try ReplyFate(fields, hasArrived: true))
        default: throw StageFault(code: "unknown_letter", detail: "no letter is called \(letter.kind)")
        }
        guard let time = Instant(rfc3339: try fields.required("time")) else {
            throw StageFault(code: "malformed_letter", detail: "time is not a time")
        }
        self.init(
            request: request,
            type: letter.kind,
            partition: partition,
            key: letter.conversation,
            conversation: ConversationID(letter.conversation),
            time: time,
            cause: try fields.required("cause"),
            traceparent: fields["traceparent"],
            isBackfill: fields["backfill"] == "true",
            fields: fields
        )
    }

    private init(_ timer: DueTimer, in partition: Int) throws(StageFault) {
        let fields = timer.fields
        guard let name = timer.key.split(separator: ":").first, let kind = TimerKind(rawValue: String(name)) else {
            throw StageFault(code: "unknown_timer", detail: "no timer is called as its key says")
        }
        let request: Request =
            switch kind {
            case .settled: .settled(CaseID(try fields.required("case")))
            case .wake: .wake(CaseID(try fields.required("case")))
            case .silence: .silence(CaseID(try fields.required("case")))
            case .solved: .solved(CaseID(try fields.required("case")))
            case .close: .close(CaseID(try fields.required("case")))
            case .raise: .raise(CaseID(try fields.required("case")))
            case .look: .look(AdminID(try fields.required("admin")))
            case .widen: .widen
            }
        self.init(
            request: request,
            type: kind.rawValue,
            partition: partition,
            key: timer.conversation,
            conversation: kind.isOfCase ? ConversationID(timer.conversation) : nil,
            // A timer that was held until a backfill had settled is judged by when it should have been.
            time: fields.optional("due").flatMap { Instant(rfc3339: $0) } ?? timer.due,
            cause: try fields.required("cause"),
            traceparent: nil,
            isBackfill: fields["backfill"] == "true",
            fields: fields
        )
    }
}

/// What the router's letters are called.
enum LetterKind {
    static let assignWaiting = "assign_waiting"
    static let adminLeft = "admin_left"
    static let callMore = "call_more"
    static let takeOver = "take_over"
    static let forwarded = "forwarded"
    static let splitOff = "split_off"
    /// What the notifier writes.
    static let replyFailed = "reply_failed"
    static let replyArrived = "reply_arrived"
}

/// What the router's timers are for; the first part of their keys.
enum TimerKind: String, CaseIterable, Sendable {
    case settled, wake, silence, solved, close, raise, look, widen

    /// Whether the timer is a case's own.
    var isOfCase: Bool { self != .look && self != .widen }
}
