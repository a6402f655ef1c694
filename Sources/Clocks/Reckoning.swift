import BusinessTime
import Contract
import Policy

/// Lays the promises of a policy on one measurement.
struct Reckoning {
    let run: Run
    let course: Course
    let asOf: Instant
    let terms: Terms?

    /// The promises that hold or held for the case while the run lasted, by name.
    var laidPromises: [LaidPromise] {
        guard let terms else { return [] }
        var laid: [Name<Promise>: LaidPromise] = [:]
        for (place, standing) in course.standings.enumerated() {
            let next = course.standings.dropFirst(place + 1).first?.from.time
            let isInForce = next.map { $0 > run.start.time } ?? true
            let isAhead = run.end.map { standing.from.time >= $0.moment.time } ?? false
            // What was known before the run, but for the last of it, and what came after its end, decide nothing.
            guard isInForce, !isAhead || standing.from.time <= run.start.time else { continue }
            let holding = terms.promises(run, standing.profile)
            let from = max(run.start.time, standing.from.time)
            for name in holding { laid[name, default: LaidPromise(name: name, from: from)].withdrawn = nil }
            for name in laid.keys where !holding.contains(name) && laid[name]?.withdrawn == nil {
                laid[name]?.withdrawn = Moment(time: from, event: standing.from.event)
            }
        }
        return laid.values.sorted { $0.name < $1.name }
    }

    /// The clock of a measurement on which nothing is promised.
    var bareClock: Clock {
        let pauses = pauses(run.metric.usualPauses, until: run.end?.moment.time)
        return clock(promise: nil, laid: nil, hours: Hours(always: ()), pauses, ending: run.end)
    }

    /// The clock of a promise.
    func clock(_ laid: LaidPromise) -> Clock? {
        guard let terms, let promise = terms.document.promises[laid.name] else { return nil }
        let withdrawal = laid.withdrawn.map { Ending(isDone: false, moment: $0, reason: "not_promised") }
        let ending = withdrawal ?? run.end
        let pauses = pauses(promise.pauses ?? run.metric.usualPauses, until: ending?.moment.time)
        let hours = terms.hours(promise.hours, run, standings(until: ending))
        return clock(promise: promise, laid: laid, hours: hours, pauses, ending: ending)
    }

    private func clock(
        promise: Promise?,
        laid: LaidPromise?,
        hours: Hours?,
        _ pauses: [Stillness],
        ending: Ending?
    ) -> Clock {
        let plan = promise.flatMap { promise in
            hours.map { Plan(promise, run: run, laid: laid, hours: $0, pauses: pauses, terms: terms) }
        }
        let due = plan?.due
        let verdict = Verdict(due: due, ending: ending, asOf: asOf)
        let horizon = ending?.moment.time ?? due.map { max($0, asOf) }
        let segments = SegmentWriter(hours: hours, pauses: pauses).segments(
            from: run.start,
            to: horizon,
            isOver: ending != nil
        )
        let isPaused = pauses.contains { $0.period.end.microseconds == .max }
        let breachedAt: Instant? = if case .breached(let at) = verdict { at } else { nil }
        let isMeasured = promise == nil || hours != nil
        let setting = standings(until: ending).last
        return Clock(
            key: ClockKey(metric: run.metric, instance: run.instance, promise: promise?.name.rawValue),
            cycle: run.cycle,
            policy: run.policy,
            started: run.start,
            promisedAt: laid?.from,
            target: promise?.target,
            hours: promise == nil ? nil : hours?.label,
            dueAt: due,
            ending: ending,
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
