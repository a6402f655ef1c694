import BusinessTime
import Contract
import Policy

/// Lays the promises of the policy on one measurement.
struct Reckoning {
    let run: Run
    let course: Course
    let asOf: Instant
    /// The versions of the policy that hold while it lasts; none where the first is not known.
    let eras: [Era]

    /// The promises that hold or held for the case while the run lasted, by name.
    var laidPromises: [LaidPromise] {
        var laid: [Name<Promise>: LaidPromise] = [:]
        let phases = phases
        for (place, phase) in phases.enumerated() {
            let next = phases.dropFirst(place + 1).first?.from.time
            let isInForce = next.map { $0 > run.start.time } ?? true
            let isAhead = run.end.map { phase.from.time >= $0.moment.time } ?? false
            // What was known before the run, but for the last of it, and what came after its end, decide nothing.
            guard isInForce, !isAhead || phase.from.time <= run.start.time else { continue }
            let holding = phase.terms.promises(run, phase.profile)
            let from = max(run.start.time, phase.from.time)
            for name in holding { laid[name, default: LaidPromise(name: name, from: from)].withdrawn = nil }
            for name in laid.keys where !holding.contains(name) && laid[name]?.withdrawn == nil {
                laid[name]?.withdrawn = LaidPromise.Withdrawal(
                    moment: Moment(time: from, event: phase.from.event),
                    isByPolicy: phase.isByPolicy
                )
            }
        }
        return laid.values.sorted { $0.name < $1.name }
    }

    /// What is known of the case, with the policy that says what that means, from each change of either on.
    private var phases: [Phase] {
        var phases = course.standings.compactMap { standing -> Phase? in
            guard let era = eras.place(at: standing.from.time) else { return nil }
            return Phase(from: standing.from, profile: standing.profile, terms: eras[era].terms, isByPolicy: false)
        }
        for era in eras.dropFirst() {
            guard let known = course.standings.last(where: { $0.from.time <= era.from }) else { continue }
            let place = phases.firstIndex { $0.from.time > era.from } ?? phases.endIndex
            let from = Moment(time: era.from, event: run.start.event)
            phases.insert(Phase(from: from, profile: known.profile, terms: era.terms, isByPolicy: true), at: place)
        }
        return phases
    }

    /// The clock of a measurement on which nothing is promised.
    var bareClock: Clock {
        let pauses = pauses(run.metric.usualPauses, until: run.end?.moment.time)
        return clock(laying: nil, laid: nil, hours: Hours(always: ()), pauses, ending: run.end)
    }

    /// The clock of a promise, as the policy of its start plans it, or the last that re-planned it.
    ///
    /// A version re-plans what it finds open if the target or the hours differ; what is met, breached or withdrawn by
    /// then stays as it is.
    func clock(_ laid: LaidPromise) -> Clock? {
        let withdrawal = laid.withdrawn.map {
            Ending(isDone: false, moment: $0.moment, reason: $0.isByPolicy ? "policy_change" : "not_promised")
        }
        let ending = withdrawal ?? run.end
        guard let first = eras.place(at: laid.from), var laying = laying(laid, eras[first], ending) else { return nil }
        for era in eras.dropFirst(first + 1) {
            if let end = ending?.moment.time, end <= era.from { break }
            if let due = laying.brokenAt, due <= era.from { break }
            guard era.terms.twin != laying.terms.twin, let next = self.laying(laid, era, ending),
                next.basis != laying.basis
            else { continue }
            laying = next
        }
        return clock(laying: laying, laid: laid, hours: laying.hours, laying.pauses, ending: ending)
    }

    private func laying(_ laid: LaidPromise, _ era: Era, _ ending: Ending?) -> Laying? {
        guard let promise = era.terms.document.promises[laid.name] else { return nil }
        let pauses = pauses(promise.pauses ?? run.metric.usualPauses, until: ending?.moment.time)
        let hours = era.terms.hours(promise.hours, run, standings(until: ending))
        let replannedAt = era.from > laid.from ? era.from : nil
        let plan = hours.map {
            Plan(
                promise,
                run: run,
                laid: laid,
                hours: $0,
                pauses: pauses,
                ladder: promise.ladder.flatMap { era.terms.document.ladders[$0] },
                replannedAt: replannedAt
            )
        }
        return Laying(
            terms: era.terms,
            promise: promise,
            hours: hours,
            pauses: pauses,
            plan: plan,
            replannedAt: replannedAt
        )
    }

