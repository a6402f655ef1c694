import BusinessTime
import Contract
import Foundation
import Policy

/// The clock of a zone, as a reader of a notice has it on the wall.
struct LocalTime: Sendable {
    private let zone: TimeZone

    /// The clock of that IANA zone; UTC where there is none of the name.
    init(zone name: String?) {
        zone = name.flatMap { TimeZone(identifier: $0) } ?? .gmt
    }

    private func offset(at instant: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)))
    }

    /// Seconds after 1970 as the wall clock and calendar count them.
    private func wallSeconds(_ instant: Instant) -> Int64 {
        Int64((Double(instant.microseconds) / 1_000_000).rounded(.down)) + offset(at: instant)
    }

    /// The date on the wall, as days after 1970-01-01.
    func day(of instant: Instant) -> Int { Int((Double(wallSeconds(instant)) / 86_400).rounded(.down)) }

    /// The minute of the day on the wall.
    func minute(of instant: Instant) -> Int {
        Int(wallSeconds(instant) - Int64(day(of: instant)) * 86_400) / 60
    }

    /// The instant at which the wall shows that minute of that day; of a time that it skips, the first after it.
    func instant(day: Int, minute: Int) -> Instant {
        let wall = Int64(day) * 86_400 + Int64(minute) * 60
        // By the offsets before and after a change that may be near; of a time that comes twice, the first.
        let answers = [wall - 86_400, wall + 86_400].map { wall - offset(at: Self.second($0)) }.sorted()
        if let shown = answers.first(where: { wallSeconds(Self.second($0)) == wall }) { return Self.second(shown) }
        // The change lies between the two.
        var (before, after) = (answers[0], answers[1])
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if wallSeconds(Self.second(middle)) < wall { before = middle } else { after = middle }
        }
        return Self.second(after)
    }

    private static func second(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }

    /// The first instant later than that at which the wall shows the time on one of the days.
    func next(_ time: TimeOfDay, on days: Set<Policy.Weekday>? = nil, after instant: Instant) -> Instant {
        let today = day(of: instant)
        for day in today...(today + 8) {
            let candidate = self.instant(day: day, minute: time.minutes)
            guard candidate > instant else { continue }
            if let days, !days.isEmpty, !days.contains(weekday(day)) { continue }
            return candidate
        }
        return instant + .seconds(86_400)
    }

    /// When the hours end that it is in; nil outside of them.
    func end(of hours: DayInterval, at instant: Instant) -> Instant? {
        let minute = minute(of: instant)
        let (opens, closes) = (hours.opens.minutes, hours.closes.minutes)
        let isInside = hours.crossesMidnight ? minute >= opens || minute < closes : (opens..<closes).contains(minute)
        guard isInside else { return nil }
        let day = day(of: instant)
        return self.instant(day: hours.crossesMidnight && minute >= opens ? day + 1 : day, minute: closes)
    }

    private func weekday(_ day: Int) -> Policy.Weekday {
        Policy.Weekday.allCases[LocalDate(day: day).weekday.rawValue]
    }

    /// The time for a reader of the language, such as `Tue 3 March 2026, 14:30 (UTC+2)`.
    func text(_ instant: Instant, in language: Language) -> String {
        let date = LocalDate(day: day(of: instant))
        let parts = date.description.split(separator: "-")
        let time = TimeOfDay(minutes: minute(of: instant))?.description ?? ""
        let place = "(\(Self.offsetText(offset(at: instant))))"
        guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]) else {
            return "\(date) \(time) \(place)"
        }
        let weekday = date.weekday.rawValue
        switch language.ranges.last?.rawValue {
        case "en": return "\(Self.days.en[weekday]) \(day) \(Self.months.en[month - 1]) \(parts[0]), \(time) \(place)"
        case "fr": return "\(Self.days.fr[weekday]) \(day) \(Self.months.fr[month - 1]) \(parts[0]) à \(time) \(place)"
        default: return "\(date) \(time) \(place)"
        }
    }

    private static func offsetText(_ seconds: Int64) -> String {
        guard seconds != 0 else { return "UTC" }
        let minutes = abs(seconds) / 60
        let rest = minutes % 60 == 0 ? "" : ":" + String(100 + minutes % 60).dropFirst()
        return "UTC\(seconds < 0 ? "−" : "+")\(minutes / 60)\(rest)"
    }

    private static let days = (
        en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        fr: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    )
    private static let months = (
        en: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ],
        fr: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
            "décembre",
        ]
    )
}
