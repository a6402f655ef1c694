/// A date of the Gregorian calendar, without a place or a time.
package struct LocalDate: Sendable, Hashable {
    /// Days after 1970-01-01; negative before it.
    package let day: Int

    /// The date that many days after 1970-01-01.
    package init(day: Int) {
        self.day = day
    }

    /// The date, or nil where the calendar has none such.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        let leap = Self.isLeap(year) && month > 2 ? 1 : 0
        self.day = Self.days(beforeYear: year) + Self.beforeMonth[month - 1] + leap + day - 1
    }

    /// Reads `2026-04-03`.
    package init?(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = DigitReader.number(bytes, at: 0, digits: 4),
            let month = DigitReader.number(bytes, at: 5, digits: 2),
            let day = DigitReader.number(bytes, at: 8, digits: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The weekday it falls on.
    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (day % 7 + 7 + Weekday.thursday.rawValue) % 7
        return Weekday(rawValue: index) ?? .monday
    }

    /// The year it lies in.
    package var year: Int {
        // The mean year puts the guess off by one at most.
        let guess = 1970 + Int((Double(day) / 365.2425).rounded(.down))
        if day < Self.days(beforeYear: guess) { return guess - 1 }
        return day < Self.days(beforeYear: guess + 1) ? guess : guess + 1
    }

    /// Its month and day.
    var monthDay: MonthDay? {
        let year = year
        var rest = day - Self.days(beforeYear: year)
        var month = 1
        while rest >= Self.length(ofMonth: month, in: year) {
            rest -= Self.length(ofMonth: month, in: year)
            month += 1
        }
        return MonthDay(month: month, day: rest + 1)
    }

    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let beforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The day number of its 1 January.
    private static func days(beforeYear year: Int) -> Int {
        let past = year - 1
        return 365 * past + past / 4 - past / 100 + past / 400 - 719_162
    }
}

extension LocalDate: Comparable, CustomStringConvertible {
    package static func < (left: LocalDate, right: LocalDate) -> Bool { left.day < right.day }

    package var description: String {
        let digits = String(year + 10_000).dropFirst()
        return "\(digits)-\(monthDay?.description ?? "")"
    }
}
