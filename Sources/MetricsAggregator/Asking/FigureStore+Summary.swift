import BusinessTime
import Contract
package import Figures
import Policy

extension FigureStore {
    /// All KPIs now, each over its windows of the policy.
    package func summary(_ filter: FigureFilter) async throws -> Summary {
        let (at, zone) = (now(), reportZone)
        let today = zone.date(at: at)
        var kpis: [KPIStatus] = []
        for window in Window.allCases {
            let asked = KPI.allCases.filter { terms(of: $0).isAsked(over: window) }
            if asked.isEmpty { continue }
            let period = ReportPeriod(window, containing: today)
            let needs = FigureNeeds.of(asked.map(\.rawValue))
            let whole = try await book(facts(period, filter, needs))
            let recent = try await recentBook(period, today, filter, needs)
            for kpi in asked {
                kpis.append(status(kpi, window, period, whole, recent, today: today))
            }
        }
        let order = Dictionary(uniqueKeysWithValues: KPI.allCases.enumerated().map { ($1, $0) })
        kpis.sort { (order[$0.kpi] ?? 0, $0.period.days) < (order[$1.kpi] ?? 0, $1.period.days) }
        return Summary(at: at, zone: zone.name, kpis: kpis)
    }

    /// The KPIs of a period that is over, or of one that is under way.
    func statuses(_ facts: PeriodFacts) -> [KPIStatus] {
        guard let window = facts.period.window else { return [] }
        return KPI.allCases.map { status($0, window, facts.period, book(facts), nil, today: facts.period.end) }
    }

    private func terms(of kpi: KPI) -> KPITerms { document.kpis[kpi] ?? KPITerms() }

    /// The last week of a window that is longer, by which what will come is judged.
    private func recentBook(
        _ period: ReportPeriod,
        _ today: LocalDate,
        _ filter: FigureFilter,
        _ needs: FigureNeeds
    ) async throws -> FigureBook? {
        guard period.days > 7 else { return nil }
        var needs = needs
        // What stands open is in the window's own figures already; each week adds only what comes in it.
        (needs.hasOthers, needs.hasPrevious, needs.standing) = (false, false, [])
        let week = ReportPeriod(days: LocalDate(day: today.day - 6), to: LocalDate(day: today.day + 1))
        return try await book(facts(week, filter, needs))
    }

    private func status(
        _ kpi: KPI,
        _ window: Window,
        _ period: ReportPeriod,
        _ book: FigureBook,
        _ recent: FigureBook?,
        today: LocalDate
    ) -> KPIStatus {
        let terms = terms(of: kpi)
        let figure = book.kpi(kpi)
        let target = terms.targets[window]
        let days = Double(max(0, period.end.day - today.day - 1))
        return KPIStatus(
            kpi: kpi,
            name: terms.title.value(for: nil) ?? kpi.title,
            window: window,
            period: period,
            figure: figure,
            target: target,
            verdict: Verdict(
                figure.value,
                against: target,
                n: figure.n,
                minimumN: terms.minimumN ?? document.report.minimumN
            ),
            budget: target.flatMap { target in
                Budget(
                    figure,
                    recent: recent?.kpi(kpi),
                    daysLeft: days / 7,
                    target: target,
                    marks: terms.warnings
                )
            }
        )
    }
}

extension KPITerms {
    /// Whether the policy wants the figure over that window, with a target or without.
    fileprivate func isAsked(over window: Window) -> Bool { targets[window] != nil || reported.contains(window) }
}
