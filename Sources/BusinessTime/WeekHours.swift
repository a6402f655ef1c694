/// The opening hours of a week: any number of intervals a day, none of which overlap.
package struct WeekHours: Sendable, Hashable {
    private var hours: [[HourInterval]]

    /// A week that is closed.
    package init() {
        hours = Array(repeating: [], count: Weekday.allCases.count)
    }

    /// A week with the same intervals on each of those days.
    package init(_ days: [Weekday], _ intervals: [HourInterval]) throws(CalendarFault) {
        self.init()
        for interval in intervals { try add(interval, on: days) }
    }

    /// The intervals that begin on the day, in their order.
    package subscript(day: Weekday) -> [HourInterval] { hours[day.rawValue] }

    /// Whether no day has an interval.
    package var isEmpty: Bool { hours.allSatisfy(\.isEmpty) }

    /// Adds an interval to each of the days, or tells what it overlaps.
    package mutating func add(_ interval: HourInterval, on days: [Weekday]) throws(CalendarFault) {
        for day in days {
            for other in Weekday.allCases {
                for taken in self[other] where Self.overlaps(interval, on: day, taken, on: other) {
                    throw .overlap(day, interval, other, taken)
                }
            }
            let place = hours[day.rawValue].firstIndex { $0.opening > interval.opening }
            hours[day.rawValue].insert(interval, at: place ?? hours[day.rawValue].endIndex)
        }
    }

    /// Whether there is no minute of the week that is closed.
    var isFull: Bool {
        hours.joined().reduce(0) { $0 + $1.closing - $1.opening } == Weekday.allCases.count * HourInterval.day
    }

    /// Whether the intervals share a minute of the week, which after Sunday goes on with Monday.
    private static func overlaps(
        _ interval: HourInterval,
        on day: Weekday,
        _ other: HourInterval,
        on otherDay: Weekday
    ) -> Bool {
        let week = Weekday.allCases.count * HourInterval.day
        let opening = day.rawValue * HourInterval.day + interval.opening
        let otherOpening = otherDay.rawValue * HourInterval.day + other.opening
        // Each begins at or after the other's beginning by less than its length, counted round the week.
        let after = (otherOpening - opening + week) % week
        let before = (opening - otherOpening + week) % week
        return after < interval.closing - interval.opening || before < other.closing - other.opening
    }
}
