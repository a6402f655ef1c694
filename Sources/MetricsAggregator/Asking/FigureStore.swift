import BusinessTime
package import Contract
package import Figures
package import Policy
import PolicyStore
import Postgres

/// The figures, read from the roll-ups: the one source of pages, API, reports and tool.
package struct FigureStore: Sendable {
    let reader: any FigureReader
    /// What holds: the targets, the zone, the calendars.
    let document: Policy.Document
    let version: Int64
    /// The time to which "now" refers.
    let now: @Sendable () -> Instant

    /// A store that reads with `reader` and judges by that policy.
    package init(
        _ reader: any FigureReader,
        document: Policy.Document,
        version: Int64 = 0,
        now: @escaping @Sendable () -> Instant = { .now() }
    ) {
        self.reader = reader
        self.document = document
        self.version = version
        self.now = now
    }

    /// The zone of the reports.
    package var reportZone: ReportZone { .inForce(document) }

    func book(_ facts: PeriodFacts) -> FigureBook { FigureBook(facts: facts, terms: document.kpis) }
}
