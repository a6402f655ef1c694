package import BusinessTime
package import Contract
package import Policy

extension ReportPeriod {
    /// Any stretch of days, which no report is about: it is called by its first day.
    package init(days first: LocalDate, to end: LocalDate) {
        self.init(.day, from: first, to: max(first, end))
    }

    /// The window of the policy that is as long; nil for two weeks.
    package var window: Window? {
        switch kind {
        case .day: .day
        case .weekly: .week
        case .biweekly: nil
        case .monthly: .month
        case .quarterly: .quarter
        }
    }

    /// The last of the periods that reports go out about by themselves that is over at an instant.
    ///
    /// Those of two weeks follow one another without an overlap, through every year alike, also one of 53 weeks.
    package init(lastScheduled kind: Kind, at now: Instant, in zone: ReportZone) {
        let last = ReportPeriod(lastEnded: kind, at: now, in: zone)
        let isBetween = kind == .biweekly && last.end.day / 7 % 2 != 0
        self = isBetween ? ReportPeriod(.biweekly, containing: LocalDate(day: last.end.day - 8)) : last
    }

    /// The period of a kind that ended last.
    package init(lastEnded kind: Kind, at now: Instant, in zone: ReportZone) {
        let current = ReportPeriod(kind, containing: zone.date(at: now))
        // Of two weeks, those that end with the last whole week.
        self =
            kind == .biweekly
            ? ReportPeriod(.biweekly, containing: LocalDate(day: current.end.day - 8)) : current.previous
    }
}
