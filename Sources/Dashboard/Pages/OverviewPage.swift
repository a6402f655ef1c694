import Charts
import Figures
import Pages
import Policy

/// All KPIs with their budgets, and how many messages there are.
struct OverviewPage {
    let summary: Summary
    let trends: [Series]
    let messages: [Series]
    let cases: [Series]
    let view: View

    var lead: String {
        let judged = Set(summary.kpis.filter { $0.verdict == .met || $0.verdict == .missed }.map(\.kpi))
        let missed = Set(summary.kpis.filter { $0.verdict == .missed }.map(\.kpi)).sorted { $0.order < $1.order }
        guard !judged.isEmpty else { return "There are too few cases yet to judge any target by." }
        guard !missed.isEmpty else { return "All \(judged.count) targets that can be judged are met." }
        let names = missed.map(\.rawValue).joined(separator: ", ")
        return "\(missed.count) of \(judged.count) targets \(missed.count == 1 ? "is" : "are") missed: \(names)."
    }

    var content: HTML {
        let cards = KPICard.all(summary, trends: trends, view: view)
        return """
            <section id="kpis" data-live="" aria-labelledby="kpis-name">
            <h2 id="kpis-name">Targets now</h2>
            <div class="cards">
            \(cards.map(\.html))</div>
            </section>
            <section id="flow" data-live="" aria-labelledby="flow-name">
            <h2 id="flow-name">Flow in \(view.period.title)</h2>
            <div class="charts">
            \(Charting.lines("messages", title: "Messages", messages).html)\
            \(Charting.lines("cases", title: "Cases", cases).html)</div>
            </section>

            """
    }
}

extension Topics {
    func overview() async throws -> OverviewPage {
        let kpis = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A9", "A10", "A11", "A12", "A13", "A14", "A15", "A16"]
        async let summary = summary()
        let (messages, cases) = (["messages.received", "messages.sent"], ["cases.opened", "cases.resolved"])
        // One reading for all of them.
        async let all = series(kpis + messages + cases)
        let found = try await all
        func own(_ ids: [String]) -> [Series] { found.filter { ids.contains($0.id) } }
        return OverviewPage(
            summary: try await summary,
            trends: own(kpis),
            messages: own(messages),
            cases: own(cases),
            view: view
        )
    }
}
