package import Contract
import Policy

/// What subscribers are told of a clock.
package struct News: Sendable, Hashable {
    /// What happened, as the topic `clocks` calls it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case started = "clock.started"
        case paused = "clock.paused"
        case resumed = "clock.resumed"
        /// It is due at another time.
        case replanned = "clock.replanned"
        /// It is about to be breached, or a further level of the ladder is called.
        case warned = "clock.warned"
        case breached = "clock.breached"
        case met = "clock.met"
        /// Nothing is promised any more; a clock that was breached before has stopped.
        case cleared = "clock.cleared"
        /// What was told of it is no longer true.
        case corrected = "clock.corrected"
    }

    package let kind: Kind
    /// When it happened by the clock's own time.
    package let time: Instant
    package let fields: Fields

    /// What is told of a clock, by who knows more of it than the clock does.
    package init(kind: Kind, time: Instant, fields: Fields) {
        self.kind = kind
        self.time = time
        self.fields = fields
    }

    /// The same with another field.
    package func with(_ name: String, _ value: String) -> News {
        var fields = fields
        fields.set(name, to: value)
        return News(kind: kind, time: time, fields: fields)
    }
}

/// What is stored of a clock, which is what subscribers know of it.
package struct ToldClock: Sendable, Hashable {
    package let key: ClockKey
    package var state: Clock.State
    package var startedAt: Instant
    package var promisedAt: Instant?
    package var dueAt: Instant?
    /// The version of the policy that it keeps to.
    package var policy: Int64
    package var stoppedAt: Instant?
    package var breachedAt: Instant?
    /// The warnings that were given, by their leads.
    package var warned: [String]
    /// The last level of the ladder that was called, 0 for none.
    package var level: Int
    /// How many replies to it did not arrive.
    package var undelivered: Int
    /// The segments, as they are stored.
    package var segments: String
    /// Everything else that is stored of it, in one text.
    package var setting: String

    package init(
        key: ClockKey,
        state: Clock.State,
        startedAt: Instant,
        promisedAt: Instant?,
        dueAt: Instant?,
        policy: Int64,
        stoppedAt: Instant?,
        breachedAt: Instant?,
        warned: [String],
        level: Int,
        undelivered: Int = 0,
        segments: String,
        setting: String
    ) {
        self.key = key
        self.state = state
        self.startedAt = startedAt
        self.promisedAt = promisedAt
        self.dueAt = dueAt
        self.policy = policy
        self.stoppedAt = stoppedAt
        self.breachedAt = breachedAt
        self.warned = warned
        self.level = level
        self.undelivered = undelivered
        self.segments = segments
        self.setting = setting
    }

    /// What is to be stored of a clock of which nothing but its state has been told.
    init(_ clock: Clock, warned: [String], level: Int) {
        self.init(
            key: clock.key,
            state: clock.state,
            startedAt: clock.started.time,
            promisedAt: clock.promisedAt,
            dueAt: clock.dueAt,
            policy: clock.policy,
            stoppedAt: clock.stoppedAt,
            breachedAt: clock.breachedAt,
            warned: warned,
            level: level,
            undelivered: clock.undelivered,
            segments: clock.segments.json,
            setting: clock.setting.fields.json
        )
    }
}

extension Setting {
    /// What is known, as events and rows carry it.
    package var fields: Fields {
        var fields: Fields = ["kind": kind.rawValue]
        let rest = [
            ("category", category), ("tier", tier), ("team", team), ("channel", channel), ("language", language),
            ("assignee", assignee),
        ]
        for (name, value) in rest { if let value { fields.append(name, value) } }
        return fields
    }
}
