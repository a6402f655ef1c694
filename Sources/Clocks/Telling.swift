import Contract
import Policy

/// What is to be told of one clock.
struct Telling {
    let clock: Clock
    let told: ToldClock?
    let `case`: CaseID
    let time: Instant
    let isOfPast: Bool

    /// The news, and what is to be stored after them.
    func result(asOf: Instant) -> ([News], ToldClock) {
        var (warned, level) = known
        var news: [News] = []
        if told == nil { news.append(News(kind: .started, time: clock.started.time, fields: fields())) }
        // A warning or a call about what is over would help nobody.
        if clock.ending == nil {
            let warnings = clock.warnings.filter { $0.at <= asOf && !warned.contains($0.lead) }
            var calls = clock.calls.filter { $0.at <= asOf && $0.level > level }
            for warning in warnings {
                let call = calls.firstIndex { $0.at == warning.at }.map { calls.remove(at: $0) }
                news.append(warn(at: warning.at, lead: warning.lead, call))
                warned.append(warning.lead)
                level = max(level, call?.level ?? 0)
            }
            let atBreach = breachIsNews ? calls.firstIndex { $0.at == clock.breachedAt } : nil
            let breachCall = atBreach.map { calls.remove(at: $0) }
            news += change(breachCall)
            for call in [breachCall].compactMap(\.self) + calls { level = max(level, call.level) }
            if !isOfPast { for call in calls { news.append(warn(at: call.at, lead: nil, call)) } }
        } else {
            news += change(nil)
        }
        return (news, ToldClock(clock, warned: warned, level: level))
    }

    /// When the next thing happens to the clock by itself.
    func next(after told: ToldClock) -> Instant? {
        guard clock.ending == nil else { return nil }
        var instants = clock.warnings.filter { !told.warned.contains($0.lead) }.map(\.at)
        instants += clock.calls.filter { $0.level > told.level }.map(\.at)
        if clock.state.isOpen, let due = clock.dueAt { instants.append(due) }
        return instants.min()
    }

    /// The warnings that need not be given again, and the last level that need not be called again.
    ///
    /// Of a clock that another version of the policy has re-planned, what lies ahead now is told anew.
    private var known: (warned: [String], level: Int) {
        guard let told else { return ([], 0) }
        guard let replannedAt = replannedAt(since: told) else { return (told.warned, told.level) }
        let ahead = Set(clock.warnings.filter { $0.at > replannedAt }.map(\.lead))
        let level = clock.calls.first { $0.at > replannedAt }.map { min(told.level, $0.level - 1) } ?? told.level
        return (told.warned.filter { !ahead.contains($0) }, level)
    }

    /// When another version of the policy re-planned the open clock, if that has not been told.
    private func replannedAt(since told: ToldClock) -> Instant? {
        told.state.isOpen && told.policy != clock.policy ? clock.replannedAt : nil
    }

    private var breachIsNews: Bool { clock.state == .breached && told?.state != .breached }

    /// The news that the clock's state or times are others than they were told to be.
    private func change(_ breachCall: Clock.Call?) -> [News] {
        guard let told else {
            if clock.state == .running { return [] }
            return [news(clock.state == .paused ? .paused : outcome, breachCall)]
        }
        return replanning(told) + change(from: told, breachCall)
    }

    /// The news that another version of the policy has re-planned an open clock: its time, or what it is made of.
    private func replanning(_ told: ToldClock) -> [News] {
        guard let replannedAt = replannedAt(since: told) else { return [] }
        var fields = fields()
        fields.set("state", to: told.state.rawValue)
        fields.set("reason", to: "policy_change")
        fields.append("former_policy_version", String(told.policy))
        return [News(kind: .replanned, time: replannedAt, fields: fields)]
    }

    private func change(from told: ToldClock, _ breachCall: Clock.Call?) -> [News] {
        let isRestarted = told.startedAt != clock.started.time || told.promisedAt != clock.promisedAt
        let repliesChanged = told.undelivered != clock.undelivered
        let stopChanged = told.stoppedAt != clock.stoppedAt || repliesChanged
        if told.state == clock.state, !isRestarted, !stopChanged, told.dueAt == clock.dueAt,
            told.breachedAt == clock.breachedAt
        {
            return []
        }
        if isRestarted {
            let correction = news(.corrected)
            return breachIsNews ? [correction, news(.breached, breachCall)] : [correction]
        }
        switch (told.state, clock.state) {
        case (.running, .paused): return [news(.paused)]
        case (.paused, .running): return [news(.resumed)]
        case (.running, .running), (.paused, .paused):
            if repliesChanged, told.dueAt == clock.dueAt { return [news(.corrected)] }
            return told.policy == clock.policy ? [news(.replanned)] : []
        case (.running, _), (.paused, _): return [news(outcome, breachCall)]
        case (.breached, .breached):
            if told.breachedAt != clock.breachedAt { return [news(.corrected)] }
            guard stopChanged else { return [] }
            if clock.stoppedAt == nil { return [news(wentOn ? .resumed : .corrected)] }
            return [news(told.stoppedAt == nil ? .cleared : .corrected)]
        case (.met, .met), (.cleared, .cleared): return stopChanged ? [news(.corrected)] : []
        case (_, .running), (_, .paused): return [news(wentOn ? .resumed : .corrected)]
        case (_, .breached):
            if wentOn { return [news(.resumed), news(.breached, breachCall)] }
            // It runs again, since the reply that it had been stopped by did not arrive: that is a breach like any other.
            let isOn = clock.undelivered > told.undelivered && clock.ending == nil
            return isOn ? [news(.corrected), news(.breached, breachCall)] : [news(.corrected)]
        default: return [news(.corrected)]
        }
    }

