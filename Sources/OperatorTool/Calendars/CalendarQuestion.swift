import BusinessTime
import Contract
import Synchronization

/// One line: a calendar and what is asked about it.
struct CalendarQuestion {
    let calendar: BusinessCalendar
    private let members: JSONValue

    /// Reads the line and makes its calendar, unless an earlier line had the same.
    init(line: String, known: KnownCalendars) throws(CalendarError) {
        do throws(JSONFault) {
            members = try JSONValue(parsing: line)
        } catch {
            throw CalendarError(error.sentence)
        }
        guard case .object = members else { throw CalendarError("an object in braces is needed") }
        guard let value = members["calendar"] else { throw CalendarError("calendar: it is needed") }
        calendar = try known.calendar(value)
    }

    /// The time under that name.
    func instant(_ name: String) throws(CalendarError) -> Instant {
        guard let value = members[name] else { throw CalendarError("\(name): it is needed") }
        return try instant(value, name)
    }

    /// The number of seconds under that name, to the microsecond.
    func seconds(_ name: String) throws(CalendarError) -> Duration {
        guard let value = members[name] else { throw CalendarError("\(name): it is needed") }
        guard case .number(let digits) = value, let duration = Self.duration(digits) else {
            throw CalendarError("\(name): a number of seconds is allowed, such as 3600 or 0.25")
        }
        return duration
    }

    /// The pauses, none when the line has none.
    func pauses() throws(CalendarError) -> [Period] {
        guard let value = members["pauses"], value != .null else { return [] }
        let expectation = "a list of pairs [from, to] of times is allowed"
        guard case .array(let pairs) = value else { throw CalendarError("pauses: \(expectation)") }
        var pauses: [Period] = []
        for (index, pair) in pairs.enumerated() {
            guard case .array(let ends) = pair, ends.count == 2 else {
                throw CalendarError("pauses[\(index)]: \(expectation)")
            }
            let start = try instant(ends[0], "pauses[\(index)][0]")
            let end = try instant(ends[1], "pauses[\(index)][1]")
            guard let pause = Period(start, end) else {
                throw CalendarError("pauses[\(index)]: it ends before it starts")
            }
            pauses.append(pause)
        }
        return pauses
    }

    private func instant(_ value: JSONValue, _ name: String) throws(CalendarError) -> Instant {
        guard let text = value.text, let instant = calendar.instant(text) else {
            throw CalendarError(
                "\(name): an RFC 3339 time such as 2026-03-01T08:00:00 or 2026-03-01T08:00:00Z is allowed"
            )
        }
        return instant
    }

    /// Decimal digits with up to six behind a point; anything finer has no meaning here.
    private static func duration(_ digits: String) -> Duration? {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard let seconds = Int64(parts[0]), parts.count <= 2, abs(seconds) < 1_000_000_000_000 else { return nil }
        let isNegative = digits.hasPrefix("-")
        guard parts.count == 2 else { return .seconds(seconds) }
        guard (1...6).contains(parts[1].count), let fraction = Int64(parts[1]) else { return nil }
        let scale = (parts[1].count..<6).reduce(Int64(1)) { product, _ in product * 10 }
        return .seconds(seconds) + .microseconds(isNegative ? -fraction * scale : fraction * scale)
    }
}

/// The calendars that lines have had so far, since usually many lines have the same.
final class KnownCalendars: Sendable {
    private static let kept = 256
    private let calendars = Mutex<[String: BusinessCalendar]>([:])

    /// The calendar that the JSON describes.
    func calendar(_ value: JSONValue) throws(CalendarError) -> BusinessCalendar {
        let text = value.description
        if let calendar = calendars.withLock({ $0[text] }) { return calendar }
        let definition = try CalendarReader.read(value)
        let calendar: BusinessCalendar
        do throws(CalendarFault) {
            calendar = try BusinessCalendar(definition)
        } catch {
            throw CalendarError("calendar: \(error)")
        }
        calendars.withLock { calendars in
            if calendars.count >= Self.kept { calendars.removeAll() }
            calendars[text] = calendar
        }
        return calendar
    }
}

extension JSONValue {
    /// A duration in seconds, with as many decimals as it needs.
    static func seconds(_ duration: Duration) -> JSONValue {
        let (seconds, fraction) = duration.wholeMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
        guard fraction != 0 else { return .number("\(seconds)") }
        var decimals = String(String(1_000_000 + fraction).dropFirst())
        while decimals.hasSuffix("0") { decimals.removeLast() }
        return .number("\(seconds).\(decimals)")
    }
}
