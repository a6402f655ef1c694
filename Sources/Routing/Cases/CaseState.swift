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

    /// What the state may turn into; the database's trigger says the same.
    var successors: Set<CaseState> {
        switch self {
        case .open: [.assigned, .resolved]
        case .assigned: [.open, .resolved]
        case .resolved: [.open, .assigned]
        case .waiting, .snoozed, .escalated, .closed, .merged, .spam: []
        }
    }
}
