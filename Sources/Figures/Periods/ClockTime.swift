package import Contract

/// A point in time for people, in the reports' zone.
package enum ClockTime {
    /// Such as `2026-03-09 14:05`.
    package static func text(_ instant: Instant, _ zone: ReportZone) -> String {
        let date = zone.date(at: instant)
        let into = instant - zone.start(of: date)
        // The hour comes from the zone, since a day in which clocks change is not 24 hours long.
        let minute = Int(into.components.seconds / 60 % 60)
        let hour = zone.hour(at: instant)
        return "\(date) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
