import BusinessTime
import Contract
package import Figures
package import Policy

extension FigureStore {
    /// All KPIs now, each over its windows of the policy.
    package func summary(_ filter: FigureFilter) async throws -> Summary {
        let (at, zone) = (now(), reportZone)
        let today = zone.date(at: at)
        let asked = Window.allCases.map { window in
            (window, KPI.allCases.filter { terms(of: $0).isAsked(over: window) })
        }
        let long = asked.filter { ReportPeriod($0.0, containing: today).days > 7 }.flatMap(\.1)
        async let lately = long.isEmpty ? nil : recentBook(today, filter, FigureNeeds.of(long.map(\.rawValue)))
        var kpis: [KPIStatus] = []
        for (window, own) in asked where !own.isEmpty {
            let period = ReportPeriod(window, containing: today)
            let whole = try await book(facts(period, filter, .of(own.map(\.rawValue))))
            let recent = period.days > 7 ? try await lately : nil
            for kpi in own { kpis.append(status(kpi, window, period, whole, recent, today: today)) }
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

    /// The KPIs over a period, in their order, each with the target that the policy has for that length.
    package func statuses(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> [KPIStatus] {
        let today = reportZone.date(at: now())
        let periods = KPI.allCases.map { KPIDefinition(of: $0).period(for: period, today: today) }
        var found: [KPI: KPIStatus] = [:]
        for own in Set(periods) {
            let kpis = zip(KPI.allCases, periods).filter { $0.1 == own }.map(\.0)
            let needs = FigureNeeds.of(kpis.map(\.rawValue))
            let whole = try await book(facts(own, filter, needs))
            // What is over has nothing to come.
            let isOver = own.end <= today
            let recent = isOver || own.days <= 7 ? nil : try await recentBook(today, filter, needs)
            for kpi in kpis {
                found[kpi] = status(kpi, own.window, own, whole, recent, today: isOver ? own.end : today)
            }
        }
        return KPI.allCases.compactMap { found[$0] }
    }

    /// What people call the KPIs.
    package func titles() async throws -> [KPI: String] {
        Dictionary(uniqueKeysWithValues: KPI.allCases.map { ($0, title(of: $0)) })
    }

    private func title(of kpi: KPI) -> String { terms(of: kpi).title.value(for: nil) ?? kpi.title }

    private func terms(of kpi: KPI) -> KPITerms { document.kpis[kpi] ?? KPITerms() }

    /// The last week, by which what will come in a longer window is judged.
    private func recentBook(
        _ today: LocalDate,
        _ filter: FigureFilter,
        _ needs: FigureNeeds
    ) async throws -> FigureBook {
        var needs = needs
        // What stands open is in the window's own figures already; each week adds only what comes in it.
        (needs.hasOthers, needs.hasPrevious, needs.standing) = (false, false, [])
        let week = ReportPeriod(days: LocalDate(day: today.day - 6), to: LocalDate(day: today.day + 1))
        return try await book(facts(week, filter, needs))
    }

    private func status(
        _ kpi: KPI,
        _ window: Window?,
        _ period: ReportPeriod,
        _ book: FigureBook,
        _ recent: FigureBook?,
        today: LocalDate
    ) -> KPIStatus {
        let terms = terms(of: kpi)
        let figure = book.kpi(kpi)
        // Two weeks are no window of the policy, so there is no target for them.
        let target = window.flatMap { terms.targets[$0] }
        let days = Double(max(0, period.end.day - today.day - 1))
        return KPIStatus(
            kpi: kpi,
            name: title(of: kpi),
            window: window ?? .week,
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
