/// A day on which the hours are other than the week says: closed, or open for a part of the day.
package struct Holiday: Sendable, Hashable {
    /// When it is.
    package var date: HolidayDate
    /// What it is called.
    package var name: String
    /// The hours that stay open; none on a whole-day holiday.
    ///
    /// On a dated holiday they are that day's hours. A recurring one falls on any weekday, so there they do not open
    /// a day on which the week has no hours.
    package var open: [HourInterval]
    /// Where it is kept; everywhere if nil.
    package var region: Region?

    /// A holiday of those parts.
    package init(_ date: HolidayDate, name: String = "", open: [HourInterval] = [], region: Region? = nil) {
        self.date = date
        self.name = name
        self.open = open
        self.region = region
    }
}

/// When a holiday is: once, or each year.
package enum HolidayDate: Sendable, Hashable {
    case once(LocalDate)
    case yearly(MonthDay)

    /// Reads `2026-04-03`, or `12-25` for each year.
    package init?(_ text: String) {
        if let date = LocalDate(text) {
            self = .once(date)
        } else if let monthDay = MonthDay(text) {
            self = .yearly(monthDay)
        } else {
            return nil
        }
    }

    /// What a date may be, for a message.
    package static let expectation = "a date such as 2026-04-03, or 12-25 for each year, is allowed"
}

extension HolidayDate: CustomStringConvertible {
    package var description: String {
        switch self {
        case .once(let date): date.description
        case .yearly(let monthDay): monthDay.description
        }
    }
}

/// A day of each year; 29 February comes in leap years only.
package struct MonthDay: Sendable, Hashable, CustomStringConvertible {
    /// The month, from 1.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// The day, or nil where no year has such a one.
    package init?(month: Int, day: Int) {
        guard LocalDate(year: 2000, month: month, day: day) != nil else { return nil }
        self.month = month
        self.day = day
    }

    /// Reads `12-25`.
    package init?(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"),
            let month = DigitReader.number(bytes, at: 0, digits: 2),
            let day = DigitReader.number(bytes, at: 3, digits: 2)
        else { return nil }
        self.init(month: month, day: day)
    }

    package var description: String { "\(Self.twoDigits(month))-\(Self.twoDigits(day))" }

    static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
