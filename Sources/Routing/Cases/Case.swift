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
    private(set) var state: CaseState
    var cycle = 1
    var category: String?
    var tier: String?
    var team: String?
    /// Who has the case; after a resolve, who had it last.
    var assignee: AdminID?
    var assignedAt: Instant?
    var handAssignedAt: Instant?
    var stage: String?
    /// The stage that the resolve ended, which a reopening goes back to.
    var endedStage: String?
    var eta: String?
    var outcome: String?
    var reason: String?
    var rootCause: String?
    /// The beginning of the message that opened the case.
    var asked: String?
    var language: String?
    var region: String?
    /// How category, language and tier were decided.
    var notes = TriageNotes()
    /// The article that answered the case when it was opened, whether or not a person did later.
    var answeredBy: String?
    /// The article that the admin is shown.
    var suggestedArticle: String?
    /// The text that opened the case, where a batch may learn from it: of a new case, and of one that is categorized.
    var openingText: String?
    /// What else the opening command said; known to a new case only, since nothing is decided by it.
    var openingFields = Fields()
    let openedAt: Instant
    var awaitingSince: Instant?
    /// When the user last wrote something that takes a resolved case up again; see ``hear(at:)``.
    var spokeAt: Instant?
    /// When the first of the matters was opened that were merged into this one, if that was before its own opening.
    var startedAt: Instant?
    var firstReplyAt: Instant?
    var lastReplyAt: Instant?
    var replies = 0
    var resolvedAt: Instant?
    var reopened = 0
    var reopenedAt: Instant?
    var updatedAt: Instant?
    var categorizedAt: Instant?
    var follows: CaseID?
    var messages = MessageSpans.none

    /// When the case was last put off, escalated or taken back from that; what a command says of an earlier time is late.
    var turnedAt: Instant?
    /// Whose answer a waiting case waits for: `user` or `third_party`.
    var waitingFor: String?
    /// When a waiting or snoozed case wakes by itself.
    var wakesAt: Instant?
    var closedAt: Instant?
    /// The conversation in which a merged case goes on.
    var mergedInto: String?
    /// The admin whose resolve it was.
    var decidedBy: AdminID?
    /// The admins who may not decide an appeal, because they decided what it is about; separated by spaces.
    var decidedBefore: String?
    var nextSteps: String?
    var appeal: String?
    var escalation: Escalation?
    /// How many courtesy messages came after the resolve without reopening the case.
    var courtesies = 0

    /// Since when the case waits for an admin; nil when it has one or when it is not to be given to one yet.
    var queuedAt: Instant?
    /// What the queued case asks of an admin.
    var needs: Needs?
    /// When the next promise about the queued case breaks: its place in the queue.
    var dueAt: Instant?
    /// From when on its search for an admin widens until then.
    var widensFrom: Instant?
    /// The case's place among those due at the same time, before its age: the rank of its tier.
    var queueRank = 0
    /// When the present search for an admin began.
    var soughtAt: Instant?
    /// Why the case has no admin.
    var queueReason: String?
    /// The team that the case was given to, one of whose admins takes it.
    var wantedTeam: String?
    /// The admin who let the last assignment run out.
    var timedOut: AdminID?

    /// The last number in the case's history.
    var decisions = 0
    /// The states that this batch has taken the case through.
    private(set) var steps: [CaseState] = []
    /// Whether the assignee had gone when the row was read; the desk knows for sure.
    var assigneeMayBeGone = false
    var storage = Storage.stored

    /// When the case was last opened or reopened.
    var lastOpening: Instant { max(openedAt, reopenedAt ?? openedAt) }

    /// The state of a case that is neither put off nor ended.
    var standing: CaseState {
        if escalation != nil { return .escalated }
        return assignee == nil ? .open : .assigned
    }

    /// Whether a command of that time may have been meant for what came before the last opening.
    func isOutdated(_ time: Instant) -> Bool {
        (number > 1 || reopened > 0) && time < lastOpening
    }

    /// Whether a message of that time belongs to the case: it is open, or was when the message was written.
    func takesMessage(at time: Instant) -> Bool {
        if state.isOpen { return true }
        switch state {
        case .resolved, .closed: return resolvedAt.map { time <= $0 } ?? false
        // What is written to a merged conversation stays findable there; its effect goes to where the matter goes on.
        case .merged: return true
        default: return false
        }
    }

    /// Takes one step; the database refuses a write with one that may not be taken.
    mutating func turn(into next: CaseState) {
        guard next != state else { return }
        state = next
        steps.append(next)
        touch()
    }

    /// Looks for no admin any more; the reason says why the case has none.
    mutating func leaveQueue(_ reason: String? = nil) {
        queuedAt = nil
        dueAt = nil
        widensFrom = nil
        needs = nil
        queueReason = reason
    }

    /// Says that the row in memory is the one in the database.
    mutating func settle() {
        storage = .stored
        steps = []
    }

    /// Marks the row as one to be written.
    mutating func touch() {
        if storage == .stored { storage = .changed }
    }
}
