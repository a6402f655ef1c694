/// Where a case stands.
enum CaseState: String, CaseIterable, Sendable {
    case open, assigned, waiting, snoozed, escalated, resolved, closed, merged, spam

    /// Whether the matter is still to be settled; a conversation has one such case at most.
    var isOpen: Bool {
        switch self {
        case .open, .assigned, .waiting, .snoozed, .escalated: true
        case .resolved, .closed, .merged, .spam: false
        }
    }

    /// What the state may turn into in one step; the database's function `router.may_turn` says the same.
    ///
    /// Whatever is open may be taken up, put off, escalated and ended. What has ended is only ever reopened, and a merged
    /// case never: its matter goes on in another conversation.
    var successors: Set<CaseState> {
        switch self {
        case .open: [.assigned, .waiting, .snoozed, .escalated, .resolved, .merged, .spam]
        case .assigned: [.open, .waiting, .snoozed, .escalated, .resolved, .merged, .spam]
        case .waiting: [.open, .assigned, .snoozed, .escalated, .resolved, .merged, .spam]
        case .snoozed: [.open, .assigned, .waiting, .escalated, .resolved, .merged, .spam]
        case .escalated: [.open, .assigned, .waiting, .snoozed, .resolved, .merged, .spam]
        case .resolved: [.open, .closed, .spam]
        case .closed, .spam: [.open]
        case .merged: []
        }
    }
}
