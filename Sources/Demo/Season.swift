/// How the weeks of a period differ: the tide of messages, two bad weeks, and an office that learns.
struct Season: Sendable {
    let days: ClosedRange<Int>
    let zone = Zone.johannesburg
    /// The fifth week: uploads fail for most of a day, and everybody writes.
    let outageWeek = 4
    /// The tenth week: the payment provider is slow.
    let paymentWeek = 9

    /// The day on which uploads fail, and when.
    var outage: Range<Int> {
        let day = LocalDay(number: days.lowerBound + outageWeek * 7 + 1, zone: zone)
        return day.start + 9 * 3600..<day.start + 17 * 3600
    }

    /// Which week of the period a time is in, from 0.
    func week(of time: Int) -> Int { max(0, (time + zone.offset) / 86_400 - days.lowerBound) / 7 }

    /// How many matters a day brings, compared with an ordinary one.
    func volume(of number: Int) -> Double {
        let day = LocalDay(number: number, zone: zone)
        let week = (number - days.lowerBound) / 7
        let ofWeekday = [1.25, 1.15, 1.1, 1.05, 1.0, 0.62, 0.5][day.weekday]
        let growth = 0.94 + 0.12 * Double(number - days.lowerBound) / Double(days.count)
        let rush = week == outageWeek ? 1.5 : week == paymentWeek ? 1.3 : 1
        return ofWeekday * growth * rush * (Holidays.isHoliday(day) ? 0.5 : 1)
    }

    /// How much longer than usual a team takes.
    func pressure(on team: String, at time: Int) -> Double {
        let week = week(of: time)
        let learned = 1.12 - 0.24 * Double(week) / 12
        switch (week, team) {
        case (outageWeek, "technical"): return 3.2 * learned
        case (outageWeek, "listings"), (outageWeek, "first_line"): return 2.4 * learned
        case (paymentWeek, "payments"): return 3.4 * learned
        case (paymentWeek, "seniors"): return 1.8 * learned
        default: return learned
        }
    }

    /// Whether a team has one of its bad weeks.
    func isBad(for team: String, at time: Int) -> Bool { pressure(on: team, at: time) > 1.5 }

    /// A moment at which people write, by the clocks of where they live.
    func moment(on number: Int, in zone: Zone, _ dice: inout Dice) -> Int {
        let hour = dice.pick(weighted: Self.hours)
        let day = LocalDay(number: number, zone: zone)
        return max(day.start, LocalDay(number: days.lowerBound, zone: self.zone).start)
            .advanced(by: hour * 3600 + dice.whole(0...3599))
    }

    private static let hours: [(Int, Double)] = [
        (0, 0.6), (1, 0.3), (2, 0.2), (3, 0.1), (4, 0.2), (5, 0.6), (6, 1.6), (7, 3.2), (8, 5.6), (9, 7.4), (10, 7.8),
        (11, 7.2), (12, 6), (13, 6.2), (14, 6.4), (15, 6), (16, 5.6), (17, 5.4), (18, 5.8), (19, 6.2), (20, 5.4),
        (21, 3.6), (22, 2), (23, 1.1),
    ]
}
