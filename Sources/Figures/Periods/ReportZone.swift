package import BusinessTime
package import Contract
import Foundation

/// The time zone whose days, weeks, months and quarters the reports are about.
package struct ReportZone: Sendable, Hashable {
    /// Its IANA name.
    package let name: String
    private let zone: TimeZone

    /// The zone of that name, or nil where there is none.
    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.name = name
        self.zone = zone
    }

    /// The date at an instant.
    package func date(at instant: Instant) -> LocalDate { LocalDate(day: Self.floor(wallSecond(at: instant), 86_400)) }

    /// The hour of the day at an instant, 0 to 23.
    package func hour(at instant: Instant) -> Int {
        let second = wallSecond(at: instant)
        return (second - Self.floor(second, 86_400) * 86_400) / 3600
    }

    /// The first instant of a date; where clocks skip midnight, the instant at which they go on.
    package func start(of date: LocalDate) -> Instant {
        let wall = date.day * 86_400
        // Of two offsets that hold around midnight, the first one that shows it is the first instant of the day.
        let offsets = [offset(at: wall - 86_400), offset(at: wall + 86_400)]
        for offset in offsets where self.offset(at: wall - offset) == offset {
            return Instant(microseconds: Int64(wall - offset) * 1_000_000)
        }
        return Instant(microseconds: Int64(wall - offsets[0]) * 1_000_000)
    }

    private func wallSecond(at instant: Instant) -> Int {
        let second = Self.floor(Int(instant.microseconds), 1_000_000)
        return second + offset(at: second)
    }

    private func offset(at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    private static func floor(_ value: Int, _ unit: Int) -> Int {
        value >= 0 ? value / unit : -((-value + unit - 1) / unit)
    }
}

extension ReportZone {
    /// Universal time.
    package static let utc = ReportZone(utc: ())

    private init(utc: ()) {
        name = "UTC"
        zone = .gmt
    }
}
