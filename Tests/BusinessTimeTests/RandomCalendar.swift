import BusinessTime
import TestKit

/// A random calendar, as the library and as the slow reference know it, and questions about it.
struct RandomCalendar {
    let definition: CalendarDefinition
    let slow: SlowCalendar
    let days: Range<Int>

    /// A calendar in the zone, looked at for two months.
    init(wall: WallClock, using generator: inout SeededGenerator, years: Range<Int>) throws {
        let first = generator.number(in: years.lowerBound * 365..<years.upperBound * 365)
        let days = first..<first + 70
        var week = WeekHours()
        var hours = SlowCalendar.Hours(week: Array(repeating: [], count: 7), special: [:])
        let shapes = Self.shapes
        for day in Weekday.allCases where generator.number(in: 0..<4) > 0 || day == .wednesday {
            for text in shapes[generator.number(in: 0..<shapes.count)] {
                guard let interval = HourInterval(text) else { throw Unreadable(text: text) }
                // A night shift may run into the next day's hours; then this interval is left out on both sides.
                guard (try? week.add(interval, on: [day])) != nil else { continue }
                hours.week[day.rawValue].append((interval.opening, interval.closing))
            }
        }
        var holidays: [Holiday] = []
        for _ in 0..<generator.number(in: 0..<9) {
            let day = generator.number(in: days)
            guard hours.special[day] == nil else { continue }
            var open: [HourInterval] = []
            if generator.number(in: 0..<2) == 0 {
                let texts = shapes[generator.number(in: 0..<shapes.count)]
                open = texts.compactMap { HourInterval($0) }
            }
            let date = LocalDate(day: day)
            let weekdayIsOpen = !hours.week[date.weekday.rawValue].isEmpty
            var special = open.map { ($0.opening, $0.closing) }
            let text = date.description
            if generator.number(in: 0..<2) == 0, let yearly = MonthDay(String(text.dropFirst(5))) {
                holidays.append(Holiday(.yearly(yearly), open: open))
                if !weekdayIsOpen { special = [] }
            } else {
                holidays.append(Holiday(.once(date), open: open))
            }
            hours.special[day] = special
            // The holiday comes twice in the list: several on a date are one.
            if generator.number(in: 0..<4) == 0, let again = holidays.last { holidays.append(again) }
        }
        definition = CalendarDefinition(zone: wall.zone, week: week, holidays: holidays)
        slow = SlowCalendar(wall: wall, hours: hours, days: days)
        self.days = days
    }

    private struct Unreadable: Error {
        let text: String
    }

    /// The hours that days have.
    private static let shapes: [[String]] = [
        ["09:00-17:00"], ["08:00-12:30", "13:15-17:00"], ["00:00-24:00"], ["22:00-06:00"], ["20:00-24:00"],
        ["00:00-02:30"], ["01:30-02:30", "02:45-05:00"], ["02:00-03:00"], ["02:15-02:45"], ["23:30-00:30"],
        ["00:00-08:00", "08:00-12:00", "18:00-23:55"], ["07:05-07:10", "12:00-12:05", "23:00-01:00"], ["06:00-06:00"],
        ["03:00-02:00"], ["00:30-01:00", "01:00-01:05"],
    ]
}

extension SeededGenerator {
    /// A number of the range.
    mutating func number(in range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
}
