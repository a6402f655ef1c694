/// How long what the system knows is kept.
package struct RetentionPolicy: Sendable, Hashable {
    /// What is kept.
    package enum Matter: String, CaseIterable, Sendable, Hashable {
        case messages, cases, clocks, surveys, notifications, events, rejected, parked, audit, reports
        case seenIDs = "seen_ids"

        /// The shortest time that the contract allows.
        package var least: Duration {
            switch self {
            case .events: .seconds(30 * 86_400)
            case .seenIDs: .seconds(7 * 86_400)
            default: .seconds(86_400)
            }
        }
    }

    /// How long each matter is kept; one that is missing is kept for ever.
    package var periods: [Matter: Duration] = [.events: .seconds(30 * 86_400), .seenIDs: .seconds(7 * 86_400)]

    /// Events for 30 days, the publishers' ids for 7, the rest for ever.
    package init() {}
}
