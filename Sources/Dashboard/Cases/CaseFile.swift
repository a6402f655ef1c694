package import Contract

/// Everything that is told of one case: what it is, what happened, its promises, and who heard of it.
package struct CaseFile: Sendable, Equatable {
    /// One decision.
    package struct Step: Sendable, Equatable {
        package let number: Int
        package let type: String
        package let time: Instant
        package let actor: String
        package let reason: String?
        /// What was decided, without what users wrote.
        package let facts: [String]

        package init(number: Int, type: String, time: Instant, actor: String, reason: String?, facts: [String]) {
            self.number = number
            self.type = type
            self.time = time
            self.actor = actor
            self.reason = reason
            self.facts = facts
        }
    }

    /// One clock.
    package struct Clock: Sendable, Equatable {
        package let metric: String
        package let promise: String?
        package let state: String
        package let startedAt: Instant
        package let dueAt: Instant?
        package let stoppedAt: Instant?
        /// How long it ran, in seconds: by the calendar, and in the hours of its promise.
        package let elapsed: Double?
        package let working: Double?
        /// Why it stopped.
        package let reason: String?

        package init(
            metric: String,
            promise: String?,
            state: String,
            startedAt: Instant,
            dueAt: Instant?,
            stoppedAt: Instant?,
            elapsed: Double?,
            working: Double?,
            reason: String?
        ) {
            self.metric = metric
            self.promise = promise
            self.state = state
            self.startedAt = startedAt
            self.dueAt = dueAt
            self.stoppedAt = stoppedAt
            self.elapsed = elapsed
            self.working = working
            self.reason = reason
        }
    }

    /// One notice.
    package struct Notice: Sendable, Equatable {
        package let type: String
        package let recipient: String
        package let channel: String
        package let state: String
        /// Why the person got it, or why not.
        package let reason: String
        package let queuedAt: Instant
        package let sentAt: Instant?

        package init(
            type: String,
            recipient: String,
            channel: String,
            state: String,
            reason: String,
            queuedAt: Instant,
            sentAt: Instant?
        ) {
            self.type = type
            self.recipient = recipient
            self.channel = channel
            self.state = state
            self.reason = reason
            self.queuedAt = queuedAt
            self.sentAt = sentAt
        }
    }

    package let id: String
    /// What the case is, by name, in the order in which it is shown.
    package let facts: [(name: String, value: String)]
    package let openedAt: Instant
    package let steps: [Step]
    package let clocks: [Clock]
    package let notices: [Notice]

    package init(
        id: String,
        facts: [(name: String, value: String)],
        openedAt: Instant,
        steps: [Step],
        clocks: [Clock],
        notices: [Notice]
    ) {
        self.id = id
        self.facts = facts
        self.openedAt = openedAt
        self.steps = steps
        self.clocks = clocks
        self.notices = notices
    }

    package static func == (one: CaseFile, other: CaseFile) -> Bool {
        one.id == other.id && one.facts.elementsEqual(other.facts) { $0 == $1 } && one.openedAt == other.openedAt
            && one.steps == other.steps && one.clocks == other.clocks && one.notices == other.notices
    }
}

/// Where the dashboard learns of a case.
package protocol CaseSource: Sendable {
    /// The case of that id; nil where there is none, or none any more.
    func caseFile(_ id: String) async throws -> CaseFile?
}
