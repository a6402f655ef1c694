import Contract

/// One matter inside a conversation, as its row says and as a batch changes it.
struct Case: Sendable, Equatable {
    /// How the row in memory relates to the one in the database.
    enum Storage: Sendable {
        case stored, changed, new
    }

    let partition: Int
    let conversation: String
    /// Which case of its conversation it is, from 1.
    let number: Int
    let id: CaseID
    let kind: String
    var subject: String?
    let user: String?
    var counterparty: String?
    var state: CaseState
    var cycle = 1
    var category: String?
    var tier: String?
    var team: String?
    /// Who has the case; after a resolve, who had it last.
    var assignee: AdminID?
    var assignedAt: Instant?
    var handAssignedAt: Instant?
    var stage: String?
    var eta: String?
    var outcome: String?
    var reason: String?
    var rootCause: String?
    /// The beginning of the message that opened the case.
    var asked: String?
    var language: String?
    /// What else the opening command said; known to a new case only, since nothing is decided by it.
    var openingFields = Fields()
    let openedAt: Instant
    var awaitingSince: Instant?
    var firstReplyAt: Instant?
    var lastReplyAt: Instant?
    var replies = 0
    var resolvedAt: Instant?
    var reopened = 0
    var reopenedAt: Instant?
    var updatedAt: Instant?
    var follows: CaseID?
    var messages = MessageSpans.none
    /// Since when the case waits for an admin; nil when it has one or when it is not to be given to one yet.
    var queuedAt: Instant?
    /// The last number in the case's history.
    var decisions = 0
    /// Whether the assignee had gone when the row was read; the desk knows for sure.
    var assigneeMayBeGone = false
    var storage = Storage.stored

    /// When the case was last opened or reopened.
    var lastOpening: Instant { max(openedAt, reopenedAt ?? openedAt) }

    /// Whether a command of that time may have been meant for what came before the last opening.
    func isOutdated(_ time: Instant) -> Bool {
        (number > 1 || reopened > 0) && time < lastOpening
    }

    /// Whether a message of that time belongs to the case: it is open, or was when the message was written.
    func takesMessage(at time: Instant) -> Bool {
        if state.isOpen { return true }
        guard state == .resolved, let resolvedAt else { return false }
        return time <= resolvedAt
    }

    /// Marks the row as one to be written.
    mutating func touch() {
        if storage == .stored { storage = .changed }
    }
}
