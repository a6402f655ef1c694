internal import Contract

/// Dates as RFC 5322 writes them, in UTC.
enum MailDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The words of the date, such as `Mon, 23 Nov 2026 22:10:00 +0000`; the years are 1970 to 9999.
    static func words(of instant: Instant) -> [String] {
        let bounded = min(max(instant, Instant(microseconds: 0)), latest)
        let weekday = weekdays[Int(bounded.microseconds / microsecondsPerDay % 7)]
        // YYYY-MM-DDTHH:MM:SS and more.
        let text = Array(bounded.description.utf8)
        func number(_ range: Range<Int>) -> Int {
            text[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        return [
            "\(weekday),", "\(number(8..<10))", months[number(5..<7) - 1], "\(number(0..<4))",
            String(decoding: text[11..<19], as: UTF8.self), "+0000",
        ]
    }

    private static let latest = Instant(microseconds: 253_402_300_799_000_000)
}
