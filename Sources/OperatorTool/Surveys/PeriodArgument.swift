import ArgumentParser
import BusinessTime
import Contract
import Policy
import Postgres

/// A period as reports write it: a month, a quarter, an ISO week or a day.
struct PeriodArgument: ExpressibleByArgument, CustomStringConvertible {
    static let help = ArgumentHelp("The period: 2026-03, 2026-Q1, 2026-W12 or 2026-03-09.", valueName: "period")

    let description: String
    /// Its first day, and the day after its last.
    let first: LocalDate
    let end: LocalDate
    /// The first day of the period of the same kind before it.
    let firstBefore: LocalDate

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard let year = Self.number(parts[0], digits: 4), (1970...9000).contains(year), parts.count >= 2 else {
            return nil
        }
        let days: (first: LocalDate?, end: LocalDate?, before: LocalDate?)
        if let day = LocalDate(argument) {
            days = (day, LocalDate(day: day.day + 1), LocalDate(day: day.day - 1))
        } else if parts.count != 2 {
            return nil
        } else if let month = Self.number(parts[1], digits: 2), (1...12).contains(month) {
            days = (Self.month(month, year), Self.month(month + 1, year), Self.month(month - 1, year))
        } else if parts[1].first == "Q", let quarter = Self.number(parts[1].dropFirst(), digits: 1),
            (1...4).contains(quarter)
        {
            let month = 3 * quarter - 2
            days = (Self.month(month, year), Self.month(month + 3, year), Self.month(month - 3, year))
        } else if parts[1].first == "W", let week = Self.number(parts[1].dropFirst(), digits: 2),
            let monday = Self.monday(of: week, year)
        {
            days = (LocalDate(day: monday), LocalDate(day: monday + 7), LocalDate(day: monday - 7))
        } else {
            return nil
        }
        guard let first = days.first, let end = days.end, let before = days.before else { return nil }
        self.first = first
        self.end = end
        firstBefore = before
        description = argument
    }

    /// The first day of a month that may lie in the year before or after.
    private static func month(_ month: Int, _ year: Int) -> LocalDate? {
        switch month {
        case ...0: LocalDate(year: year - 1, month: month + 12, day: 1)
        case 13...: LocalDate(year: year + 1, month: month - 12, day: 1)
        default: LocalDate(year: year, month: month, day: 1)
        }
    }

    /// The Monday of an ISO week: the first week of a year has its first Thursday.
    private static func monday(of week: Int, _ year: Int) -> Int? {
        func first(_ year: Int) -> Int? {
            LocalDate(year: year, month: 1, day: 4).map { $0.day - $0.weekday.rawValue }
        }
        guard let start = first(year), let next = first(year + 1), week >= 1 else { return nil }
        let monday = start + 7 * (week - 1)
        return monday < next ? monday : nil
    }

    private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}

/// From the first instant of a day to that of another, in the zone that the policy gives for reports.
struct TimeSpan: Sendable {
    let parameters: [Parameter]

    init(from first: LocalDate, to end: LocalDate, by document: Policy.Document?) {
        let zone = document?.report.zone ?? ReportPolicy().zone
        parameters = [.text("\(first) 00:00"), .text("\(end) 00:00"), .text(zone)]
    }

    /// The span as a query takes it: `$1` to `$3` become the times `start` and `upto` of the relation `span`.
    static let relation = """
        (SELECT $1::timestamp AT TIME ZONE $3 AS start, $2::timestamp AT TIME ZONE $3 AS upto) AS span
        """
}

extension Policy.Document {
    /// The policy in force; nil where none has been applied, or none that this program can read.
    static func inForce(on session: PostgresSession) async throws -> Policy.Document? {
        let yaml = "SELECT yaml FROM policy.versions ORDER BY version DESC LIMIT 1"
        let files = "SELECT path, text FROM policy.files WHERE version = (SELECT max(version) FROM policy.versions)"
        let rows = try await session.run([Statement(yaml), Statement(files)])
        let kept = Dictionary(rows[1].map { ($0.text(0), $0.text(1)) }) { $1 }
        return try? rows[0].first.map { try Policy.Document(yaml: $0.text(0), files: KeptFiles(kept)) }
    }
}
