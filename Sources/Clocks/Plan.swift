import BusinessTime
import Contract
import Policy

/// When a promise is due, when to warn before, and when to call whom.
struct Plan {
    let due: Instant?
    let warnings: [Clock.Warning]
    let ladder: Ladder?
    private let still: [Period]
    private let earliest: Instant

    /// The plan of a promise that is laid on a run.
    ///
    /// A promise that comes to hold later counts from the run's start, as if it had held all the time, unless its time
    /// would be used up by then: nobody can keep that, so it counts from when it came to hold.
    ///
    /// Where another policy has re-planned it, nobody is called for what lies before that.
    init(
        _ promise: Promise,
        run: Run,
        laid: LaidPromise,
        hours: Hours,
        pauses: [Stillness],
        ladder: Ladder?,
        replannedAt: Instant?
    ) {
        let still = pauses.map(\.period)
        var base = run.start.time
        if laid.from > base, let natural = hours.due(from: base, promise.target, pauses: still), natural <= laid.from {
            base = laid.from
        }
        due = hours.due(from: base, promise.target, pauses: still)
        let earliest = max(base, laid.from, replannedAt ?? base)
        self.earliest = earliest
        warnings = promise.warnings.compactMap { lead -> Clock.Warning? in
            let budget =
                switch lead {
                case .share(let share): promise.target * share
                case .before(let time): promise.target - time
                }
            return hours.due(from: base, budget, pauses: still).map {
                Clock.Warning(lead: lead.text, at: max($0, earliest))
            }
        }
        .sorted { ($0.at, $0.lead) < ($1.at, $1.lead) }
        self.ladder = ladder
        self.still = still
    }

    /// The levels that are called until somebody acknowledges; none is called while the clock stands still.
    func calls(acknowledged: [Instant]) -> [Clock.Call] {
        guard let ladder else { return [] }
        let start = ladder.start == .warning ? warnings.first?.at ?? due : due
        guard var next = start.flatMap({ afterPauses(max($0, earliest)) }) else { return [] }
        let first = next
        var calls: [Clock.Call] = []
        for (place, level) in ladder.levels.enumerated() {
            if place > 0, acknowledged.contains(where: { first <= $0 && $0 <= next }) { break }
            calls.append(Clock.Call(level: place + 1, at: next, terms: level))
            guard let within = level.acknowledgeWithin, let later = afterPauses(next + within) else { break }
            next = later
        }
        return calls
    }

    /// The instant, or the end of the pause that it falls into; nil when that has no end.
    private func afterPauses(_ instant: Instant) -> Instant? {
        guard let pause = still.first(where: { $0.start <= instant && instant < $0.end }) else { return instant }
        return pause.end.microseconds == .max ? nil : pause.end
    }
}

extension WarningLead {
    /// The lead as the policy writes it.
    fileprivate var text: String {
        switch self {
        case .share(let share): "\(Int((share * 100).rounded()))%"
        case .before(let time): DurationText.text(time)
        }
    }
}
