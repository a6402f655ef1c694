/// Reads a calendar's `week`: the hours of each day, none of them overlapping.
enum WeekReader {
    private static let minutesOfWeek = 7 * 1440

    static func read(_ entry: Entry, _ faults: inout FaultList) -> [Weekday: [DayInterval]]? {
        let expectation = "a mapping such as { mon-fri: [\"08:00-17:00\"] } is allowed"
        guard let members = entry.members(expectation, &faults) else { return nil }
        var week: [Weekday: [DayInterval]] = [:]
        var isSound = true
        for (key, member) in members {
            guard let days = days(key) else {
                let keys = "mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, and daily are allowed"
                faults.add("no such day; \(keys)", at: member.place)
                isSound = false
                continue
            }
            guard let intervals = intervals(member, &faults) else {
                isSound = false
                continue
            }
            if let day = days.first(where: { week[$0] != nil }) {
                faults.add("\(day.rawValue) has hours in another line already", at: member.place)
                isSound = false
            }
            for day in days { week[day] = intervals }
        }
        guard isSound else { return nil }
        if week.values.allSatisfy(\.isEmpty) {
            faults.add("the calendar is never open; at least one day needs hours", at: entry.place)
        } else if let (one, other) = overlap(week) {
            faults.add("the hours \(one) and \(other) overlap", at: entry.place)
        }
        return week
    }

    static func intervals(_ entry: Entry, _ faults: inout FaultList) -> [DayInterval]? {
        let expectation = "hours are allowed such as 08:00-17:00, 18:00-24:00, or 22:00-06:00 into the next day"
        guard let elements = entry.elements("a list of hours, such as [\"08:00-17:00\"], is allowed", &faults) else {
            return nil
        }
        var intervals: [DayInterval] = []
        for element in elements {
            let text = element.text(expectation, &faults) { DayInterval($0) != nil }
            if let interval = text.flatMap({ DayInterval($0) }) { intervals.append(interval) }
        }
        guard intervals.count == elements.count else { return nil }
        let sorted = intervals.sorted { $0.opens < $1.opens }
        for (one, next) in zip(sorted, sorted.dropFirst()) where one.endMinutes > next.opens.minutes {
            faults.add("the hours \(one) and \(next) overlap", at: entry.place)
            return nil
        }
        return sorted
    }

    private static func days(_ key: String) -> [Weekday]? {
        if key == "daily" { return Weekday.allCases }
        let ends = key.split(separator: "-", omittingEmptySubsequences: false).map { Weekday(rawValue: String($0)) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
        var days = [first]
        while let day = days.last, day != last { days.append(day.next) }
        return days
    }

    private static func overlap(_ week: [Weekday: [DayInterval]]) -> (String, String)? {
        let hours = Weekday.allCases.flatMap { day in
            week[day, default: []].map { interval in
                let midnight = (day.number - 1) * 1440
                let text = "\(day.rawValue) \(interval)"
                return (from: midnight + interval.opens.minutes, to: midnight + interval.endMinutes, text: text)
            }
        }
        for (one, next) in zip(hours, hours.dropFirst()) where one.to > next.from { return (one.text, next.text) }
        if let first = hours.first, let last = hours.last, last.to - minutesOfWeek > first.from {
            return (last.text, first.text)
        }
        return nil
    }
}

extension DayInterval: CustomStringConvertible {
    /// The hours that `HH:MM-HH:MM` says; nil unless the text has that shape and opens before 24:00.
    package init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { TimeOfDay($0) }
        guard ends.count == 2, let opens = ends[0], let closes = ends[1], opens.minutes < 1440 else { return nil }
        self.init(opens: opens, closes: closes)
    }

    package var description: String { "\(opens)-\(closes)" }
}
