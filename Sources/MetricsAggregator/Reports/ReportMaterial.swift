import BusinessTime
import Figures
import Policy
import Postgres
import Satisfaction

/// Everything that a report is written from, read at one moment.
struct ReportMaterial {
    let period: ReportPeriod
    let document: Policy.Document
    let facts: PeriodFacts
    /// The same of the period before it, for growth and for what became of its plan.
    let former: PeriodFacts
    var byCategory: [String: PeriodFacts] = [:]
    var byCategoryBefore: [String: PeriodFacts] = [:]
    var byTeam: [String: PeriodFacts] = [:]
    var byChannel: [String: PeriodFacts] = [:]
    var byLanguage: [String: PeriodFacts] = [:]
    var byCampaign: [String: PeriodFacts] = [:]
    var byAdmin: [String: PeriodFacts] = [:]
    /// What users say again and again; of nothing that is published.
    var themes: [Theme] = []
    /// Signs of gaming, of a weekly report.
    var signs: [(admin: String, name: String, n: Int)] = []
    /// The quarters of the period's year with their categories, of a quarterly report.
    var quarters: [(name: String, byCategory: [String: PeriodFacts])] = []

    /// The figures that tables tell of the parts of the whole.
    static let partIDs = [
        "messages.received", "messages.sent", "messages.bot", "cases.opened", "cases.resolved", "response.mean",
        "response.p90", "response.within_24h", "resolution.mean", "resolution.within_24h", "satisfaction.rate",
        "satisfaction.wilson_lower", "satisfaction.mean_stars", "satisfaction.response_rate", "promises.kept",
    ]

    var book: FigureBook { FigureBook(facts: facts, terms: document.kpis) }
    var formerBook: FigureBook { FigureBook(facts: former, terms: document.kpis) }

    func book(_ facts: PeriodFacts) -> FigureBook { FigureBook(facts: facts, terms: document.kpis) }

    /// What people call a category's row in the reports.
    func row(of category: String) -> String {
        document.categories[Name(category)]?.reportRow ?? (category.isEmpty ? "none" : category)
    }

    /// The parts by the rows of the reports that their categories belong to.
    func rows(_ parts: [String: PeriodFacts]) -> [(row: String, facts: PeriodFacts)] {
        var rows: [String: PeriodFacts] = [:]
        for (category, facts) in parts {
            let row = row(of: category)
            var whole = rows[row] ?? PeriodFacts(period: facts.period)
            whole.sums.add(facts.sums)
            whole.standing.add(facts.standing)
            rows[row] = whole
        }
        return rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension FigureStore {
    /// Reads what a report is written from.
    func material(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> ReportMaterial {
        // The whole and its parts are read beside each other.
        async let whole = facts(period, filter, .all(withPrevious: false))
        async let earlier = facts(period.previous, filter, .all(withPrevious: true, withWriters: false))
        // Only what the tables of parts tell is read: each bucket of each value is a row.
        let parts = FigureNeeds.of(ReportMaterial.partIDs)
        let flow = FigureNeeds.of(["messages.received", "messages.sent"])
        let byCategory = try await facts(period, by: .category, filter, parts)
        let byCategoryBefore = try await facts(period.previous, by: .category, filter, flow)
        let byTeam = try await facts(period, by: .team, filter, parts)
        let byChannel = try await facts(period, by: .channel, filter, parts)
        let byLanguage = try await facts(period, by: .language, filter, parts)
        let isPublished = period.kind == .biweekly
        let byCampaign = isPublished ? [:] : try await facts(period, by: .campaign, filter, parts)
        let byAdmin = isPublished ? [:] : try await facts(period, by: .admin, filter, parts)
        let former = try await earlier
        var own = try await whole
        own.before = former.sums
        var material = ReportMaterial(period: period, document: document, facts: own, former: former)
        material.byCategory = byCategory
        material.byCategoryBefore = byCategoryBefore
        material.byTeam = byTeam
        material.byChannel = byChannel
        material.byLanguage = byLanguage
        material.byCampaign = byCampaign
        material.byAdmin = byAdmin
        if period.kind != .biweekly { try await readTexts(of: period, filter, into: &material) }
        if period.kind == .quarterly {
            for number in 1...4 {
                guard let quarter = ReportPeriod("\(period.first.year)-Q\(number)", as: .quarterly) else { continue }
                let parts: [String: PeriodFacts] =
                    if quarter == period { material.byCategory } else if quarter == period.previous {
                        material.byCategoryBefore
                    } else { try await self.facts(quarter, by: .category, filter, flow) }
                material.quarters.append((quarter.description, parts))
            }
        }
        return material
    }

    /// Reads what users wrote and, for the weekly check-in, what looks like gaming.
    func readTexts(
        of period: ReportPeriod,
        _ filter: FigureFilter,
        into material: inout ReportMaterial
    ) async throws {
        var statements = [period, period.previous].map {
            SelectRemarks(period: $0, zone: reportZone, filter: filter).statement
        }
        if period.kind == .weekly {
            statements.append(SelectSigns(period: period, zone: reportZone, filter: filter).statement)
        }
        let rows = try await reader.snapshot(statements)
        var rules = ThemeRules()
        (rules.minimum, rules.quotes) = (document.surveys.themeMinimum, 0)
        material.themes = ThemeFinder(rules).themes(
            of: SelectRemarks.remarks(rows[0]),
            before: SelectRemarks.remarks(rows[1])
        )
        guard period.kind == .weekly else { return }
        material.signs = rows[2].map { ($0.text(0), $0.text(1), Int($0.int(2))) }
    }

    /// The report about a period, of the figures as they are now.
    func freshReport(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> Report {
        let material = try await material(period, filter)
        let statuses = statuses(material.facts)
        let formerStatuses = self.statuses(material.former)
        return Report(
            period: period,
            zone: reportZone.name,
            filter: filter,
            figures: material.figures,
            tables: material.tables(statuses),
            insights: Insights(material: material, statuses: statuses, former: formerStatuses).all
        )
    }
}
