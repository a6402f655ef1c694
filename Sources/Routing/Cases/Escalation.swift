import Contract

/// A case's way to somebody else than its owner, until it is handed back or resolved.
struct Escalation: Sendable, Equatable {
    /// To whom a case is escalated.
    enum Kind: String, Sendable {
        /// To a more senior team of the office, one of whose admins takes the case over.
        case tier
        /// To a department outside messaging; the case's owner stays its owner.
        case department
        /// To a team, by the ladder of a broken promise.
        case sla
    }

    let kind: Kind
    let to: String
    let at: Instant
    /// Who had the case, and is asked first when it comes back.
    let from: AdminID?
    var acknowledgedAt: Instant?

    /// Whether an admin of the team that it went to takes the case over.
    var movesCase: Bool { kind != .department }
}
