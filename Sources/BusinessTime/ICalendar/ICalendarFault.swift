/// Why a text is no iCalendar file.
package struct ICalendarFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// What is wrong there.
    package let message: String

    package var description: String { "line \(line): \(message)" }
}
