package import Contract

/// A calendar that answers when it is open, when a budget of open time is used up, and how much of a time was open.
///
/// All answers are in absolute instants, exact to the microsecond, whatever the zone's clocks do: an opening or closing
/// that the wall clock skips is at the first valid instant; of one that it shows twice, the opening is the first and the
/// closing the last. A value may be asked from any thread; it keeps what it has worked out.
package struct BusinessCalendar: Sendable {
    /// So many years ahead it looks for open time.
    ///
    /// Dates and weekdays repeat after 400 years, so what has not opened by then never does, but for a date that a
    /// holiday names.
    static let reach = 400

    /// What it was made of.
    package let definition: CalendarDefinition
    let zone: ZoneRules
    let timetable: Timetable
    /// From this block on nothing changes any more: it stays open or closed for ever.
    let settled: Int64?

    /// The calendar of that definition, which must be open at some time.
    package init(_ definition: CalendarDefinition) throws(CalendarFault) {
        guard let zone = ZoneRules(definition.zone) else { throw .unknownZone(definition.zone) }
        let special = SpecialHours(definition)
        self.definition = definition
        self.zone = zone
        timetable = Timetable(zone: zone, week: definition.week, special: special)
        settled = Self.settling(definition.week, special)
        guard !definition.week.isEmpty || special.lastDated != nil else { throw .neverOpens }
        guard opening(from: Reach.epoch) != nil else { throw .neverOpens }
    }

    /// Whether it is open at the instant; hours are half-open, so at the closing it is not.
    package func isOpen(at instant: Instant) -> Bool {
        guard let instant = Reach.inside(instant) else { return false }
        let number = Timetable.block(of: instant)
        if let settled, number >= settled { return definition.week.isFull }
        let block = timetable.block(number)
        let index = block.index(closingAfter: instant)
        return index < block.spans.count && block.spans[index].open <= instant
    }

    /// The first instant later than that at which it opens or closes; nil when it does neither within reach.
    package func nextChange(after instant: Instant) -> Instant? {
        guard let start = Reach.inside(instant) else { return nil }
        let change = isOpen(at: instant) ? closing(after: start) : opening(from: start)
        return change.map(Instant.init(microseconds:))
    }

    /// What is open from one instant to another, in order; adjacent stretches are one.
    package func openPeriods(from start: Instant, to end: Instant) -> [Period] {
        var periods: [Period] = []
        var instant = Reach.clamp(start)
        let end = Reach.clamp(end)
        while let open = opening(from: instant), open < end {
            let close = min(closing(after: open) ?? end, end)
            guard let period = Period(Instant(microseconds: open), Instant(microseconds: close)) else { break }
            periods.append(period)
            instant = close
        }
        return periods
    }

    /// The first open instant at or after that one.
    private func opening(from instant: Int64) -> Int64? {
        let first = Timetable.block(of: instant)
        for number in first..<last(from: first) {
            let block = timetable.block(number)
            let index = block.index(closingAfter: instant)
            if index < block.spans.count { return max(instant, block.spans[index].open) }
        }
        guard let settled, definition.week.isFull else { return nil }
        return max(instant, settled * Timetable.length)
    }

    /// The instant at which it closes, given that it is open.
    private func closing(after instant: Int64) -> Int64? {
        let first = Timetable.block(of: instant)
        var instant = instant
        for number in first..<last(from: first) {
            let block = timetable.block(number)
            let index = block.index(closingAfter: instant)
            // A stretch that ends with its block goes on in the next one if that begins open.
            guard index < block.spans.count, block.spans[index].open <= instant else { return instant }
            instant = block.spans[index].close
            if instant < (number + 1) * Timetable.length { return instant }
        }
        return nil
    }

    /// The block behind the last one in which to look.
    func last(from first: Int64) -> Int64 {
        let years = Int64(Self.reach) * 366 / 128 + 1
        return max(first, min(first + years, settled ?? .max, Reach.lastBlock + 1))
    }

    /// When nothing changes any more: only weeks that are all open or all closed, without days that recur, get there.
    private static func settling(_ week: WeekHours, _ special: SpecialHours) -> Int64? {
        guard week.isFull || week.isEmpty, !special.recur || week.isEmpty else { return nil }
        guard let last = special.lastDated else { return Reach.firstBlock }
        return Timetable.block(of: Int64(last + 4) * 86_400_000_000) + 1
    }
}

/// The instants that calendars answer for: the years 1 to 9999, which RFC 3339 can write.
enum Reach {
    static let epoch: Int64 = 0
    static let first: Int64 = -62_135_596_800_000_000
    static let last: Int64 = 253_402_300_799_999_999
    static let firstBlock = Timetable.block(of: first)
    static let lastBlock = Timetable.block(of: last)

    static func inside(_ instant: Instant) -> Int64? {
        (first...last).contains(instant.microseconds) ? instant.microseconds : nil
    }

    static func clamp(_ instant: Instant) -> Int64 {
        min(max(instant.microseconds, first), last)
    }
}
