import Contract
import Pipeline

/// One input of a batch, read into the survey's words.
struct SurveyWork: Sendable {
    /// What it is about.
    enum Request: Sendable {
        /// Something happened to a cycle of a case.
        case told(CycleSurvey.Key, CaseFact)
        /// The directory says something else of a user.
        case user(UserID)
        /// Somebody answers.
        case answer(GivenAnswer)
        /// A step of a survey is due.
        case due(CycleSurvey.Key)
        /// Letter: an operator takes a reward back.
        case reverse(CycleSurvey.Key)
    }

    /// What may happen to a case as far as its survey is concerned.
    ///
    /// Its opening is not among them, so that a case costs the survey nothing until somebody answers it.
    enum CaseFact: String, Sendable, CaseIterable {
        case replied = "case.replied"
        case categorized = "case.categorized"
        case resolved = "case.resolved"
        case reopened = "case.reopened"
        case merged = "case.merged"
        case spam = "case.spam"
    }

    /// The commands and directory events that are read beside them.
    static let answerType = "survey.answer"
    static let userType = "user.changed"

    let request: Request
    let partition: Int
    let conversation: String
    /// When it happened, or was due.
    let time: Instant
    let cause: String
    let traceparent: String?
    let isBackfill: Bool
    let fields: Fields

    /// Reads an input; nil for one that no survey depends on.
    init?(_ input: Input) throws(StageFault) {
        switch input.content {
        case .event(let event): try self.init(event, of: input)
        case .timer(let timer): try self.init(timer, of: input)
        case .letter(let letter): try self.init(letter, of: input)
        case .entry: throw StageFault(code: "unexpected_input", detail: "the survey reads no doors")
        }
    }

    private init?(_ event: Event, of input: Input) throws(StageFault) {
        let fields = event.fields
        let request: Request
        switch event.type {
        case Self.answerType: request = .answer(try GivenAnswer(fields, event: event.event))
        case Self.userType:
            guard let user = fields.value("user") else { return nil }
            request = .user(UserID(user))
        default:
            guard let fact = CaseFact(rawValue: event.type), let id = event.case else { return nil }
            let cycle = fields.value("cycle").flatMap { Int($0) } ?? 1
            request = .told(CycleSurvey.Key(partition: input.partition, id: id, cycle: cycle), fact)
        }
        self.init(
            request: request,
            of: input,
            time: event.time,
            cause: event.event.description,
            traceparent: event.traceparent,
            fields
        )
    }

    private init(_ timer: DueTimer, of input: Input) throws(StageFault) {
        if timer.key.hasPrefix(TimerKey.answer) {
            // An answer of the past that came before its survey was known.
            try self.init(held: timer.fields, of: input)
        } else {
            let key = try CycleSurvey.Key(timer.fields, in: input.partition)
            let cause = timer.fields.value("cause") ?? ""
            self.init(request: .due(key), of: input, time: timer.due, cause: cause, timer.fields)
        }
    }

    private init(_ letter: Letter, of input: Input) throws(StageFault) {
        switch letter.kind {
        case LetterKind.answer: try self.init(held: letter.fields, of: input)
        case LetterKind.reverse:
            let key = try CycleSurvey.Key(letter.fields, in: input.partition)
            let time = try letter.fields.time()
            let cause = letter.fields.value("cause") ?? ""
            self.init(request: .reverse(key), of: input, time: time, cause: cause, letter.fields)
        default: throw StageFault(code: "unknown_letter", detail: "no letter is called \(letter.kind)")
        }
    }

    /// An answer that is no command: the page's form, or one that waited.
    private init(held fields: Fields, of input: Input) throws(StageFault) {
        guard let event = fields.value("cause").flatMap({ EventID($0) }) else {
            throw StageFault(code: "malformed_answer", detail: "the answer has no identity")
        }
        let request = Request.answer(try GivenAnswer(fields, event: event))
        self.init(request: request, of: input, time: try fields.time(), cause: event.description, fields)
    }

    private init(
        request: Request,
        of input: Input,
        time: Instant,
        cause: String,
        traceparent: String? = nil,
        _ fields: Fields
    ) {
        self.request = request
        partition = input.partition
        conversation = input.conversation
        self.time = time
        self.cause = cause
        self.traceparent = traceparent
        isBackfill = fields["backfill"] == "true"
        self.fields = fields
    }
}

/// What the survey's letters are called.
package enum LetterKind {
    /// The page's form was sent.
    package static let answer = "answer"
    /// An operator takes a reward back.
    package static let reverse = "reverse"
}

/// What the survey's timers are for; the first part of their keys.
enum TimerKey {
    static let step = "survey:"
    static let answer = "answer:"
}

extension CycleSurvey.Key {
    /// The survey that a timer or letter names.
    fileprivate init(_ fields: Fields, in partition: Int) throws(StageFault) {
        guard let id = fields.value("case"), let cycle = fields.value("cycle").flatMap({ Int($0) }) else {
            throw StageFault(code: "malformed_input", detail: "a timer or letter does not name a cycle of a case")
        }
        self.init(partition: partition, id: CaseID(id), cycle: cycle)
    }
}

extension Fields {
    fileprivate func time() throws(StageFault) -> Instant {
        guard let time = value("time").flatMap({ Instant(rfc3339: $0) }) else {
            throw StageFault(code: "malformed_input", detail: "a timer or letter has no time")
        }
        return time
    }
}
