import Contract

/// A case's search for an admin: what it needs, and for how long it has gone on.
struct Search: Sendable, Equatable {
    let needs: Needs
    /// When the search began; it widens from then.
    let since: Instant
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
