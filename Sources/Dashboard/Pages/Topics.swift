import BusinessTime
import Charts
import Contract
import Figures
import Pages
import Policy

/// Asks for the figures of each topic and lays them out.
struct Topics {
    let source: any FigureSource
    let view: View
    let now: Instant
    /// The date in the reports' zone.
    let today: LocalDate
    /// The KPIs now, of what the view filters.
    let summary: @Sendable () async throws -> Summary

    typealias Section = TopicPage.Section

    /// Tiles of figures, with how they have changed since the period before.
    func tiles(_ ids: [String], _ title: String = "At a glance") async throws -> Section {
        async let now = source.figures(ids, view.period, view.filter)
        async let before = source.figures(ids, view.period.previous, view.filter)
        let tiles = Tiles(figures: try await now, before: try await before, view: view)
        return Section(id: "figures", title: title, content: tiles.html)
    }

    /// The same figures for each value of a dimension.
    func breakdown(_ ids: [String], by dimension: Dimension) async throws -> ReportTable {
        try await source.breakdown(ids, by: dimension, view.period, view.filter)
    }

    /// Figures over the period, as far as it has come.
    func series(_ ids: [String]) async throws -> [Series] {
        try await source.series(ids, step: view.step, view.period, view.filter).map { series in
            Series(id: series.id, unit: series.unit, points: series.points.filter { $0.start <= now })
        }
    }

    /// Why the first and the last step of a chart of counts may be low.
    var partialWeeks: String? {
        guard view.step == .week else { return nil }
        let isCut = [view.period.first, view.period.end].contains { $0.weekday.rawValue != 0 }
        return isCut ? "Of weeks that the quarter begins or ends in, only its own days are counted." : nil
    }

    /// A table on a page whose rows filter by a dimension.
    func table(_ table: ReportTable, on place: Frame.Place, by dimension: Dimension? = nil) -> HTML {
        FigureTable(table: table, view: view, path: place.link, dimension: dimension).html
    }

    /// The tables of the period's report that have one of these ids or stand under it, as `themes.complaints` does;
    /// `titles` says what some of them are called on this page, by their ids.
    func reportTables(_ ids: [String], on place: Frame.Place, titles: [String: String] = [:]) async throws -> [HTML] {
        try await source.tables(ids, view.period, view.filter).filter { !$0.rows.isEmpty }.map { found in
            let title = titles[found.id] ?? found.title
            return table(ReportTable(found.id, title, columns: found.columns, rows: found.rows), on: place)
        }
    }

    /// The KPIs over the period of the view; of what is under way as listeners are told it, with its other windows.
    func statuses() async throws -> Statuses {
        guard view.period.first <= today, today < view.period.end else {
            let leads = try await source.statuses(view.period, view.filter)
            return Statuses(leads: leads, others: [], isOver: view.period.end <= today)
        }
        let live = try await summary().kpis
        let told = KPI.allCases.map { kpi in
            let own = KPIDefinition(of: kpi).period(for: view.period, today: today)
            return live.first { $0.kpi == kpi && $0.period == own }
        }
        // What the policy has no target for over such a period is not among what listeners are told.
        let isWhole = told.allSatisfy { $0 != nil }
        let read = isWhole ? [] : try await source.statuses(view.period, view.filter)
        let leads = zip(KPI.allCases, told).compactMap { kpi, status in status ?? read.first { $0.kpi == kpi } }
        return Statuses(
            leads: leads,
            others: live.filter { other in !leads.contains { $0.kpi == other.kpi && $0.period == other.period } },
            isOver: false
        )
    }

    /// The cards of some KPIs, with how they have gone.
    func cards(_ kpis: [String], _ title: String, trends: [Series]) async throws -> Section {
        let cards = KPICard.all(try await statuses(), trends: trends, view: view)
            .filter { kpis.contains($0.kpi.rawValue) }
        return Section(
            id: "kpis",
            title: "\(title) in \(view.period.title)",
            content: "<div class=\"cards\">\n\(cards.map(\.html))</div>"
        )
    }

    /// The same, where the page asks for nothing else over time.
    func cards(_ kpis: [String], _ title: String) async throws -> Section {
        try await cards(kpis, title, trends: try await series(kpis))
    }
}

extension [Series] {
    /// Those of some figures, in the order of the series.
    func of(_ ids: [String]) -> [Series] { filter { ids.contains($0.id) } }
}

/// The KPIs that a page tells: each over the page's period, and over its other windows at present.
struct Statuses {
    let leads: [KPIStatus]
    let others: [KPIStatus]
    /// Whether the page's period is over.
    let isOver: Bool
}
