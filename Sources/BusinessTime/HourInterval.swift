/// Opening hours of one day as the clock on the wall shows them: `[opening, closing)`, in minutes after midnight.
///
/// A closing beyond 24:00 lies on the next day.
package struct HourInterval: Sendable, Hashable {
    /// Minutes after midnight, from 0 to 1439.
    package let opening: Int
    /// Minutes after the same midnight, later than the opening by at most 24 hours.
    package let closing: Int

    /// The interval, or nil when the minutes are none of an interval.
    package init?(opening: Int, closing: Int) {
        guard (0..<Self.day).contains(opening), closing > opening, closing <= opening + Self.day else { return nil }
        self.opening = opening
        self.closing = closing
    }

    /// Reads `HH:MM-HH:MM`; an end of `24:00` is midnight, an end not after its start lies on the next day.
    package init?(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 11, bytes[5] == UInt8(ascii: "-"),
            let opening = Self.minutes(bytes, at: 0), opening < Self.day,
            let closing = Self.minutes(bytes, at: 6)
        else { return nil }
        self.init(opening: opening, closing: closing > opening ? closing : closing + Self.day)
    }

    /// What an interval may be, for a message.
    package static let expectation = "an interval such as 08:00-12:30, 22:00-06:00 or 13:00-24:00 is allowed"

    /// The minutes of a day.
    static let day = 24 * 60

    private static func minutes(_ text: Span<UInt8>, at index: Int) -> Int? {
        guard text[index + 2] == UInt8(ascii: ":"),
            let hours = DigitReader.number(text, at: index, digits: 2),
            let minutes = DigitReader.number(text, at: index + 3, digits: 2), minutes < 60,
            hours < 24 || hours == 24 && minutes == 0
        else { return nil }
        return hours * 60 + minutes
    }
}

extension HourInterval: CustomStringConvertible {
    package var description: String {
        let end = closing <= Self.day ? closing : closing - Self.day
        return "\(Self.text(opening))-\(Self.text(end))"
    }

    private static func text(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
