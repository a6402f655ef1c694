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

    /// What the figures of a period are worked out from, as far as they need it.
    func facts(
        _ period: ReportPeriod,
        _ filter: FigureFilter = FigureFilter(),
        _ needs: FigureNeeds
    ) async throws -> PeriodFacts {
        let wantsOthers = needs.hasOthers && filter.values.isEmpty
        let own = selects(needs, period.first.day..<period.end.day, filter)
        var previous: [Statement] = []
        if needs.hasPrevious {
            var former = needs
            former.standing = []
            previous = selects(former, period.previous.first.day..<period.previous.end.day, filter).flow
        }
        let others = SelectOtherFacts(
            period: period,
            zone: reportZone,
            lookBack: document.kpis[.a14]?.within ?? .seconds(90 * 86_400),
            withWriters: needs.hasWriters
        )
        var rows = try await reader.snapshot(
            own.flow + own.standing + previous + (wantsOthers ? others.statements : [])
        )[...]
        var facts = PeriodFacts(period: period)
        for found in rows.prefix(own.flow.count) { facts.sums.add(Sums.groups(found)[""] ?? Sums()) }
        rows = rows.dropFirst(own.flow.count)
        for found in rows.prefix(own.standing.count) { facts.standing = Sums.groups(found)[""] ?? Sums() }
        rows = rows.dropFirst(own.standing.count)
        for found in rows.prefix(previous.count) { facts.before.add(Sums.groups(found)[""] ?? Sums()) }
        if wantsOthers {
            let name = document.kpis[.a16]?.calendar?.rawValue ?? ""
            let calendar = OfficeCalendars(document)[name]
            facts.others = others.facts(rows.dropFirst(previous.count), calendar: calendar, now: now())
        }
        return facts
    }

    /// The same for each value of a dimension, without what is not counted in cells.
    func facts(
        _ period: ReportPeriod,
        by dimension: Dimension,
        _ filter: FigureFilter = FigureFilter(),
        _ needs: FigureNeeds = .all(withPrevious: false)
    ) async throws -> [String: PeriodFacts] {
        let own = selects(needs, period.first.day..<period.end.day, filter, .dimension(dimension))
        let rows = try await reader.snapshot(own.flow + own.standing)
        var facts: [String: PeriodFacts] = [:]
        for found in rows.prefix(own.flow.count) {
            for (value, sums) in Sums.groups(found) {
                facts[value, default: PeriodFacts(period: period)].sums.add(sums)
            }
        }
        for found in rows.dropFirst(own.flow.count) {
            for (value, sums) in Sums.groups(found) {
                facts[value, default: PeriodFacts(period: period)].standing = sums
            }
        }
        return facts
    }

    /// The statements that read what is needed of some days: of what happened, of what stands at their end.
    func selects(
        _ needs: FigureNeeds,
        _ days: Range<Int>,
        _ filter: FigureFilter,
        _ group: SelectSums.Group = .none
    ) -> (flow: [Statement], standing: [Statement]) {
        var flow: [Statement] = []
        if !needs.measures.isEmpty {
            var select = SelectSums(measures: needs.measures.ordered, days: days, zone: reportZone)
            select.filter = filter
            select.group = group
            select.byLabel = needs.hasLabels
            select.edges = edges(needs)
            flow.append(select.statement)
        }
        guard !needs.standing.isEmpty else { return (flow, []) }
        let measures = needs.standing.ordered
        guard group == .day || group == .hour else {
            return (flow, [select(measures, 0..<days.upperBound, filter, group, needs.hasLabels)])
        }
        // What stood at the end of each hour of a day is not told apart; nor are the days before, however many.
        let before = select(measures, 0..<max(0, days.lowerBound), filter, .none, needs.hasLabels)
        return (flow, [select(measures, days, filter, .day, needs.hasLabels), before])
    }

    /// How many there are, whatever their buckets.
    func select(
        _ measures: [Measure],
        _ days: Range<Int>,
        _ filter: FigureFilter,
        _ group: SelectSums.Group,
        _ byLabel: Bool
    ) -> Statement {
        var select = SelectSums(measures: measures, days: days, zone: reportZone)
        select.filter = filter
        select.group = group
        select.byLabel = byLabel
        select.byBucket = false
        return select.statement
    }

    /// Up to which bucket the buckets of each measure are told together; nothing of those of which all are needed.
    private func edges(_ needs: FigureNeeds) -> [Measure: Int] {
        var edges: [Measure: Int] = [:]
        for measure in needs.measures.subtracting(needs.buckets) {
            let limits = Set((needs.limits[measure] ?? []).map { bucket(of: $0) })
            if limits.count < 2 { edges[measure] = limits.first ?? SelectSums.noBuckets }
        }
        return edges
    }

    private func bucket(of limit: FigureNeeds.Limit) -> Int {
        let time =
            switch limit {
            case .day: Duration.seconds(86_400)
            case .within(let kpi, let usual): document.kpis[kpi]?.within ?? usual
            }
        return DurationBuckets.bucket(of: Int64(time / .microseconds(1)))
    }

    func book(_ facts: PeriodFacts) -> FigureBook { FigureBook(facts: facts, terms: document.kpis) }
}

extension Set<Measure> {
    /// In one order, so that a statement is the same each time.
    fileprivate var ordered: [Measure] { Measure.allCases.filter(contains) }
}
