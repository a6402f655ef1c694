import Figures
import Policy

extension ReportMaterial {
    /// All figures of the report in the order of the contract; the KPIs stand behind.
    var figures: [Figure] {
        var figures: [Figure] = []
        for id in FigureBook.ids {
            guard let figure = book.figure(id) else { continue }
            figures.append(figure)
            guard id.hasPrefix("messages.") else { continue }
            for (category, facts) in byCategory.sorted(by: { $0.key < $1.key }) {
                guard let part = book(facts).figure(id), part.n > 0 else { continue }
                figures.append(.count("\(id).by_category.\(category.isEmpty ? "none" : category)", part.n))
            }
        }
        figures += FigureBook.furtherIDs.compactMap { book.figure($0) }
        return figures + KPI.allCases.map { book.kpi($0) }
    }

    /// All tables of the report; what is published names no person.
    func tables(_ statuses: [KPIStatus]) -> [ReportTable] {
        var tables = [kpiTable(statuses), categoryTable]
        if period.kind == .quarterly { tables += quarterTables }
        tables += [responseTable, resolutionTable, satisfactionTable, factorTable]
        tables += [
            partsTable("teams", "By team", byTeam), partsTable("channels", "By channel", byChannel),
            partsTable("languages", "By language", byLanguage),
        ]
        if period.kind != .biweekly { tables += themeTables }
        tables += [escalationTable, bottleneckTable, promiseTable, noticeTable, communicationTable]
        tables += marketplaceTables
        if period.kind != .biweekly {
            tables += [partsTable("campaigns", "By campaign", byCampaign), adminTable]
            tables += period.kind == .weekly ? [gamingTable] : [recognitionTable, trainingTable]
        }
        return tables
    }
}
