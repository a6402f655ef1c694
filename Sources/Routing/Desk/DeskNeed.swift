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
    /// Admins who may leave.
    private(set) var leaving: Set<AdminID> = []

    var isNone: Bool { !seeks && !frees }

    init(_ works: [Work], cases: CaseThreads) {
        for work in works {
            let current = cases.current(work)
            switch work.request {
            case .post(let message):
                guard case .user = message.voice, !work.isBackfill else { continue }
                if let current, current.state.isOpen {
                    guard current.assigneeMayBeGone else { continue }
                    frees = true
                }
                seeks = true
                name(current?.assignee)
            case .open: if !work.isBackfill { seeks = true }
            case .settled: seeks = true
            case .reopen:
                seeks = true
                name(current?.assignee)
            case .resolve:
                // What follows in the same batch may reopen the case.
                seeks = true
                guard let current else { continue }
                if current.assignee != nil { frees = true }
                name(current.assignee)
                name(work.fields.optional("admin").map { AdminID($0) })
            case .assign:
                frees = true
                name(current?.assignee)
                name(work.fields.optional("to").map { AdminID($0) })
            case .putAdmin(let admin):
                frees = true
                name(admin)
                if work.fields["active"] == "false" { leaving.insert(admin) }
            case .presence(let admin):
                frees = true
                name(admin)
                if work.fields["status"] == "offline" { leaving.insert(admin) }
            case .call(_, let admin), .adminLeft(_, let admin):
                frees = true
                name(admin)
                name(current?.assignee)
            case .callMore: frees = true
            case .update, .putUser, .eraseUser, .unsupported: continue
            }
        }
    }

    private mutating func name(_ admin: AdminID?) {
        if let admin { named.insert(admin) }
    }
}
