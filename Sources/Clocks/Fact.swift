package import Contract

/// One thing that happened to a case, as far as its clocks are concerned.
///
/// The clocks of a case are a function of the set of its facts: those that come late or twice change nothing but what
/// is true.
package struct Fact: Sendable, Hashable {
    /// What happened, as the topic `cases` calls it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case opened = "case.opened"
        case posted = "message.posted"
        case replied = "case.replied"
        /// A reply has reached its user on no way, as turned out later.
        case replyFailed = "case.reply_failed"
        /// A reply that was told to have failed has arrived after all.
        case replyArrived = "case.reply_arrived"
        case assigned = "case.assigned"
        case unassigned = "case.unassigned"
        case waiting = "case.waiting"
        case snoozed = "case.snoozed"
        case woken = "case.woken"
        case escalated = "case.escalated"
        case acknowledged = "case.acknowledged"
        case handedBack = "case.handed_back"
        case categorized = "case.categorized"
        case updated = "case.updated"
        case autoAnswered = "case.auto_answered"
        case resolved = "case.resolved"
        case reopened = "case.reopened"
        case merged = "case.merged"
        case spam = "case.spam"
    }

    /// The event that told of it, its identity.
    package let event: EventID
    /// When it happened.
    package let time: Instant
    /// The version of the policy that was in force when it happened; clocks that it starts keep to that version.
    package let policy: Int64
    /// What happened.
    package let kind: Kind
    /// What else is known of it; no texts, and no user's name.
    package let fields: Fields

    /// A fact of those parts.
    package init(event: EventID, time: Instant, policy: Int64, kind: Kind, fields: Fields = Fields()) {
        self.event = event
        self.time = time
        self.policy = policy
        self.kind = kind
        self.fields = fields
    }

    subscript(name: String) -> String? {
        guard let value = fields[name], !value.isEmpty else { return nil }
        return value
    }
}

extension Fact: Comparable {
    /// The order in which things happened; of what happened at one instant, the order in which it was told.
    package static func < (one: Fact, other: Fact) -> Bool {
        (one.time, one.event) < (other.time, other.event)
    }
}
