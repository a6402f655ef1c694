import Contract

/// Where cases meet admins: the rows that a batch has locked, and the cases that wait in all partitions.
struct Desk: Sendable, Equatable {
    /// The locked admins: those that the batch names and those who are free.
    var admins: [AdminID: Admin] = [:]
    /// The longest-waiting cases that nobody has been called for, longest first; only for a batch that may free admins.
    var waiting: [WaitingCase] = []
    /// The unanswered cases of admins who leave in this batch.
    var deserted: [DesertedCase] = []

    /// The best of the free admins, or the preferred one if free.
    func choice(preferring preferred: AdminID? = nil) -> AdminID? {
        if let preferred, let admin = admins[preferred], admin.isFree { return preferred }
        var best: Admin?
        for admin in admins.values where admin.isFree {
            if let current = best, !admin.isPreferred(to: current) { continue }
            best = admin
        }
        return best?.id
    }

    /// Takes a case from an admin, who has a place free after that.
    mutating func release(_ admin: AdminID?) {
        guard let admin else { return }
        admins[admin]?.release()
    }
}

/// A case of any partition that waits for an admin.
struct WaitingCase: Sendable, Equatable {
    let partition: Int
    let conversation: String
    let id: CaseID
    let queuedAt: Instant
}

/// A case of any partition whose admin leaves before having answered.
struct DesertedCase: Sendable, Equatable {
    let partition: Int
    let conversation: String
    let id: CaseID
    let admin: AdminID
}

/// A place kept with an admin for a case of another partition.
struct Call: Sendable, Equatable {
    let partition: Int
    let id: CaseID
    let admin: AdminID
}
