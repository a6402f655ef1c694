package import BusinessTime
package import Contract
package import Policy

/// A stretch of whole days of the calendar that a report or a figure is about.
package struct ReportPeriod: Sendable, Hashable {
    /// How long it is.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case day, weekly, biweekly, monthly, quarterly
    }

    package let kind: Kind
    /// Its first day.
    package let first: LocalDate
    /// The day after its last.
    package let end: LocalDate

    init(_ kind: Kind, from first: LocalDate, to end: LocalDate) {
        self.kind = kind
        self.first = first
        self.end = end
    }

    /// How many days it has.
    package var days: Int { end.day - first.day }

    /// Its first instant.
    package func start(in zone: ReportZone) -> Instant { zone.start(of: first) }

    /// The instant at which it is over.
    package func end(in zone: ReportZone) -> Instant { zone.start(of: end) }

    /// The period of the same kind before it; a bi-weekly one ends where the next begins.
    package var previous: ReportPeriod { ReportPeriod(kind, containing: LocalDate(day: first.day - 1)) }

    /// The period of the same kind after it.
    package var next: ReportPeriod {
        kind == .biweekly
            ? ReportPeriod(kind, containing: LocalDate(day: end.day + 13))
            : ReportPeriod(kind, containing: end)
    }

    /// The period that contains a date; of the bi-weekly ones, which overlap, the one that ends with the date's week.
    package init(_ kind: Kind, containing date: LocalDate) {
        switch kind {
        case .day: self.init(kind, from: date, to: LocalDate(day: date.day + 1))
        case .weekly, .biweekly:
            let monday = date.day - date.weekday.rawValue
            let first = kind == .weekly ? monday : monday - 7
            self.init(kind, from: LocalDate(day: first), to: LocalDate(day: monday + 7))
        case .monthly, .quarterly:
            let month = kind == .monthly ? date.month : (date.month - 1) / 3 * 3 + 1
            let length = kind == .monthly ? 1 : 3
            self.init(kind, from: Self.firstDay(month, of: date.year), to: Self.firstDay(month + length, of: date.year))
        }
    }

    /// The period that a window of the policy is at a date.
    package init(_ window: Window, containing date: LocalDate) {
        switch window {
        case .day: self.init(Kind.day, containing: date)
        case .week: self.init(Kind.weekly, containing: date)
        case .month: self.init(Kind.monthly, containing: date)
        case .quarter: self.init(Kind.quarterly, containing: date)
        }
    }

    static func firstDay(_ month: Int, of year: Int) -> LocalDate {
        let carried = month > 12
        return LocalDate(year: carried ? year + 1 : year, month: carried ? month - 12 : month, day: 1)
            ?? LocalDate(day: 0)
    }
}

extension LocalDate {
    /// The day before it.
    package var before: LocalDate { LocalDate(day: day - 1) }

    /// The month it lies in, 1 to 12.
    package var month: Int { Int(description.dropFirst(5).prefix(2)) ?? 1 }
}
