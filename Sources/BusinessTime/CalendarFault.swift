/// Why a calendar is refused, or a question to it has no answer.
package enum CalendarFault: Error, Sendable, Hashable {
    /// The name is none of a time zone.
    case unknownZone(String)
    /// Two intervals of the week share a minute.
    case overlap(Weekday, HourInterval, Weekday, HourInterval)
    /// It is never open.
    case neverOpens
    /// A budget is less than nothing.
    case negativeBudget
    /// The open time within reach does not use the budget up.
    case outOfReach
}

extension CalendarFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownZone(let name):
            "'\(name)' is no time zone; an IANA name such as Africa/Johannesburg, or UTC, is allowed"
        case .overlap(let day, let interval, let other, let taken):
            "\(interval) on \(day.key) overlaps \(taken) on \(other.key); intervals must not overlap"
        case .neverOpens: "the calendar is never open; at least one interval is needed"
        case .negativeBudget: "a budget is zero or more"
        case .outOfReach:
            "the open time of the next \(BusinessCalendar.reach) years, or up to the year 9999, does not use the budget up"
        }
    }
}
