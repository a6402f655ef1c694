/// A recurrence rule of public holidays: the same day of each year, or the same weekday of a month.
struct YearlyRule {
    private var interval = 1
    private var count: Int?
    private var until: LocalDate?
    private var months: [Int] = []
    private var monthDays: [Int] = []
    private var weekdays: [(ordinal: Int, day: Weekday)] = []

    /// Reads an RRULE's value; nil when it is of a kind that is not for holidays.
    init?(_ text: String) {
        var isYearly = false
        for part in text.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { String($0) }
            guard pair.count == 2 else { return nil }
            let values = pair[1].split(separator: ",")
            let numbers = values.compactMap { Int($0) }
            switch pair[0] {
            case "FREQ": isYearly = pair[1] == "YEARLY"
            case "INTERVAL":
                guard let number = numbers.first, number > 0 else { return nil }
                interval = number
            case "COUNT":
                guard let number = numbers.first, number > 0 else { return nil }
                count = number
            case "UNTIL":
                guard let date = LocalDate(basic: String(pair[1].prefix(8))) else { return nil }
                until = date
            case "BYMONTH":
                guard numbers.count == values.count, numbers.allSatisfy((1...12).contains) else { return nil }
                months = numbers
            case "BYMONTHDAY":
                guard numbers.count == values.count else { return nil }
                monthDays = numbers
            case "BYDAY":
                weekdays = values.compactMap { Self.weekday(String($0)) }
                guard weekdays.count == values.count else { return nil }
            case "WKST": continue
            default: return nil
            }
        }
        guard isYearly, weekdays.isEmpty || !months.isEmpty else { return nil }
    }

    /// Whether it gives the same month and day each year, from the start on without end.
    func isSameDay(from start: LocalDate) -> Bool {
        guard interval == 1, count == nil, until == nil, weekdays.isEmpty, let day = start.monthDay else {
            return false
        }
        return (months.isEmpty || months == [day.month]) && (monthDays.isEmpty || monthDays == [day.day])
    }

    /// The dates it gives from the start up to a year.
    func dates(from start: LocalDate, through last: Int) -> [LocalDate] {
        guard let day = start.monthDay, start.year <= last else { return [] }
        var dates: [LocalDate] = []
        for year in stride(from: start.year, through: last, by: interval) {
            let candidates = Set(
                (months.isEmpty ? [day.month] : months).flatMap { self.dates(in: $0, of: year, day.day) }
            )
            for date in candidates.sorted() where date >= start {
                if let count, dates.count == count { return dates }
                if let until, date > until { return dates }
                dates.append(date)
            }
        }
        return dates
    }

    private func dates(in month: Int, of year: Int, _ standard: Int) -> [LocalDate] {
        let length = LocalDate.length(ofMonth: month, in: year)
        let days: [Int]
        if !monthDays.isEmpty {
            days = monthDays.map { $0 < 0 ? length + 1 + $0 : $0 }
        } else {
            days = weekdays.isEmpty ? [standard] : Array(1...length)
        }
        return days.compactMap { LocalDate(year: year, month: month, day: $0) }.filter { date in
            weekdays.isEmpty || weekdays.contains { matches($0, date, length) }
        }
    }

    private func matches(_ wanted: (ordinal: Int, day: Weekday), _ date: LocalDate, _ length: Int) -> Bool {
        guard date.weekday == wanted.day, let day = date.monthDay?.day else { return false }
        if wanted.ordinal > 0 { return (day + 6) / 7 == wanted.ordinal }
        return wanted.ordinal == 0 || (length - day) / 7 + 1 == -wanted.ordinal
    }

    /// Reads `MO`, `3MO` or `-1MO`.
    private static func weekday(_ text: String) -> (ordinal: Int, day: Weekday)? {
        let letters = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        guard let index = letters.firstIndex(of: String(text.suffix(2))), let day = Weekday(rawValue: index) else {
            return nil
        }
        let ordinal = text.dropLast(2)
        guard !ordinal.isEmpty else { return (0, day) }
        guard let number = Int(ordinal), number != 0, abs(number) <= 5 else { return nil }
        return (number, day)
    }
}
