/// A named, partitioned, ordered log of events.
package enum Topic: String, CaseIterable, Sendable, Hashable {
    /// Every accepted inbound entry, its type unchanged.
    case commands
    /// What happened to messages, cases, users and admins.
    case cases
    /// What happened to the promises.
    case clocks
    /// What happened to the surveys.
    case surveys
    /// What happened to the notices.
    case notifications
}
