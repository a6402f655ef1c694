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
    /// The KPIs now, of what the view filters.
    let summary: @Sendable () async throws -> Summary

    typealias Section = TopicPage.Section

    /// Tiles of figures, with how they have changed since the period before.
    func tiles(_ ids: [String], _ title: String = "Figures") async throws -> Section {
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

    /// A table on a page whose rows filter by a dimension.
    func table(_ table: ReportTable, on place: Frame.Place, by dimension: Dimension? = nil) -> HTML {
        FigureTable(table: table, view: view, path: place.link, dimension: dimension).html
    }

    /// The tables of the period's report that have one of these ids or stand under it, as `themes.complaints` does.
    func reportTables(_ ids: [String], on place: Frame.Place) async throws -> [HTML] {
        let report = try await source.report(view.period, view.filter)
        return ids.flatMap { id in report.tables.filter { $0.id == id || $0.id.hasPrefix("\(id).") } }
            .filter { !$0.rows.isEmpty }
            .map { table($0, on: place) }
    }

    /// The cards of some KPIs.
    func cards(_ kpis: [String], _ title: String) async throws -> Section {
        async let summary = summary()
        async let trends = series(kpis)
        let cards = KPICard.all(try await summary, trends: try await trends, view: view)
            .filter { kpis.contains($0.kpi.rawValue) }
        return Section(id: "kpis", title: title, content: "<div class=\"cards\">\n\(cards.map(\.html))</div>")
    }
}
