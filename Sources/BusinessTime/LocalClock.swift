package import Contract

/// The clock on the wall of a place.
package struct LocalClock: Sendable {
    /// The IANA name of its time zone.
    package let zone: String
    private let rules: ZoneRules

    /// The clock of a zone; nil for a name that is none of IANA's.
    package init?(zone: String) {
        guard let rules = ZoneRules(zone) else { return nil }
        self.zone = zone
        self.rules = rules
    }

    /// The hour of the week at an instant, 0 for the first one of Monday, up to 167.
    package func hourOfWeek(at instant: Instant) -> Int {
        let second = localSecond(at: instant)
        // 1970-01-01 was a Thursday.
        return Self.remainder((second - Self.remainder(second, 3600)) / 3600 + 3 * 24, 168)
    }

    /// The weekday and time at an instant, to the minute, such as `Tue 08:00`; to the second where it has some.
    package func text(at instant: Instant) -> String {
        let second = localSecond(at: instant)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let inDay = Self.remainder(second, 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = inDay % 60 == 0 ? "" : ":" + two(inDay % 60)
        return "\(names[hourOfWeek(at: instant) / 24]) \(two(inDay / 3600)):\(two(inDay / 60 % 60))\(seconds)"
    }

    private func localSecond(at instant: Instant) -> Int {
        let micros = Int(instant.microseconds)
        let second = (micros - Self.remainder(micros, 1_000_000)) / 1_000_000
        return second + rules.offset(at: second)
    }

    private static func remainder(_ number: Int, _ modulus: Int) -> Int {
        (number % modulus + modulus) % modulus
    }
}
