import Contract
import Figures
import Postgres

/// From the first instant of a period to the first after it, in the zone of the reports.
struct TimeSpan: Sendable {
    let parameters: [Parameter]

    init(_ period: ReportPeriod, in zone: ReportZone) {
        parameters = [period.start(in: zone), period.end(in: zone)].map { .timestamp($0.microseconds) }
    }

    /// The span as a query takes it: `$1` and `$2` become the times `start` and `upto` of the relation `span`.
    static let relation = "(SELECT $1::timestamptz AS start, $2::timestamptz AS upto) AS span"
}
