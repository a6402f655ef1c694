import BusinessTime
import Contract
package import Figures
package import Policy

extension FigureStore {
    /// All KPIs now, each over its windows of the policy.
    package func summary(_ filter: FigureFilter) async throws -> Summary {
        let at = now()
        let today = reportZone.date(at: at)
        return Summary(at: at, zone: reportZone.name, kpis: try await statuses(asked(on: today), filter, today))
    }

    /// The same over the windows that ended last, which late news can still change.
    func summaryOfEnded() async throws -> Summary {
        let at = now()
        let today = reportZone.date(at: at)
        let ended = asked(on: today).map { ($0, $1.previous) }
        return Summary(at: at, zone: reportZone.name, kpis: try await statuses(ended, FigureFilter(), today))
    }

    /// What the policy asks of the windows that a day is in.
    private func asked(on day: LocalDate) -> [(KPI, ReportPeriod)] {
        KPI.allCases.flatMap { kpi in
            Window.allCases.filter { terms(of: kpi).isAsked(over: $0) }
                .map { (kpi, ReportPeriod($0, containing: day)) }
                .sorted { $0.1.days < $1.1.days }
        }
    }

    /// The KPIs of a period that is over, or of one that is under way.
    func statuses(_ facts: PeriodFacts) -> [KPIStatus] {
        guard facts.period.window != nil else { return [] }
        return KPI.allCases.map { status($0, facts.period, book(facts), nil, today: facts.period.end) }
    }

    /// The KPIs over a period, in their order, each with the target that the policy has for that length.
    package func statuses(_ period: ReportPeriod, _ filter: FigureFilter) async throws -> [KPIStatus] {
        let today = reportZone.date(at: now())
        let asked = KPI.allCases.map { ($0, KPIDefinition(of: $0).period(for: period, today: today)) }
        return try await statuses(asked, filter, today)
    }

    /// KPIs, each over a period of its own, all of them at one moment.
    private func statuses(
        _ asked: [(KPI, ReportPeriod)],
        _ filter: FigureFilter,
        _ today: LocalDate
    ) async throws -> [KPIStatus] {
        var wanted: [ReportPeriod: FigureNeeds] = [:]
        for (kpi, period) in asked { wanted[period, default: FigureNeeds()].add(kpi.rawValue) }
        // What will come in a long period that is under way is judged by the last week; what is over has nothing to come.
        let lately = ReportPeriod(days: LocalDate(day: today.day - 6), to: LocalDate(day: today.day + 1))
        let judged = wanted.filter { $0.key.days > 7 && today < $0.key.end }
        if !judged.isEmpty {
            var needs = FigureNeeds.union(judged.values)
            // What stands open is in the period's own figures already; each week adds only what comes in it.
            (needs.hasOthers, needs.previous, needs.standing) = (false, [], [])
            wanted[lately] = needs
        }
        let found = try await facts(wanted, filter)
        let recent = found[lately].map { book($0) }
        return asked.compactMap { kpi, period in
            found[period].map { facts in
                let isOver = period.end <= today
                return status(
                    kpi,
                    period,
                    book(facts),
                    judged[period] == nil ? nil : recent,
                    today: isOver ? period.end : today
                )
            }
        }
    }

    /// What people call the KPIs.
    package func titles() async throws -> [KPI: String] {
        Dictionary(uniqueKeysWithValues: KPI.allCases.map { ($0, title(of: $0)) })
    }

    private func title(of kpi: KPI) -> String { terms(of: kpi).title.value(for: nil) ?? kpi.title }

    private func terms(of kpi: KPI) -> KPITerms { document.kpis[kpi] ?? KPITerms() }

    private func status(
        _ kpi: KPI,
        _ period: ReportPeriod,
        _ book: FigureBook,
        _ recent: FigureBook?,
        today: LocalDate
    ) -> KPIStatus {
        let terms = terms(of: kpi)
        let figure = book.kpi(kpi)
        let window = period.window
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
