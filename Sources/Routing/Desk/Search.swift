import Contract

/// A case's search for an admin: what it needs, and for how long it has been widening.
struct Search: Sendable, Equatable {
    let needs: Needs
    /// From when on it widens.
    let since: Instant
    /// When the case's next promise breaks, if that is known; then it is as wide as it gets.
    var due: Instant?
    /// How long after `since` it was begun anew, if it was.
    var restartedAfter = Duration.zero
    /// Who may not have the case, because they decided what is appealed against.
    var excluded: Set<AdminID> = []
    /// Who let it run out last, and is not asked again until the search is widest.
    var timedOut: AdminID?
    /// Who had it before, and is asked first.
    var former: AdminID?
}

extension Set where Element == AdminID {
    /// Admins whose ids are separated by spaces, which no id contains.
    init(admins text: String?) {
        self = Set(text?.split(separator: " ").map { AdminID(String($0)) } ?? [])
    }
}
