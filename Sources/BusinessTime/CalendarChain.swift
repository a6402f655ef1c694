package import Contract

/// The calendars that hold for a case one after the other, as when it moves to a team with other hours.
///
/// What each calendar counts while it holds is summed; the last one does not count for the time before it held.
package struct CalendarChain: Sendable {
    private var links: [(from: Instant, calendar: BusinessCalendar)]

    /// One calendar, which holds from the start of all.
    package init(_ calendar: BusinessCalendar) {
        links = [(Instant(microseconds: .min), calendar)]
    }

    /// From that instant on the other calendar holds; what was to hold from then on or later is forgotten.
    package mutating func change(to calendar: BusinessCalendar, at instant: Instant) {
        links.removeAll { $0.from >= instant && $0.from.microseconds > .min }
        links.append((instant, calendar))
    }

    /// The earliest instant at which a budget of open time is used up, counted from the start.
    package func due(
        start: Instant,
        budget: Duration,
        pauses: [Period] = []
    ) throws(CalendarFault) -> Instant {
        var start = start
        var budget = budget
        for (link, next) in zip(links, links.dropFirst()) where next.from > start {
            let elapsed = link.calendar.elapsed(from: start, to: next.from, pauses: pauses)
            if elapsed >= budget { return try link.calendar.due(start: start, budget: budget, pauses: pauses) }
            budget -= elapsed
            start = next.from
        }
        guard let last = links.last else { throw .outOfReach }
        return try last.calendar.due(start: start, budget: budget, pauses: pauses)
    }

    /// How much of the time from one instant to another is open in the calendar of its time, and not paused.
    package func elapsed(from start: Instant, to end: Instant, pauses: [Period] = []) -> Duration {
        let ends = links.dropFirst().map(\.from) + [end]
        return zip(links, ends).reduce(.zero) { sum, stretch in
            let (link, until) = stretch
            return sum + link.calendar.elapsed(from: max(start, link.from), to: min(until, end), pauses: pauses)
        }
    }
}
