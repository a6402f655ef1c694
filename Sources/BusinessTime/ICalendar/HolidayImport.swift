/// The holidays of an iCalendar file (RFC 5545), such as governments and other calendars publish them.
///
/// Taken are events that last whole days, for one date or several, once or each year; what is not taken is listed with
/// the reason, so that nothing is lost unseen.
package struct HolidayImport: Sendable {
    /// An event that was left out.
    package struct Skipped: Sendable, Hashable, CustomStringConvertible {
        /// The line of its BEGIN, from 1.
        package let line: Int
        /// What it is called.
        package let name: String
        /// Why it was left out.
        package let reason: String

        package var description: String { "line \(line): \(name): \(reason)" }
    }

    /// The holidays, in the order of the file.
    package private(set) var holidays: [Holiday] = []
    /// What was left out.
    package private(set) var skipped: [Skipped] = []

    /// Reads a file, and works out rules such as "the last Monday in May" for those years.
    ///
    /// An event that is on the same day each year without end becomes one holiday that recurs.
    package init(
        iCalendar text: String,
        years: ClosedRange<Int>,
        region: Region? = nil
    ) throws(ICalendarFault) {
        let lines = try ContentLine.lines(of: text)
        var open: [(name: String, line: Int)] = []
        var event: [ContentLine] = []
        for line in lines {
            let value = line.value.uppercased()
            guard line.name == "BEGIN" || line.name == "END" || !open.isEmpty else {
                throw ICalendarFault(line: line.number, message: "BEGIN:VCALENDAR is needed before it")
            }
            if line.name == "BEGIN" {
                guard open.isEmpty == (value == "VCALENDAR") else {
                    throw ICalendarFault(line: line.number, message: "a file begins with BEGIN:VCALENDAR, once")
                }
                open.append((value, line.number))
                if value == "VEVENT" { event = [] }
            } else if line.name == "END" {
                guard let last = open.popLast(), last.name == value else {
                    throw ICalendarFault(line: line.number, message: "END:\(value) ends nothing that has begun")
                }
                if value == "VEVENT" { add(HolidayEvent(event, line: last.line), years, region) }
            } else if open.last?.name == "VEVENT" {
                event.append(line)
            }
        }
        if let unended = open.last {
            throw ICalendarFault(line: unended.line, message: "BEGIN:\(unended.name) has no end")
        }
        guard !lines.isEmpty else { throw ICalendarFault(line: 1, message: "BEGIN:VCALENDAR is needed") }
    }

    private mutating func add(_ event: HolidayEvent, _ years: ClosedRange<Int>, _ region: Region?) {
        switch event.dates(in: years) {
        case .success(let dates):
            holidays += dates.map { Holiday($0, name: event.name, region: region) }
        case .failure(let reason):
            skipped.append(Skipped(line: event.line, name: event.name, reason: reason.sentence))
        }
    }
}
