extension Instant {
    /// Reads an RFC 3339 time with its offset; nil for anything else.
    ///
    /// Digits beyond the microsecond are dropped. A leap second is taken only where one can be, at the end of a June
    /// or December in UTC, and stands for the midnight that follows it.
    package init?(rfc3339 text: String) {
        guard let microseconds = Self.microseconds(rfc3339: text.utf8Span.span) else { return nil }
        self.init(microseconds: microseconds)
    }

    private static func microseconds(rfc3339 text: Span<UInt8>) -> Int64? {
        guard text.count >= 20,
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            text[10] | 0x20 == UInt8(ascii: "t"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let century = number(text, at: 0), let yearOfCentury = number(text, at: 2),
            let month = number(text, at: 5), let day = number(text, at: 8),
            let hour = number(text, at: 11), let minute = number(text, at: 14), let second = number(text, at: 17),
            hour <= 23, minute <= 59, second <= 60
        else { return nil }
        let date = CivilDate(year: century * 100 + yearOfCentury, month: month, day: day)
        guard date.isValid, let (fraction, end) = fraction(text, from: 19), let offset = offset(text, from: end)
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        guard second < 60 || isAfterLeapSecond(seconds) else { return nil }
        return seconds * 1_000_000 + fraction
    }

    /// The two digits at the place.
    private static func number(_ text: Span<UInt8>, at index: Int) -> Int? {
        let tens = text[index] &- UInt8(ascii: "0")
        let ones = text[index + 1] &- UInt8(ascii: "0")
        guard tens <= 9, ones <= 9 else { return nil }
        return Int(tens) * 10 + Int(ones)
    }

    /// The microseconds of the second's fraction, if there is one, and the place behind it.
    private static func fraction(_ text: Span<UInt8>, from start: Int) -> (microseconds: Int64, end: Int)? {
        guard text[start] == UInt8(ascii: ".") else { return (0, start) }
        var index = start + 1
        var microseconds: Int64 = 0
        var weight: Int64 = 100_000
        while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 {
            microseconds += Int64(text[index] - UInt8(ascii: "0")) * weight
            weight /= 10
            index += 1
        }
        guard index > start + 1 else { return nil }
        return (microseconds, index)
    }

    /// The offset from UTC in seconds, which must be the last thing in the text.
    private static func offset(_ text: Span<UInt8>, from start: Int) -> Int? {
        guard start < text.count else { return nil }
        if text[start] | 0x20 == UInt8(ascii: "z") {
            return start + 1 == text.count ? 0 : nil
        }
        guard start + 6 == text.count, text[start + 3] == UInt8(ascii: ":"),
            text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-"),
            let hours = number(text, at: start + 1), let minutes = number(text, at: start + 4),
            hours <= 23, minutes <= 59
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return text[start] == UInt8(ascii: "-") ? -seconds : seconds
    }

    /// Whether that second is the midnight that begins a January or a July.
    private static func isAfterLeapSecond(_ seconds: Int64) -> Bool {
        guard seconds % 86_400 == 0 else { return false }
        let date = CivilDate(daysSinceEpoch: seconds / 86_400)
        return date.day == 1 && (date.month == 1 || date.month == 7)
    }
}

extension Instant: CustomStringConvertible {
    /// The RFC 3339 form in UTC with milliseconds, or with microseconds where it has them.
    package var description: String {
        let seconds = microseconds.flooredQuotient(1_000_000)
        let remainder = microseconds % 1_000_000
        let fraction = remainder < 0 ? remainder + 1_000_000 : remainder
        let days = seconds.flooredQuotient(86_400)
        let ofDay = Int(seconds - days * 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(28)
        if date.year > 9999 || date.year < 0 {
            text.append(date.year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        }
        Self.append(date.year.magnitude, digits: date.year.magnitude > 9999 ? 6 : 4, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(UInt(date.month), digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.append(UInt(date.day), digits: 2, to: &text)
        text.append(UInt8(ascii: "T"))
        Self.append(UInt(ofDay / 3600), digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(UInt(ofDay / 60 % 60), digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.append(UInt(ofDay % 60), digits: 2, to: &text)
        text.append(UInt8(ascii: "."))
        if fraction % 1000 == 0 {
            Self.append(UInt(fraction / 1000), digits: 3, to: &text)
        } else {
            Self.append(UInt(fraction), digits: 6, to: &text)
        }
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ number: UInt, digits: Int, to text: inout [UInt8]) {
        var divisor = UInt(1)
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self / divisor - (self % divisor < 0 ? 1 : 0)
    }
}
