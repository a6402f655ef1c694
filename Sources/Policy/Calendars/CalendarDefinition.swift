/// When somebody works, as the policy file says it; it computes nothing.
package struct CalendarDefinition: Sendable, Hashable {
    /// The IANA time zone of all its times.
    package var zone = "UTC"
    /// The ISO 3166 region whose holidays it keeps, those of other regions do not count; nil counts them all.
    package var region: String?
    /// The open hours of each day, by their opening, none overlapping; a day that is missing is closed.
    package var week: [Weekday: [DayInterval]] = [:]
    /// Days with other hours, in the file's order; several on a date are one.
    package var holidays: [HolidayDefinition] = []
    /// Names of iCalendar files beside the policy file, whose whole-day events are holidays.
    package var holidayFiles: [String] = []

    /// A calendar that is never open.
    package init() {}
}

/// Open hours that begin on a day, half-open: `[opens, closes)`.
package struct DayInterval: Sendable, Hashable {
    /// When they begin, before 24:00.
    package let opens: TimeOfDay
    /// When they end; not after `opens` means on the next day.
    package let closes: TimeOfDay

    /// Open hours of those ends.
    package init(opens: TimeOfDay, closes: TimeOfDay) {
        self.opens = opens
        self.closes = closes
    }

    /// Whether they end on the next day; an end at 24:00 does not.
    package var crossesMidnight: Bool { closes <= opens }

    /// Minutes from the beginning's midnight to the end, up to 2880.
    package var endMinutes: Int { closes.minutes + (crossesMidnight ? 1440 : 0) }
}
