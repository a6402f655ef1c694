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

    /// What the figures of a period, or of a part of it, are worked out from; with the period before where it is asked for.
    func facts(
        _ period: ReportPeriod,
        _ filter: FigureFilter = FigureFilter(),
        withPrevious: Bool = false,
        withOthers: Bool = true
    ) async throws -> PeriodFacts {
        let zone = reportZone
        let wantsOthers = withOthers && filter.values.isEmpty
        let previous = period.previous
        var statements = [
            select(PeriodFacts.measures, period.first.day..<period.end.day, filter),
            select(PeriodFacts.standingMeasures, 0..<period.end.day, filter, byBucket: false),
        ]
        if withPrevious { statements.append(select(PeriodFacts.measures, previous.first.day..<previous.end.day, filter)) }
        let own = statements.count
        let others = SelectOtherFacts(
            period: period,
            zone: zone,
            lookBack: document.kpis[.a14]?.within ?? .seconds(90 * 86_400)
        )
        if wantsOthers { statements += others.statements }
        let rows = try await reader.snapshot(statements)
        var facts = PeriodFacts(period: period)
        facts.sums = Sums.groups(rows[0])[""] ?? Sums()
        facts.standing = Sums.groups(rows[1])[""] ?? Sums()
        if withPrevious { facts.before = Sums.groups(rows[2])[""] ?? Sums() }
        if wantsOthers {
            let name = document.kpis[.a16]?.calendar?.rawValue ?? ""
            let calendar = OfficeCalendars(document)[name]
            facts.others = others.facts(rows[own...], calendar: calendar, now: now())
        }
        return facts
    }

    /// The same for each value of a dimension, without what is not counted in cells.
    func facts(
        _ period: ReportPeriod,
        by dimension: Dimension,
        _ filter: FigureFilter = FigureFilter()
    ) async throws -> [String: PeriodFacts] {
        let rows = try await reader.snapshot([
            select(PeriodFacts.measures, period.first.day..<period.end.day, filter, .dimension(dimension)),
            select(PeriodFacts.standingMeasures, 0..<period.end.day, filter, .dimension(dimension), byBucket: false),
        ])
        var facts: [String: PeriodFacts] = [:]
        for (value, sums) in Sums.groups(rows[0]) {
            facts[value, default: PeriodFacts(period: period)].sums = sums
        }
        for (value, sums) in Sums.groups(rows[1]) {
            facts[value, default: PeriodFacts(period: period)].standing = sums
        }
        return facts
    }

    func select(
        _ measures: [Measure],
        _ days: Range<Int>,
        _ filter: FigureFilter,
        _ group: SelectSums.Group = .none,
        byBucket: Bool = true
    ) -> Statement {
        var select = SelectSums(measures: measures, days: days, zone: reportZone)
        select.filter = filter
        select.group = group
        select.byBucket = byBucket
        return select.statement
    }

    func book(_ facts: PeriodFacts) -> FigureBook { FigureBook(facts: facts, terms: document.kpis) }
}