    /// Whether the clock stopped as it was told to have, and went on when the case was reopened.
    private var wentOn: Bool {
        guard let stopped = told?.stoppedAt, clock.stoppedAt == nil else { return false }
        return clock.segments.contains { $0.state == .paused && $0.from == stopped }
    }

    private var outcome: News.Kind {
        switch clock.state {
        case .met: .met
        case .cleared: .cleared
        case .breached: .breached
        case .running, .paused: .replanned
        }
    }

    private func news(_ kind: News.Kind, _ call: Clock.Call? = nil) -> News {
        var fields = fields()
        if kind == .breached {
            if !isOfPast, clock.ending == nil {
                if let call { append(call, &fields) }
                append(clock.onBreach, &fields)
            }
        }
        return News(kind: kind, time: time(of: kind), fields: fields)
    }

    private func time(of kind: News.Kind) -> Instant {
        switch kind {
        case .breached: clock.breachedAt ?? time
        case .met, .cleared: clock.stoppedAt ?? time
        default: time
        }
    }

    private func warn(at instant: Instant, lead: String?, _ call: Clock.Call?) -> News {
        var fields = fields()
        if let lead { fields.append("warning", lead) }
        if let call, !isOfPast { append(call, &fields) }
        return News(kind: .warned, time: instant, fields: fields)
    }

    private func append(_ call: Clock.Call, _ fields: inout Fields) {
        fields.append("level", String(call.level))
        fields.append("notify", call.terms.notify.map(\.rawValue).sorted().joined(separator: ","))
        if let within = call.terms.acknowledgeWithin {
            fields.append("acknowledge_by", (call.at + within).description)
        }
        append(call.terms.actions, &fields)
    }

    /// What the router is to do; what the breach asks for as well as the level is said once.
    private func append(_ actions: BreachActions, _ fields: inout Fields) {
        if actions.reassigns { fields.set("reassign", to: "true") }
        if actions.raisesTier { fields.set("raise_tier", to: "true") }
        switch actions.escalatesTo {
        case .team(let team): fields.set("escalate_to", to: team.rawValue)
        case .department(let department): fields.set("escalate_to", to: department.rawValue)
        case nil: break
        }
        if let reason = actions.reason { fields.set("escalation_reason", to: reason.rawValue) }
    }

    /// What every event about the clock says.
    func fields() -> Fields {
        var fields = Fields()
        fields.reserve(32)
        func add(_ name: String, _ value: String?) { if let value { fields.append(name, value) } }
        add("clock", clock.key.id(of: `case`))
        add("metric", clock.key.metric.rawValue)
        add("promise", clock.key.promise)
        add("instance", String(clock.key.instance))
        add("cycle", String(clock.cycle))
        add("state", clock.state.rawValue)
        add("former_state", told?.state.rawValue)
        add("started_at", clock.started.time.description)
        add("promised_at", clock.promisedAt?.description)
        add("target", clock.target?.secondsText)
        add("hours", clock.hours)
        add("due_at", clock.dueAt?.description)
        if let told, told.dueAt != clock.dueAt { add("former_due_at", told.dueAt?.description) }
        add("replanned_at", clock.replannedAt?.description)
        add("breached_at", clock.breachedAt?.description)
        if clock.isBrokenByPolicy { add("breach_reason", "policy_change") }
        add("stopped_at", clock.stoppedAt?.description)
        add("reason", clock.ending?.reason ?? (clock.isBrokenByPolicy ? "policy_change" : pauseReason))
        if clock.undelivered > 0 { add("undelivered", String(clock.undelivered)) }
        add("by", clock.ending?.admin)
        add("elapsed", clock.elapsed?.secondsText)
        add("business_elapsed", clock.businessElapsed?.secondsText)
        if let due = clock.dueAt, let stopped = clock.stoppedAt, due < stopped {
            add("overrun", (stopped - due).secondsText)
        }
        add("policy_version", String(clock.policy))
        switch clock.key.metric {
        case .stage: add("stage", clock.subject)
        case .department: add("department", clock.subject)
        case .assigneeResponse: add("admin", clock.subject)
        default: break
        }
        for field in clock.setting.fields { fields.append(field.name, field.value) }
        if isOfPast { fields.append("backfill", "true") }
        return fields
    }

    private var pauseReason: String? {
        guard clock.state == .paused, let last = clock.segments.last, last.state == .paused else { return nil }
        return last.reason
    }
}

extension Duration {
    /// The duration in seconds, with what there is of a second behind a point.
    package var secondsText: String {
        let micros = wholeMicroseconds
        let rest = micros.magnitude % 1_000_000
        let whole = (micros < 0 ? "-" : "") + String(micros.magnitude / 1_000_000)
        guard rest > 0 else { return whole }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        while fraction.last == "0" { fraction.removeLast() }
        return whole + "." + fraction
    }
}
