package import Contract

extension BusinessCalendar {
    /// The earliest instant at which a budget of open time is used up, counted from the start.
    ///
    /// Pauses take away their overlap with open time, and those that overlap count once. A budget of nothing is used up
    /// at the start. An instant exactly at a closing is a legal answer.
    package func due(
        start: Instant,
        budget: Duration,
        pauses: [Period] = []
    ) throws(CalendarFault) -> Instant {
        guard budget >= .zero else { throw .negativeBudget }
        guard budget > .zero else { return start }
        guard let begin = Reach.inside(start) else { throw .outOfReach }
        let search = Search(calendar: self, limit: last(from: Timetable.block(of: begin)))
        var remaining = budget.wholeMicrosecondsUp
        var instant = begin
        for pause in pauses.union where pause.end > start {
            if let due = search.instant(after: remaining, from: instant, to: Reach.clamp(pause.start)) { return due }
            remaining -= search.openTime(from: instant, to: Reach.clamp(pause.start))
            instant = max(instant, Reach.clamp(pause.end))
        }
        guard let due = search.instant(after: remaining, from: instant, to: Reach.last) else { throw .outOfReach }
        return due
    }

    /// How much of the time from one instant to another is open and not paused; nothing when it ends before it starts.
    package func elapsed(from start: Instant, to end: Instant, pauses: [Period] = []) -> Duration {
        let search = Search(calendar: self, limit: .max)
        let end = Reach.clamp(end)
        var instant = Reach.clamp(start)
        var elapsed: Int64 = 0
        for pause in pauses.union where instant < end {
            elapsed += search.openTime(from: instant, to: min(Reach.clamp(pause.start), end))
            instant = max(instant, Reach.clamp(pause.end))
        }
        return .microseconds(elapsed + search.openTime(from: instant, to: end))
    }
}

/// Walks over the blocks of a calendar.
private struct Search {
    let calendar: BusinessCalendar
    /// The block at which a search for an instant gives up.
    let limit: Int64

    /// The open time from one instant to another; nothing when they come the other way round.
    func openTime(from start: Int64, to end: Int64) -> Int64 {
        guard start < end else { return 0 }
        let first = Timetable.block(of: start)
        let last = Timetable.block(of: end)
        let settled = max(first, calendar.settled ?? .max)
        var open: Int64 = 0
        for number in first..<min(last + 1, settled) {
            let block = calendar.timetable.block(number)
            let before = number == first ? block.openTime(before: start) : 0
            open += (number == last ? block.openTime(before: end) : block.total) - before
        }
        guard settled <= last, calendar.definition.week.isFull else { return open }
        return open + end - max(start, settled * Timetable.length)
    }

    /// The earliest instant by which that much is open from the start on, unless it is later than the end.
    func instant(after budget: Int64, from start: Int64, to end: Int64) -> Instant? {
        guard start < end else { return nil }
        let first = Timetable.block(of: start)
        let last = min(Timetable.block(of: end) + 1, limit)
        var remaining = budget
        for number in first..<max(first, last) {
            let block = calendar.timetable.block(number)
            let before = number == first ? block.openTime(before: start) : 0
            guard remaining > block.total - before else {
                return instant(block.instant(openTime: before + remaining), notAfter: end)
            }
            remaining -= block.total - before
        }
        guard let settled = calendar.settled, settled <= limit, calendar.definition.week.isFull else { return nil }
        let (sum, overflow) = max(start, settled * Timetable.length).addingReportingOverflow(remaining)
        return instant(overflow ? nil : sum, notAfter: end)
    }

    private func instant(_ microseconds: Int64?, notAfter end: Int64) -> Instant? {
        guard let microseconds, microseconds <= end else { return nil }
        return Instant(microseconds: microseconds)
    }
}

extension Duration {
    /// The duration in microseconds; a part of one counts as a whole, so that no budget ends early.
    fileprivate var wholeMicrosecondsUp: Int64 {
        let whole = wholeMicroseconds
        return whole < .max && .microseconds(whole) < self ? whole + 1 : whole
    }
}
