import BusinessTime
import Figures
import Pages
import Policy

/// What of the figures a page shows: the period, the filters and the order, all of which stand in its address.
struct View: Sendable, Equatable {
    var period: ReportPeriod
    var filter: FigureFilter
    /// The column that the page's tables are sorted by; nil for the order that they come in.
    var sort: String?
    var isDescending: Bool
    /// What people call the KPIs.
    var titles: [KPI: String] = [:]
    /// What is asked for as a period and is none.
    let unknownPeriod: String?

    /// Everything about a period.
    init(_ period: ReportPeriod, _ filter: FigureFilter = FigureFilter()) {
        self.period = period
        self.filter = filter
        sort = nil
        isDescending = true
        unknownPeriod = nil
    }

    /// Reads the query of an address; `today` is the date in the reports' zone.
    init(query: [(name: String, value: String)], today: LocalDate) {
        var values: [String: String] = [:]
        for field in query where !field.value.isEmpty { values[field.name] = field.value }
        let current = ReportPeriod(.monthly, containing: today)
        let asked = values["period"]
        // The two weeks of a transparency report are called by the second one, so their kind has to be said.
        let isBiweekly = values["kind"] == ReportPeriod.Kind.biweekly.rawValue
        let found = asked.flatMap { Self.period(isBiweekly ? Self.biweekly + $0 : $0) }
        period = found ?? current
        unknownPeriod = found == nil ? asked : nil
        filter = FigureFilter()
        for dimension in Dimension.allCases { filter[dimension] = values[dimension.rawValue] }
        sort = values["sort"]
        isDescending = values["order"] != DataTable.Order.ascending.rawValue
    }

    /// The query that says the same.
    var query: [(name: String, value: String)] {
        var query = [(name: "period", value: period.description)]
        if period.kind == .biweekly { query.append(("kind", period.kind.rawValue)) }
        query += filter.list.map { (name: $0.dimension.rawValue, value: $0.value) }
        if let sort {
            query.append(("sort", sort))
            query.append(("order", (isDescending ? DataTable.Order.descending : .ascending).rawValue))
        }
        return query
    }

    /// How a period stands in a list of periods of all kinds, where its value alone says which it is.
    static func choice(_ period: ReportPeriod) -> String {
        period.kind == .biweekly ? biweekly + period.description : period.description
    }

    /// Reads what ``choice(_:)`` wrote.
    private static func period(_ text: String) -> ReportPeriod? {
        guard text.hasPrefix(biweekly) else { return ReportPeriod(text) }
        return ReportPeriod(String(text.dropFirst(biweekly.count)), as: .biweekly)
    }

    private static let biweekly = "\(ReportPeriod.Kind.biweekly.rawValue)/"

    /// The step in which a chart of the period is drawn.
    var step: Series.Step {
        switch period.kind {
        case .day: .hour
        case .weekly, .biweekly, .monthly: .day
        case .quarterly: .week
        }
    }

    /// What a figure is called.
    func name(of figure: String) -> String { FigureNames.name(figure, titles) }

    /// The same of another period.
    func with(_ period: ReportPeriod) -> View {
        var view = self
        view.period = period
        return view
    }

    /// The same of one value of a dimension.
    func with(_ dimension: Dimension, _ value: String) -> View {
        var view = self
        view.filter[dimension] = value
        return view
    }
}
