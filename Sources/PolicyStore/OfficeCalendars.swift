package import BusinessTime
package import Policy

/// The calendars of a policy, ready to be asked.
package struct OfficeCalendars: Sendable {
    private let calendars: [String: BusinessCalendar]

    /// The calendars of that policy; one that is never open is left out, as the policy's reader refuses it.
    package init(_ document: Policy.Document) {
        var calendars: [String: BusinessCalendar] = [:]
        for (name, definition) in document.calendars {
            calendars[name.rawValue] = try? BusinessCalendar(BusinessTime.CalendarDefinition(definition))
        }
        self.calendars = calendars
    }

    /// The calendar of that name; nil for one that the policy does not have.
    package subscript(name: String) -> BusinessCalendar? { calendars[name] }
}

extension BusinessTime.CalendarDefinition {
    fileprivate init(_ policy: Policy.CalendarDefinition) throws(CalendarFault) {
        var week = WeekHours()
        for (place, day) in Policy.Weekday.allCases.enumerated() {
            for interval in (policy.week[day] ?? []).compactMap(HourInterval.init(_:)) {
                try week.add(interval, on: [BusinessTime.Weekday.allCases[place]])
            }
        }
        self.init(
            zone: policy.zone,
            week: week,
            holidays: policy.holidays.compactMap(Holiday.init(_:)),
            region: policy.region.flatMap { Region($0) }
        )
    }
}

extension HourInterval {
    fileprivate init?(_ interval: DayInterval) {
        self.init(opening: interval.opens.minutes, closing: interval.endMinutes)
    }
}

extension Holiday {
    fileprivate init?(_ holiday: HolidayDefinition) {
        let date: HolidayDate?
        switch holiday.date {
        case .once(let year, let month, let day):
            date = LocalDate(year: year, month: month, day: day).map(HolidayDate.once)
        case .yearly(let month, let day): date = MonthDay(month: month, day: day).map(HolidayDate.yearly)
        }
        guard let date else { return nil }
        self.init(
            date,
            name: holiday.title ?? "",
            open: holiday.open.compactMap(HourInterval.init(_:)),
            region: holiday.region.flatMap { Region($0) }
        )
    }
}
