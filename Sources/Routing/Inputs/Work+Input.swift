import Contract
import Pipeline

extension Work {
    /// The inbound types that the router answers; those of later releases are refused, never dropped.
    static let commands: Set<String> = Set([
        "message.post", "case.open", "case.update", "case.resolve", "case.reopen", "case.assign", "case.categorize",
        "case.escalate", "case.acknowledge", "case.hand_back", "case.wait", "case.snooze", "case.merge", "case.spam",
        "user.put", "user.erase", "admin.put", "admin.presence",
    ])

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
            default: .unsupported
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
            request = .adminLeft(CaseID(try fields.required("case")), AdminID(try fields.required("admin")))
        case LetterKind.callMore: request = .callMore
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
            traceparent: nil,
            isBackfill: false,
            fields: fields
        )
    }

    private init(_ timer: DueTimer, in partition: Int) throws(StageFault) {
        self.init(
            request: .settled(CaseID(try timer.fields.required("case"))),
            type: "settled",
            partition: partition,
            key: timer.conversation,
            conversation: ConversationID(timer.conversation),
            time: timer.due,
            cause: try timer.fields.required("cause"),
            traceparent: nil,
            isBackfill: false,
            fields: timer.fields
        )
    }
}

/// What the router's letters are called.
enum LetterKind {
    static let assignWaiting = "assign_waiting"
    static let adminLeft = "admin_left"
    static let callMore = "call_more"
}
