/// A time on the clock of some zone, to the minute.
package struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Minutes after midnight, 0 to 1440; 1440 is `24:00`.
    package let minutes: Int

    /// The time that many minutes after midnight; nil unless 0 to 1440.
    package init?(minutes: Int) {
        guard (0...1440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// The time that `HH:MM` says; nil unless the text has that shape.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 5, digits[2] == UInt8(ascii: ":"), let hours = Self.number(digits[0..<2]),
            let minutes = Self.number(digits[3..<5]), minutes < 60
        else { return nil }
        self.init(minutes: hours * 60 + minutes)
    }

    package var description: String {
        let hours = minutes / 60
        let rest = minutes % 60
        return "\(hours < 10 ? "0" : "")\(hours):\(rest < 10 ? "0" : "")\(rest)"
    }

    package static func < (one: TimeOfDay, other: TimeOfDay) -> Bool { one.minutes < other.minutes }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { number, digit in
            guard let number, (0x30...0x39).contains(digit) else { return nil }
            return number * 10 + Int(digit &- 0x30)
        }
    }
}
