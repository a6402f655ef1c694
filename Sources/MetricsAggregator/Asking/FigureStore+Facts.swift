import BusinessTime
import Contract
import Figures
import Policy
import PolicyStore
import Postgres

extension FigureStore {
    /// What the figures of a period are worked out from, as far as they need it.
    func facts(
        _ period: ReportPeriod,
        _ filter: FigureFilter = FigureFilter(),
        _ needs: FigureNeeds
    ) async throws -> PeriodFacts {
        try await facts([period: needs], filter)[period] ?? PeriodFacts(period: period)
    }

    /// The same of several periods at one moment, whether they lie apart or inside one another.
    ///
    /// Their beginnings and ends cut the calendar into stretches, each of which is added up once.
    func facts(
        _ wanted: [ReportPeriod: FigureNeeds],
        _ filter: FigureFilter
    ) async throws -> [ReportPeriod: PeriodFacts] {
        let cuts = Set(wanted.keys.flatMap { [$0.first.day, $0.end.day] }).sorted()
        guard let first = cuts.first, let end = cuts.last else { return [:] }
        var trip = Trip()
        let own = selects(.union(wanted.values), first..<end, filter, cuts: cuts)
        let (flow, standing) = (trip.add(own.flow), trip.add(own.standing))
        let former = wanted.mapValues(\.previous).filter { !$0.value.isEmpty }.map { period, measures in
            var needs = wanted[period] ?? FigureNeeds()
            (needs.measures, needs.buckets) = (measures, [])
            return (period, trip.add(selects(needs, period.previous.span, filter).flow))
        }
        let others = filter.values.isEmpty ? wanted.filter { $0.value.hasOthers } : [:]
        let apart = others.map { period, needs in
            let select = selectOthers(period, withWriters: needs.hasWriters)
            return (period, select, trip.add(select.statements))
        }
        let rows = try await reader.snapshot(trip.statements)
        let (flows, stands) = (Sums.groups(rows[flow]), Sums.groups(rows[standing]))
        var facts = Dictionary(uniqueKeysWithValues: wanted.keys.map { ($0, PeriodFacts(period: $0)) })
        for (period, needs) in wanted {
            for (place, start) in ([Int.min] + cuts).enumerated() where start < period.end.day {
                if !needs.standing.isEmpty { facts[period]?.standing.add(stands[String(place)] ?? Sums()) }
                if start >= period.first.day { facts[period]?.sums.add(flows[String(place)] ?? Sums()) }
            }
        }
        for (period, place) in former { facts[period]?.before = Sums.groups(rows[place])["0"] ?? Sums() }
        let calendar = OfficeCalendars(document)[document.kpis[.a16]?.calendar?.rawValue ?? ""]
        for (period, select, place) in apart {
            facts[period]?.others = select.facts(rows[place], calendar: calendar, now: now())
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
        var trip = Trip()
        let own = selects(needs, period.span, filter, .dimension(dimension))
        let (flow, standing) = (trip.add(own.flow), trip.add(own.standing))
        let rows = try await reader.snapshot(trip.statements)
        var facts: [String: PeriodFacts] = [:]
        for (value, sums) in Sums.groups(rows[flow]) {
            facts[value, default: PeriodFacts(period: period)].sums = sums
        }
        for (value, sums) in Sums.groups(rows[standing]) {
            facts[value, default: PeriodFacts(period: period)].standing = sums
        }
        return facts
    }

    private func selectOthers(_ period: ReportPeriod, withWriters: Bool) -> SelectOtherFacts {
        SelectOtherFacts(
            period: period,
            zone: reportZone,
            lookBack: lookBack,
            withWriters: withWriters
        )
    }
}

/// Statements that are run together, each of whose askers remembers where its rows will be.
struct Trip {
    private(set) var statements: [Statement] = []

    /// Adds statements; returns the places of their rows.
    mutating func add(_ more: [Statement]) -> Range<Int> {
        statements += more
        return statements.count - more.count..<statements.count
    }
}

extension ReportPeriod {
    /// Its days since 1970.
    var span: Range<Int> { first.day..<end.day }
}
