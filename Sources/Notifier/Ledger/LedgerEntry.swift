import Contract

/// One notice by one channel, and what became of it.
struct LedgerEntry: Sendable, Equatable {
    /// How far a notice has come.
    enum State: String, Sendable {
        case sent, suppressed
    }

    /// The channel that this release delivers by: the stream that a web or mobile back end reads.
    static let inApp = "in_app"

    let partition: Int
    let event: EventID
    let recipient: Recipient
    let notification: UUIDv7
    let kind: NoticeKind
    let state: State
    let reason: String
    let cause: String
    let conversation: String?
    let `case`: String?
    let at: Instant
}
