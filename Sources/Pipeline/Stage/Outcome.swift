package import Contract
package import Postgres
package import Redis

/// Everything that a stage's decision about a batch changes; all of it takes effect in one transaction or not at all.
package struct Outcome: Sendable {
    /// The stage's own rows.
    package var statements: [Statement] = []
    /// Events for the stage's topic; their order is kept within a partition.
    package var events: [Draft] = []
    package var timers: [TimerChange] = []
    package var letters: [OutgoingLetter] = []
    /// Commands to Redis after the commit: a courtesy that may be lost, such as receipts.
    package var afterCommit: [Command] = []
    /// What the process does outside the database once the batch is committed, such as beginning a send: it may be lost,
    /// and must return at once.
    package var onCommit: [@Sendable () -> Void] = []

    package init() {}
}

/// An event that has no place in its topic yet.
package struct Draft: Sendable {
    package let partition: Int
    package let type: String
    package let version: Int
    /// The event's own id, made here so that rows of the same batch can name it.
    package let event: EventID
    package let time: Instant
    package let conversation: ConversationID?
    package let `case`: CaseID?
    /// The event or entry that led here.
    package let cause: String
    package var traceparent: String?
    package let fields: Fields

    package init(
        partition: Int,
        type: String,
        version: Int = 1,
        time: Instant,
        conversation: ConversationID?,
        case: CaseID? = nil,
        cause: String,
        traceparent: String? = nil,
        fields: Fields
    ) {
        self.partition = partition
        self.type = type
        self.version = version
        self.event = EventID.generate()
        self.time = time
        self.conversation = conversation
        self.case = `case`
        self.cause = cause
        self.traceparent = traceparent
        self.fields = fields
    }
}

/// A change to the stage's durable timers.
package enum TimerChange: Sendable {
    /// Sets a timer, in place of one that the partition has under the same key.
    case set(partition: Int, key: String, due: Instant, conversation: String, fields: Fields)
    case cancel(partition: Int, key: String)
}

/// A letter to another partition of the same stage, as it is sent.
package struct OutgoingLetter: Sendable {
    package let to: Int
    package let letter: Letter

    package init(from: Int, to: Int, kind: String, conversation: String, fields: Fields) {
        self.to = to
        self.letter = Letter(from: from, kind: kind, conversation: conversation, fields: fields)
    }
}
