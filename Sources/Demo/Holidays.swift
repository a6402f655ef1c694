/// The public holidays on which a zone's people stay at home.
enum Holidays {
    /// Whether most people of the zone are off on that day.
    static func isHoliday(_ day: LocalDay) -> Bool {
        let date = day.date
        let fixed = fixed(in: day.zone)
        if fixed.contains(date.month * 100 + date.day) { return true }
        let easter = easterSunday(of: date.year, zone: day.zone)
        if day.number == easter.number - 2 { return true }
        guard day.zone == .johannesburg else { return day.zone == .dakar && day.number == easter.number + 1 }
        if day.number == easter.number + 1 { return true }
        // In South Africa a holiday on a Sunday is kept on the Monday after it.
        guard day.weekday == 0 else { return false }
        let sunday = LocalDay(number: day.number - 1, zone: day.zone).date
        return fixed.contains(sunday.month * 100 + sunday.day)
    }

    /// Month and day as one number, such as 1225.
    private static func fixed(in zone: Zone) -> Set<Int> {
        switch zone {
        case .johannesburg: [101, 321, 427, 501, 616, 809, 924, 1216, 1225, 1226]
        case .dakar: [101, 404, 501, 815, 1101, 1225]
        case .saoPaulo: [101, 421, 501, 907, 1012, 1102, 1115, 1225]
        case .bogota: [101, 501, 720, 807, 1208, 1225]
        }
    }

    /// The anonymous Gregorian rule.
    private static func easterSunday(of year: Int, zone: Zone) -> LocalDay {
        let golden = year % 19
        let century = year / 100
        let rest = year % 100
        let correction = (century + 8) / 25
        let moon = (19 * golden + century - century / 4 - (century - correction + 1) / 3 + 15) % 30
        let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7
        let shift = (golden + 11 * moon + 22 * weekday) / 451
        let sum = moon + weekday - 7 * shift + 114
        return LocalDay(year: year, month: sum / 31, day: sum % 31 + 1, zone: zone)
    }
}
