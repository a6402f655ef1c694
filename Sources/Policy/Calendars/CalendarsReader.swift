/// Reads `calendars`.
enum CalendarsReader {
    static func read(
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> [Name<CalendarDefinition>: CalendarDefinition]? {
        let calendars = entry.declarations(&faults) { _, entry, faults in calendar(entry, &faults) }
        return calendars.map { Dictionary($0.map { ($0.name, $0.thing) }) { $1 } }
    }

    static func calendar(_ entry: Entry, _ faults: inout FaultList) -> CalendarDefinition? {
        let example = "{ zone: Africa/Johannesburg, week: { mon-fri: [\"08:00-17:00\"] } }"
        guard var members = Members(entry, like: example, &faults) else { return nil }
        var calendar = CalendarDefinition()
        if let zone = members.need("zone", &faults)?.zone(&faults) { calendar.zone = zone }
        members.read("region", into: &calendar.region, &faults) { $0.region(&$1) }
        if let week = members.need("week", &faults) { calendar.week = WeekReader.read(week, &faults) ?? [:] }
        members.read("holidays", into: &calendar.holidays, &faults) { entry, faults in
            entry.list("a list such as [{ date: 2026-04-03, name: Good Friday }] is allowed", &faults, holiday)
        }
        members.read("icalendar", into: &calendar.holidayFiles, &faults, files)
        members.close(&faults)
        return calendar
    }

    private static func holiday(_ entry: Entry, _ faults: inout FaultList) -> HolidayDefinition? {
        guard var members = Members(entry, like: "{ date: 2026-04-03, name: Good Friday }", &faults) else { return nil }
        let expectation = "a date such as 2026-04-03, or 12-25 for every year, is allowed"
        let date = members.need("date", &faults).flatMap { entry in
            entry.text(expectation, &faults) { HolidayDefinition.Date($0) != nil }
        }
        var holiday =
            date.flatMap { HolidayDefinition.Date($0) }.map(HolidayDefinition.init(date:))
            ?? HolidayDefinition(date: .yearly(month: 1, day: 1))
        members.read("name", into: &holiday.title, &faults) { $0.phrase(&$1) }
        members.read("region", into: &holiday.region, &faults) { $0.region(&$1) }
        members.read("open", into: &holiday.open, &faults) { WeekReader.intervals($0, &$1) }
        members.close(&faults)
        return holiday
    }

    private static func files(_ entry: Entry, _ faults: inout FaultList) -> [String]? {
        let files = entry.list("a list of file names is allowed", &faults) { element, faults in
            let expectation = "the name of an iCalendar file beside this one is allowed, such as za.ics"
            let name = element.text(expectation, &faults) { name in
                name.hasSuffix(".ics") && NameShape.accepts(String(name.dropLast(4)))
            }
            if let name { faults.name(file: name, at: element.place) }
            return name
        }
        return entry.distinct(files, &faults)
    }
}

extension HolidayDefinition.Date {
    /// The day or days that `YYYY-MM-DD` or `MM-DD` says; nil unless the calendar has it, in a leap year for `02-29`.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        let lengths = parts.map(\.utf8.count)
        let numbers = parts.compactMap { Int($0) }
        if lengths == [4, 2, 2], Self.isDay(year: numbers[0], month: numbers[1], day: numbers[2]) {
            self = .once(year: numbers[0], month: numbers[1], day: numbers[2])
        } else if lengths == [2, 2], Self.isDay(year: 2000, month: numbers[0], day: numbers[1]) {
            self = .yearly(month: numbers[0], day: numbers[1])
        } else {
            return nil
        }
    }

    private static func isDay(year: Int, month: Int, day: Int) -> Bool {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
    }
}
