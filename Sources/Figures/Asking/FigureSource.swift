package import Contract
package import Policy

/// Where pages, the API and the tool get figures from; every answer comes from the same roll-ups.
package protocol FigureSource: Sendable {
    /// All KPIs now, each over its windows of the policy.
    func summary(_ filter: FigureFilter) async throws -> Summary

    /// The KPIs over a period, in their order, each with the target that the policy has for that length; one that can be
    /// worked out over another length alone is told of that one (``KPIDefinition/period(for:today:)``).
    func statuses(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> [KPIStatus]

    /// What people call the KPIs: as the policy says, else as the registry does.
    func titles() async throws -> [KPI: String]

    /// Sees to it that there is what a filter names: its team, channel, category and admin.
    ///
    /// - Throws: ``UnknownValue`` for the first one that neither the policy nor the directory nor any figure knows.
    func check(_ filter: FigureFilter) async throws

    /// The report about a period: as it was issued, with what has changed since; else of the figures as they are.
    func report(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> Report

    /// Figures by their ids over a period, in the order of the ids; one that is not known is left out.
    func figures(_ ids: [String], _ period: ReportPeriod, _ filter: FigureFilter) async throws -> [Figure]

    /// Tables of the report about a period by their ids, of the figures as they are now, in the order of the ids; of themes,
    /// those that stand under the id. What the report does not have is left out.
    func tables(_ ids: [String], _ period: ReportPeriod, _ filter: FigureFilter) async throws -> [ReportTable]

    /// The same for each value of a dimension: the first column names the value, one column for each id.
    func breakdown(
        _ ids: [String],
        by dimension: Dimension,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> ReportTable

    /// How figures change over time: one point for each step of a period (its hours, days, weeks or months).
    func series(
        _ ids: [String],
        step: Series.Step,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> [Series]

    /// How many of something (`messages.received`, `messages.sent` or `cases.opened`) came at each hour of each weekday.
    func heatMap(_ id: String, _ period: ReportPeriod, _ filter: FigureFilter) async throws -> HeatMap

    /// The cases behind a KPI or another figure, in the order in which they were last heard of.
    ///
    /// - Throws: ``CaseFault`` for what has none.
    func cases(_ question: CaseQuestion) async throws -> CasePage

    /// The values that filters can have.
    func choices() async throws -> [Dimension: [String]]

    /// The reports that have been issued, the latest first.
    func issuedReports() async throws -> [IssuedReport]

    /// The zone of the reports, by the policy in force.
    func zone() async throws -> ReportZone
}

/// A figure over time.
package struct Series: Sendable, Hashable {
    /// How long one point is.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        case hour, day, week, month
    }

    /// The figure over one step; the label is what the step is called, such as `2026-03-09` or `2026-03-09 14:00`.
    package struct Point: Sendable, Hashable {
        package let label: String
        package let start: Instant
        package let figure: Figure

        /// A point of those parts.
        package init(label: String, start: Instant, figure: Figure) {
            self.label = label
            self.start = start
            self.figure = figure
        }
    }

    package let id: String
    package let unit: FigureUnit
    package let points: [Point]

    /// A series of those parts.
    package init(id: String, unit: FigureUnit, points: [Point]) {
        self.id = id
        self.unit = unit
        self.points = points
    }
}

/// How much came at each hour of each weekday of the report's zone.
package struct HeatMap: Sendable, Hashable {
    package let id: String
    /// Seven rows from Monday, each of 24 hours.
    package let counts: [[Int]]

    /// A heat map of those parts.
    package init(id: String, counts: [[Int]]) {
        self.id = id
        self.counts = counts
    }
}

/// A report that has been issued.
package struct IssuedReport: Sendable, Hashable {
    package let period: ReportPeriod
    package let issuedAt: Instant

    /// A report of those parts.
    package init(period: ReportPeriod, issuedAt: Instant) {
        self.period = period
        self.issuedAt = issuedAt
    }
}
