import Contract
import Figures
import Postgres

/// Reports as they were issued, by what they are about.
struct IssuedReports {
    private var reports: [ReportPeriod: Report] = [:]

    /// Reads reports; each as it was issued, once for all whom a batch tells of it.
    static func select(_ periods: Set<ReportPeriod>) -> Statement {
        let periods = Array(periods)
        return Statement(
            """
            SELECT r.kind, r.period, r.content, r.issued_at FROM unnest($1::text[], $2::text[]) AS k (kind, period)
            JOIN metrics.reports AS r ON r.kind = k.kind AND r.period = k.period
            """,
            .texts(periods.map(\.kind.rawValue)),
            .texts(periods.map(\.description))
        )
    }

    /// Adds a row as ``select(_:)`` gives it.
    mutating func add(_ row: Row) {
        guard let kind = ReportPeriod.Kind(rawValue: row.text(0)), let period = ReportPeriod(row.text(1), as: kind)
        else { return }
        reports[period] = Report(json: row.text(2), issuedAt: Instant(microseconds: row.timestamp(3)))
    }

    /// The report about a period; nil for one that is not there or does not read.
    subscript(period: ReportPeriod) -> Report? { reports[period] }
}
