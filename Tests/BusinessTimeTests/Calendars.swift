import BusinessTime
import Contract
import Testing

/// Calendars as the policy file writes them, for tests.
func calendar(
    _ zone: String,
    _ week: [(String, [String])],
    holidays: [(String, [String])] = []
) throws -> BusinessCalendar {
    try BusinessCalendar(definition(zone, week, holidays: holidays))
}

func definition(
    _ zone: String,
    _ week: [(String, [String])],
    holidays: [(String, [String])] = [],
    region: String? = nil
) throws -> CalendarDefinition {
    var hours = WeekHours()
    for (key, intervals) in week {
        let days = try #require(Weekday.days(ofKey: key))
        for interval in intervals { try hours.add(#require(HourInterval(interval)), on: days) }
    }
    let special = try holidays.map { date, open in
        try Holiday(#require(HolidayDate(date)), open: open.map { try #require(HourInterval($0)) })
    }
    return CalendarDefinition(zone: zone, week: hours, holidays: special, region: region.flatMap { Region($0) })
}

extension BusinessCalendar {
    /// The instant of a text, which a test knows to be one.
    func at(_ text: String) throws -> Instant {
        try #require(instant(text.contains("T") ? text : text.replacing(" ", with: "T") + ":00"))
    }

    /// The pauses between pairs of times.
    func pauses(_ pairs: [(String, String)]) throws -> [Period] {
        try pairs.map { try #require(Period(at($0.0), at($0.1))) }
    }
}
