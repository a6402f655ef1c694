import Contract

/// What a batch needs of the desk before it is decided, found without deciding it.
///
/// It may ask for more than the decision uses, never for less.
struct DeskNeed: Sendable, Equatable {
    /// Some case may look for an admin.
    private(set) var seeks = false
    /// Some admin may become free, or leave: the batch needs the desk alone.
    private(set) var frees = false
    /// Admins whose rows are needed whether they are free or not.
    private(set) var named: Set<AdminID> = []
    /// Admins whose unanswered cases are needed, because they may leave or have had their time.
    private(set) var leaving: Set<AdminID> = []

    var isNone: Bool { !seeks && !frees }

    init(_ works: [Work], cases: CaseThreads) {
        for work in works {
            let current = cases.current(work)
            switch work.request {
            case .post(let message):
                guard case .user = message.voice, !work.isBackfill else { continue }
                addMessage(current, work)
            case .forwarded, .takeOver: addMessage(current, work)
            case .open: if !work.isBackfill { seeks = true }
            // What follows in the same batch may wake the case, or what it needs has changed.
            case .settled, .categorize, .raise: seeks = true
            case .wait, .snooze:
                seeks = true
                addMessage(current, work)
            case .wake: addMessage(current, work)
            case .reopen, .followUp:
                seeks = true
                name(current?.assignee)
            case .resolve, .spam, .merge, .silence, .solved:
                // What follows in the same batch may reopen the case.
                seeks = true
                guard let current else { continue }
                if current.assignee != nil { frees = true }
                name(current.assignee)
                name(work.fields.optional("admin").map { AdminID($0) })
            case .climb(let call):
                if call.raisesTier { seeks = true }
                guard call.reassigns || call.escalatesTo != nil else { continue }
                frees = true
                name(current?.assignee)
            case .escalate, .handBack, .assign:
                frees = true
                name(current?.assignee)
                name(current?.escalation?.from)
                name(work.fields.optional("to").map { AdminID($0) })
            case .putAdmin(let admin):
                frees = true
                name(admin)
                leaving.insert(admin)
            case .presence(let admin):
                frees = true
                name(admin)
                leaving.insert(admin)
            case .look(let admin):
                frees = true
                name(admin)
                leaving.insert(admin)
            case .call(_, let admin), .takeBack(_, let admin, _):
                frees = true
                name(admin)
                name(current?.assignee)
            case .callMore, .widen: frees = true
            case .follow: if current?.state.isOpen == true { addMessage(current, work) }
            case .update, .acknowledge, .close, .splitOff, .putUser, .eraseUser, .passMail: continue
            }
        }
    }

    /// A message of a user, or what has the same effect: it may wake, reopen or open a case, or find its admin gone, as may
    /// what puts a case off later than its user has written, and what makes a user wait again.
    private mutating func addMessage(_ current: Case?, _ work: Work) {
        name(current?.assignee)
        guard let current, current.state.isOpen else {
            seeks = true
            return
        }
        if current.assigneeMayBeGone {
            frees = true
            seeks = true
        }
        if current.state == .waiting || current.state == .snoozed { seeks = true }
        // In another language it asks for somebody else.
        if current.queuedAt != nil, let spoken = work.fields.optional("language"), spoken != current.language {
            seeks = true
        }
    }

    private mutating func name(_ admin: AdminID?) {
        if let admin { named.insert(admin) }
    }
}
