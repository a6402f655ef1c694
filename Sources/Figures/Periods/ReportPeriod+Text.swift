import BusinessTime

extension ReportPeriod: CustomStringConvertible {
    /// The years that a period is read of: in the last one a date can have, it would not end.
    private static let years = 1970...9998

    /// Reads `2026-03-09`, `2026-W12`, `2026-03` or `2026-Q1`; a bi-weekly one is written as the week it ends with.
    package init?(_ text: String, as kind: Kind) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let year = parts.first.flatMap({ Self.number($0, digits: 4) }), Self.years.contains(year) else {
            return nil
        }
        switch kind {
        case .day:
            guard let date = LocalDate(text) else { return nil }
            self.init(kind, containing: date)
        case .weekly, .biweekly:
            guard parts.count == 2, parts[1].first == "W", let week = Self.number(parts[1].dropFirst(), digits: 2),
                (1...Self.weeks(of: year)).contains(week)
            else { return nil }
            self.init(kind, containing: LocalDate(day: Self.firstMonday(of: year) + 7 * (week - 1)))
        case .monthly:
            guard parts.count == 2, let month = Self.number(parts[1], digits: 2), (1...12).contains(month) else {
                return nil
            }
            self.init(kind, containing: Self.firstDay(month, of: year))
        case .quarterly:
            guard parts.count == 2, parts[1].first == "Q", let quarter = Self.number(parts[1].dropFirst(), digits: 1),
                (1...4).contains(quarter)
            else { return nil }
            self.init(kind, containing: Self.firstDay(3 * quarter - 2, of: year))
        }
    }

    /// Reads a period of any kind but two weeks, which are written as the week that they end with.
    package init?(_ text: String) {
        let kinds: [Kind] = [.weekly, .monthly, .quarterly, .day]
        guard let found = kinds.lazy.compactMap({ ReportPeriod(text, as: $0) }).first else { return nil }
        self = found
    }

    /// What it is called, as it is read.
    package var description: String {
        switch kind {
        case .day: first.description
        case .weekly, .biweekly: Self.weekText(of: LocalDate(day: end.day - 7))
        case .monthly: String(first.description.prefix(7))
        case .quarterly: "\(first.description.prefix(4))-Q\((first.month + 2) / 3)"
        }
    }

    /// What people call it.
    package var title: String {
        switch kind {
        case .day: first.description
        case .weekly: "week \(description)"
        case .biweekly: "two weeks to \(LocalDate(day: end.day - 1))"
        case .monthly: "\(Self.months[first.month - 1]) \(first.year)"
        case .quarterly: "quarter \((first.month + 2) / 3) of \(first.year)"
        }
    }

    /// The week of a Monday as ISO 8601 writes it: the first week of a year has its first Thursday.
    private static func weekText(of monday: LocalDate) -> String {
        let year = LocalDate(day: monday.day + 3).year
        let week = (monday.day - firstMonday(of: year)) / 7 + 1
        return "\(year)-W\(week < 10 ? "0" : "")\(week)"
    }

    private static func firstMonday(of year: Int) -> Int {
        let fourth = firstDay(1, of: year).day + 3
        return fourth - LocalDate(day: fourth).weekday.rawValue
    }

    private static func weeks(of year: Int) -> Int { (firstMonday(of: year + 1) - firstMonday(of: year)) / 7 }

    private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

extension ReportPeriod.Kind {
    /// A period of the kind, as it is written.
    package var example: String {
        switch self {
        case .day: "2026-03-09"
        case .weekly, .biweekly: "2026-W12"
        case .monthly: "2026-03"
        case .quarterly: "2026-Q1"
        }
    }
}
