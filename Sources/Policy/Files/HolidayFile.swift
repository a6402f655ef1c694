import BusinessTime

/// The holidays of an iCalendar file, as a calendar of the policy has them.
struct HolidayFile {
    /// The years for which rules such as "the last Monday in May" are worked out: those that reports can be about.
    static let years = 2010...2060

    private(set) var definitions: [HolidayDefinition] = []
    /// The events that are no holidays, with the reasons.
    private(set) var leftOut: [PolicyFault] = []

    init(_ text: String, name: String, _ faults: inout FaultList) {
        do throws(ICalendarFault) {
            let read = try HolidayImport(iCalendar: text, years: Self.years)
            definitions = read.holidays.compactMap(HolidayDefinition.init)
            leftOut = read.skipped.map {
                PolicyFault(file: name, line: $0.line, path: "", message: "\($0.name) is left out: \($0.reason)")
            }
        } catch {
            faults.add("not iCalendar: \(error.message)", at: Place(line: error.line, path: "", file: name))
        }
    }
}

extension HolidayDefinition {
    fileprivate init?(_ holiday: Holiday) {
        guard let date = Date(holiday.date.description) else { return nil }
        self.init(date: date)
        title = holiday.name
    }
}
