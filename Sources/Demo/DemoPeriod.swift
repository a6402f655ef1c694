package import Contract

/// The months that the demonstration tells of, in the report's zone.
package struct DemoPeriod: Sendable, Equatable {
    /// A short name that is part of every id.
    package let label: String
    /// The period's first instant.
    package let start: Instant
    /// The first instant after it.
    package let end: Instant

    /// The last full quarter before `now`, or one of those before it.
    package static func quarter(before now: Instant, back: Int = 0) -> DemoPeriod {
        let date = LocalDay(containing: now, zone: .johannesburg).date
        // Quarters are counted from the year 0, so that going back crosses the new year by itself.
        let number = date.year * 4 + (date.month - 1) / 3 - 1 - back
        return DemoPeriod(
            label: "\(number / 4)q\(number % 4 + 1)",
            start: firstInstant(ofQuarter: number),
            end: firstInstant(ofQuarter: number + 1)
        )
    }

    /// The 91 days (thirteen weeks) that end with yesterday.
    package static func untilYesterday(_ now: Instant) -> DemoPeriod {
        let today = LocalDay(containing: now, zone: .johannesburg)
        let first = LocalDay(number: today.number - 91, zone: .johannesburg)
        let date = first.date
        let digits = [date.month, date.day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
        return DemoPeriod(label: "\(date.year)\(digits)", start: Instant(first.start), end: Instant(today.start))
    }

    /// The period's days, in the office's zone.
    var days: ClosedRange<Int> {
        let first = LocalDay(containing: start, zone: .johannesburg).number
        return first...(LocalDay(containing: end, zone: .johannesburg).number - 1)
    }

    private static func firstInstant(ofQuarter number: Int) -> Instant {
        Instant(LocalDay(year: number / 4, month: number % 4 * 3 + 1, day: 1, zone: .johannesburg).start)
    }
}

/// Where somebody lives: zones without summer time, so that a fixed offset says all.
enum Zone: String, Sendable, CaseIterable {
    case johannesburg = "Africa/Johannesburg"
    case dakar = "Africa/Dakar"
    case saoPaulo = "America/Sao_Paulo"
    case bogota = "America/Bogota"

    /// Seconds that the zone's clocks are ahead of UTC.
    var offset: Int {
        switch self {
        case .johannesburg: 7200
        case .dakar: 0
        case .saoPaulo: -10_800
        case .bogota: -18_000
        }
    }
}

/// A day by the clocks of a zone.
struct LocalDay: Sendable {
    /// Days after 1970-01-01.
    let number: Int
    let zone: Zone

    init(number: Int, zone: Zone) {
        self.number = number
        self.zone = zone
    }

    init(containing instant: Instant, zone: Zone) {
        self.init(number: (instant.seconds + zone.offset).flooring(86_400), zone: zone)
    }

    init(year: Int, month: Int, day: Int, zone: Zone) {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let midnight = Instant(rfc3339: "\(year)-\(two(month))-\(two(day))T00:00:00Z")
        self.init(number: (midnight?.seconds ?? 0) / 86_400, zone: zone)
    }

    /// Midnight, in seconds since 1970 as UTC counts them.
    var start: Int { number * 86_400 - zone.offset }

    /// 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
    var weekday: Int { (number + 3) % 7 }

    var date: (year: Int, month: Int, day: Int) {
        let parts = Instant(number * 86_400).description.prefix(10).split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? (parts[0], parts[1], parts[2]) : (1970, 1, 1)
    }
}

extension Instant {
    /// The instant so many seconds after 1970-01-01T00:00:00Z.
    init(_ seconds: Int) { self.init(microseconds: Int64(seconds) * 1_000_000) }

    /// Whole seconds after 1970-01-01T00:00:00Z.
    var seconds: Int { Int(microseconds / 1_000_000) }
}

extension Int {
    fileprivate func flooring(_ divisor: Int) -> Int { Int((Double(self) / Double(divisor)).rounded(.down)) }
}