    private func clock(
        laying: Laying?,
        laid: LaidPromise?,
        hours: Hours?,
        _ pauses: [Stillness],
        ending: Ending?
    ) -> Clock {
        let plan = laying?.plan
        let due = plan?.due
        let broken = laying?.isBrokenByPolicy == true
        let known = broken ? max(asOf, laying?.replannedAt ?? asOf) : asOf
        let verdict = Verdict(due: laying?.brokenAt, ending: ending, asOf: known)
        let segments = SegmentWriter(hours: hours, pauses: pauses).segments(
            from: run.start,
            to: ending?.moment.time ?? horizon(due: due, hours, verdict),
            isOver: ending != nil
        )
        let isPaused = pauses.contains { $0.period.end.microseconds == .max }
        let breachedAt: Instant? = if case .breached(let at) = verdict { at } else { nil }
        let isMeasured = laying == nil || hours != nil
        let setting = standings(until: ending).last
        return Clock(
            key: ClockKey(metric: run.metric, instance: run.instance, promise: laid?.name.rawValue),
            cycle: run.cycle,
            policy: laying?.terms.version ?? run.policy,
            started: run.start,
            promisedAt: laid?.from,
            target: laying?.promise.target,
            hours: laying == nil ? nil : hours?.label,
            dueAt: due,
            replannedAt: laying?.replannedAt,
            isBrokenByPolicy: broken && breachedAt != nil,
            ending: ending,
            undelivered: run.undelivered,
            segments: segments,
            elapsed: ending.map { segments.time(in: [.running, .closedHours], until: $0.moment.time) },
            businessElapsed: isMeasured && hours?.areOfBusiness == true
                ? ending.map { segments.time(in: [.running], until: $0.moment.time) } : nil,
            warnings: plan?.warnings ?? [],
            calls: plan?.calls(acknowledged: course.acknowledgements) ?? [],
            onBreach: plan?.ladder?.onBreach ?? BreachActions(),
            subject: run.subject,
            setting: Setting(
                setting?.profile ?? CaseProfile(kind: .conversation),
                assignee: setting?.assignee
            ),
            state: state(verdict, isPaused: isPaused),
            breachedAt: breachedAt
        )
    }

    /// How far ahead the segments of a clock that has not ended are written.
    ///
    /// One that is breached goes on through nights and holidays: its segments reach a week or two further, in whole
    /// weeks, so that they are not written anew with each event.
    private func horizon(due: Instant?, _ hours: Hours?, _ verdict: Verdict) -> Instant? {
        guard let due else { return nil }
        guard case .breached = verdict, hours?.areOfBusiness == true else { return max(due, asOf) }
        let week: Int64 = 7 * 86_400_000_000
        let weeks = max(asOf - due, .zero).wholeMicroseconds / week + 1
        return due + .microseconds(weeks * week)
    }

    /// What was known while the clock lasted; what comes after its end changes nothing of it.
    private func standings(until ending: Ending?) -> [Standing] {
        guard let end = ending?.moment.time else { return course.standings }
        return course.standings.filter { $0.from.time <= end }
    }

    private func state(_ verdict: Verdict, isPaused: Bool) -> Clock.State {
        switch verdict {
        case .open: isPaused ? .paused : .running
        case .met: .met
        case .breached: .breached
        case .cleared: .cleared
        }
    }

    /// When the clock stands still, in order, none overlapping; one without an end lasts for ever.
    private func pauses(_ reasons: Set<Promise.Pause>, until end: Instant?) -> [Stillness] {
        let words = Set(reasons.map(\.rawValue))
        let last = end ?? Instant(microseconds: .max)
        let wanted = (run.gaps + course.pauses.filter { words.contains($0.reason.rawValue) })
            .sorted { ($0.from.time, $0.from.event) < ($1.from.time, $1.from.event) }
        var still: [Stillness] = []
        var reached = run.start.time
        for pause in wanted {
            let from = max(pause.from.time, reached)
            let to = min(pause.to?.time ?? last, last)
            guard from < to, let period = Period(from, to) else { continue }
            still.append(
                Stillness(
                    period: period,
                    reason: pause.reason.rawValue,
                    event: pause.from.event,
                    endedBy: pause.to?.event
                )
            )
            reached = to
        }
        return still
    }
}

/// A time during which a clock stands still, and why.
struct Stillness {
    let period: Period
    let reason: String
    let event: EventID
    let endedBy: EventID?
}

/// What is known of a case from an instant on, and the policy that says what that means.
private struct Phase {
    let from: Moment
    let profile: CaseProfile
    let terms: Terms
    /// Whether another policy began it.
    let isByPolicy: Bool
}

/// A promise as one version of the policy lays it on a run.
private struct Laying {
    let terms: Terms
    let promise: Promise
    let hours: Hours?
    let pauses: [Stillness]
    let plan: Plan?
    /// When this version took the place of another, if it did.
    let replannedAt: Instant?

    /// What must differ for a version to re-plan what is open.
    var basis: Basis {
        Basis(target: promise.target, pauses: promise.pauses, hours: hours?.definitions)
    }

    /// Whether the time was used up already when this version came: nobody could have kept it.
    var isBrokenByPolicy: Bool {
        guard let replannedAt, let due = plan?.due else { return false }
        return due <= replannedAt
    }

    /// When it breaks unless it is kept; by another policy, not before that was applied.
    var brokenAt: Instant? { isBrokenByPolicy ? replannedAt : plan?.due }

    struct Basis: Hashable {
        let target: Duration
        let pauses: Set<Promise.Pause>?
        let hours: [Hours.Definition]?
    }
}
