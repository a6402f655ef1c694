/// A VEVENT, read as a holiday.
struct HolidayEvent {
    /// Why an event is not taken.
    struct Reason: Error {
        let sentence: String
    }

    private static let longest = 366
    let line: Int
    private let lines: [ContentLine]

    init(_ lines: [ContentLine], line: Int) {
        self.lines = lines
        self.line = line
    }

    var name: String { self["SUMMARY"]?.text ?? "" }

    /// The dates on which it is; those of rules that do not simply recur, for those years.
    func dates(in years: ClosedRange<Int>) -> Result<[HolidayDate], Reason> {
        Result { () throws(Reason) in
            guard self["STATUS"]?.value.uppercased() != "CANCELLED" else { throw Reason(sentence: "it is cancelled") }
            guard self["RECURRENCE-ID"] == nil else {
                throw Reason(sentence: "it changes one date of another event; enter that date in the policy")
            }
            guard let start = self["DTSTART"] else { throw Reason(sentence: "it has no DTSTART") }
            guard let first = start.dates?.first else {
                throw Reason(sentence: "it has a time of day; enter the hours that stay open in the policy (`open`)")
            }
            let length = try length(from: first)
            let except = Set(try dates("EXDATE"))
            var starts = [first] + (try dates("RDATE"))
            for rule in lines where rule.name == "RRULE" {
                guard let yearly = YearlyRule(rule.value) else {
                    throw Reason(sentence: "its rule is not one of a yearly holiday: \(rule.value)")
                }
                if length == 1, except.isEmpty, starts == [first], yearly.isSameDay(from: first),
                    let monthDay = first.monthDay
                {
                    return [.yearly(monthDay)]
                }
                starts += yearly.dates(from: first, through: years.upperBound)
            }
            let days = Set(starts).subtracting(except).flatMap { start in
                (0..<length).map { LocalDate(day: start.day + $0) }
            }
            let isRepeated = lines.contains { $0.name == "RRULE" }
            return Set(days).sorted().filter { !isRepeated || years.contains($0.year) }.map(HolidayDate.once)
        }
    }

    private func length(from first: LocalDate) throws(Reason) -> Int {
        var length = 1
        if let end = self["DTEND"] {
            // An end is the first day after; some programs write the same day, and mean it.
            guard let date = end.dates?.first, date >= first else {
                throw Reason(sentence: "its DTEND is no later date")
            }
            length = max(1, date.day - first.day)
        } else if let duration = self["DURATION"] {
            let text = duration.value.uppercased()
            guard text.hasPrefix("P"), let unit = text.last, let number = Int(text.dropFirst().dropLast()),
                (1...Self.longest).contains(number), unit == "D" || unit == "W"
            else { throw Reason(sentence: "its DURATION is not one of whole days") }
            length = unit == "W" ? 7 * number : number
        }
        guard length <= Self.longest else { throw Reason(sentence: "it lasts longer than a year") }
        return length
    }

    private func dates(_ name: String) throws(Reason) -> [LocalDate] {
        var all: [LocalDate] = []
        for line in lines where line.name == name {
            guard let dates = line.dates else { throw Reason(sentence: "its \(name) has a time of day") }
            all += dates
        }
        return all
    }

    private subscript(name: String) -> ContentLine? { lines.first { $0.name == name } }
}
