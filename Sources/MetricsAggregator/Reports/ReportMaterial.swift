import BusinessTime
import Figures
import Policy

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
    /// The quarters of the period's year with their categories, of a quarterly report.
    var quarters: [(name: String, byCategory: [String: PeriodFacts])] = []

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
        var facts = try await facts(period, filter, withPrevious: true)
        let former = try await self.facts(period.previous, filter, withPrevious: true)
        facts.before = former.sums
        var material = ReportMaterial(period: period, document: document, facts: facts, former: former)
        material.byCategory = try await self.facts(period, by: .category, filter)
        material.byCategoryBefore = try await self.facts(period.previous, by: .category, filter)
        material.byTeam = try await self.facts(period, by: .team, filter)
        material.byChannel = try await self.facts(period, by: .channel, filter)
        material.byLanguage = try await self.facts(period, by: .language, filter)
        if period.kind != .biweekly {
            material.byCampaign = try await self.facts(period, by: .campaign, filter)
            material.byAdmin = try await self.facts(period, by: .admin, filter)
        }
        if period.kind == .quarterly {
            for number in 1...4 {
                guard let quarter = ReportPeriod("\(period.first.year)-Q\(number)", as: .quarterly) else { continue }
                let parts: [String: PeriodFacts] =
                    if quarter == period { material.byCategory } else if quarter == period.previous {
                        material.byCategoryBefore
                    } else { try await self.facts(quarter, by: .category, filter) }
                material.quarters.append((quarter.description, parts))
            }
        }
        return material
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
