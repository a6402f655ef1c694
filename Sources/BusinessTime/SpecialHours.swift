/// The days whose hours are other than the week says, by date.
struct SpecialHours: Sendable {
    private var dated: [Int: [HourInterval]] = [:]
    private var yearly: [MonthDay: [HourInterval]] = [:]
    private let week: WeekHours

    /// Those of the calendar's holidays that are kept in its region.
    init(_ definition: CalendarDefinition) {
        week = definition.week
        for holiday in definition.holidays where Self.isKept(holiday, in: definition.region) {
            switch holiday.date {
            case .once(let date): dated[date.day] = Self.both(dated[date.day], holiday.open)
            case .yearly(let monthDay): yearly[monthDay] = Self.both(yearly[monthDay], holiday.open)
            }
        }
    }

    /// Whether some come each year.
    var recur: Bool { !yearly.isEmpty }

    /// The last of those that do not recur.
    var lastDated: Int? { dated.keys.max() }

    /// The hours of the special days among those days, by day.
    func hours(of days: ClosedRange<Int>) -> [Int: [HourInterval]] {
        var hours: [Int: [HourInterval]] = [:]
        if dated.count <= days.count {
            hours = dated.filter { days.contains($0.key) }
        } else {
            for day in days { hours[day] = dated[day] }
        }
        guard recur else { return hours }
        let years = LocalDate(day: days.lowerBound).year...LocalDate(day: days.upperBound).year
        for (monthDay, open) in yearly {
            for year in years {
                let date = LocalDate(year: year, month: monthDay.month, day: monthDay.day)
                guard let date, days.contains(date.day) else { continue }
                hours[date.day] = Self.both(hours[date.day], week[date.weekday].isEmpty ? [] : open)
            }
        }
        return hours
    }

    private static func isKept(_ holiday: Holiday, in place: Region?) -> Bool {
        guard let kept = holiday.region, let place else { return true }
        return kept.contains(place)
    }

    /// Several holidays on a date are one: open is what all of them leave open.
    private static func both(_ hours: [HourInterval]?, _ others: [HourInterval]) -> [HourInterval] {
        guard let hours else { return others }
        return hours.flatMap { one in
            others.compactMap { other in
                HourInterval(
                    opening: max(one.opening, other.opening),
                    closing: min(one.closing, other.closing)
                )
            }
        }
    }
}
