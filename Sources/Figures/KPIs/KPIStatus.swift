package import Contract
package import Policy

/// One KPI over one window, with everything behind the verdict.
package struct KPIStatus: Sendable, Hashable {
    package let kpi: KPI
    /// What people call it.
    package let name: String
    package let window: Window
    /// The stretch of the calendar that the window is at present.
    package let period: ReportPeriod
    /// Its id is the KPI's.
    package let figure: Figure
    /// Nil where it is reported only.
    package let target: KPITarget?
    package let verdict: Verdict
    /// Nil for what is no share with a target.
    package let budget: Budget?

    /// A status of those parts.
    package init(
        kpi: KPI,
        name: String,
        window: Window,
        period: ReportPeriod,
        figure: Figure,
        target: KPITarget?,
        verdict: Verdict,
        budget: Budget?
    ) {
        self.kpi = kpi
        self.name = name
        self.window = window
        self.period = period
        self.figure = figure
        self.target = target
        self.verdict = verdict
        self.budget = budget
    }
}

/// All KPIs at one moment, each over every window that the policy names for it.
package struct Summary: Sendable, Hashable {
    package let at: Instant
    package let zone: String
    package let kpis: [KPIStatus]

    /// A summary of those parts.
    package init(at: Instant, zone: String, kpis: [KPIStatus]) {
        self.at = at
        self.zone = zone
        self.kpis = kpis
    }
}
