package import Contract
package import Policy

/// Which clock of a case it is; the same in whatever order the case's events are told.
package struct ClockKey: Sendable, Hashable {
    package let metric: Metric
    /// Which measurement of the metric it is in the case, from 1.
    package let instance: Int
    /// The target that is laid on it; nil for a clock that nothing is promised on.
    package let promise: String?

    package init(metric: Metric, instance: Int, promise: String?) {
        self.metric = metric
        self.instance = instance
        self.promise = promise
    }

    /// The clock's name beside those of other cases.
    package func id(of case: CaseID) -> String {
        "\(`case`)/\(metric.rawValue)/\(instance)" + (promise.map { "/\($0)" } ?? "")
    }
}

/// A promise about a case, measured, as it stands at an instant.
package struct Clock: Sendable, Hashable {
    /// Where a clock stands.
    package enum State: String, Sendable, Hashable, CaseIterable {
        case running, paused, met, breached, cleared

        /// Whether the promise may still be kept.
        package var isOpen: Bool { self == .running || self == .paused }
    }

    /// A warning that is due at an instant.
    package struct Warning: Sendable, Hashable {
        /// The lead as the policy writes it, such as `75%` or `1h`.
        package let lead: String
        package let at: Instant
    }

    /// A level of the ladder that is called at an instant, unless somebody acknowledges before.
    package struct Call: Sendable, Hashable {
        /// From 1.
        package let level: Int
        package let at: Instant
        package let terms: Ladder.Level
    }

    package let key: ClockKey
    package let cycle: Int
    /// The version of the policy that it keeps to.
    package let policy: Int64
    /// When the metric started, whatever was promised then.
    package let started: Moment
    /// When the promise came to hold for the case; nil for a clock without one.
    package let promisedAt: Instant?
    package let target: Duration?
    /// The calendars whose hours count, or `always`.
    package let hours: String?
    /// When the target is used up; nil without one, and while a pause has no end.
    package let dueAt: Instant?
    /// When another version of the policy re-planned it; nil for one that keeps to the version of its start.
    package let replannedAt: Instant?
    /// Whether that version left no time to keep it, so that it is breached by the change.
    package let isBrokenByPolicy: Bool
    package let ending: Ending?
    /// How many replies did not reach the user: it runs on from its start as if they had not been written.
    package let undelivered: Int
    package let segments: [Segment]
    /// The time without pauses, of a clock that has ended.
    package let elapsed: Duration?
    /// The time in the promise's hours, of a clock that has ended; nil where no calendar counts.
    package let businessElapsed: Duration?
    package let warnings: [Warning]
    package let calls: [Call]
    /// What is done at the breach.
    package let onBreach: BreachActions
    /// The stage, department or assignee that it is about.
    package let subject: String?
    /// What was known of the case when the clock ended, or is now.
    package let setting: Setting
    package let state: State
    package let breachedAt: Instant?

    /// Whether a user who asked has not been answered yet, as far as this clock goes.
    package var awaitsResponse: Bool {
        ending == nil && (key.metric == .firstResponse || key.metric == .nextResponse)
    }

    /// Whether it stands still until the user writes, or somebody else for whom the case waits is heard of.
    package var awaitsWord: Bool {
        guard ending == nil, let last = segments.last, last.state == .paused else { return false }
        return last.reason == Promise.Pause.user.rawValue || last.reason == Promise.Pause.thirdParty.rawValue
    }

    /// When it stopped.
    package var stoppedAt: Instant? { ending?.moment.time }
}

/// What subscribers are told of the case beside the clock.
package struct Setting: Sendable, Hashable {
    package var kind: CaseKind
    package var category: String?
    package var tier: String?
    package var team: String?
    package var channel: String?
    package var language: String?
    /// Who has the case.
    package var assignee: String?

    init(_ profile: CaseProfile, assignee: String?) {
        kind = profile.kind
        category = profile.category?.rawValue
        tier = profile.tier?.rawValue
        team = profile.team?.rawValue
        channel = profile.channel?.rawValue
        language = profile.language?.rawValue
        self.assignee = assignee
    }
}
