package import Contract
import Policy

/// An instant with the event that made it what it is.
package struct Moment: Sendable, Hashable {
    package var time: Instant
    package var event: EventID
}

/// One measurement of a metric, from its start to its end, whatever is promised about it.
struct Run: Sendable {
    let metric: Metric
    /// Which measurement of the metric it is in the case, from 1.
    let instance: Int
    let cycle: Int
    /// The version of the policy that it started under.
    let policy: Int64
    var start: Moment
    var end: Ending?
    /// The stage, department or assignee that it is about.
    let subject: String?
    /// The times between a resolve and the reopening that went on with the cycle.
    var gaps: [Pause] = []
    /// How many replies would have ended it, or have gone on with it, had they reached the user.
    var undelivered = 0
}

/// How a measurement ended.
package struct Ending: Sendable, Hashable {
    /// Whether what was promised was done; otherwise nothing is promised any more.
    package var isDone: Bool
    package var moment: Moment
    /// What ended it, such as `replied` or `resolved`.
    package var reason: String
    /// The admin whose doing it was.
    package var admin: String?
}

/// A time during which a clock may stand still.
struct Pause: Sendable, Hashable {
    enum Reason: String, Sendable, Hashable {
        case user, department, resolved
        case thirdParty = "third_party"
    }

    let reason: Reason
    let from: Moment
    var to: Moment?
}

/// What is known of a case from an instant on.
struct Standing: Sendable {
    let from: Moment
    let profile: CaseProfile
    /// Who has the case.
    var assignee: String?
}
