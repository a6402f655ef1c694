import Contract

/// What is decided of an entry.
enum Verdict: Sendable, Equatable {
    /// New: it becomes a command. A message has its id and its place in the conversation.
    case accepted(Acceptance?)
    /// It was accepted before with the same content; `message` is what it became then, if it is a message.
    case duplicate(message: MessageID?)
    /// Refused now, to be recorded.
    case refused(Rejection)
    /// Refused before and recorded then.
    case refusedBefore(Rejection)
}

/// What a message is given when it is accepted.
struct Acceptance: Sendable, Equatable {
    let message: MessageID
    /// The place in the conversation, from 1.
    let number: Int64
}
