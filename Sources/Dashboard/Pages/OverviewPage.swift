import Charts
import Figures
import Pages
import Policy

/// All KPIs with their budgets, and how many messages there are.
struct OverviewPage {
    let cards: [KPICard]
    let messages: [Series]
    let cases: [Series]
    let view: View
    /// Whether the period is still under way.
    let isUnderWay: Bool
    /// What has to be known to read the charts.
    var note: String?
    /// What to say where nothing happened.
    var quiet: Quiet?

    /// What matters in a sentence; nil where the page says that nothing happened.
    var lead: String? {
        guard quiet == nil else { return nil }
        let judged = cards.filter { card in card.windows.contains { $0.verdict == .met || $0.verdict == .missed } }
        let missed = cards.filter(\.isMissed)
        let (one, many) = isUnderWay ? ("is", "are") : ("was", "were")
        guard !judged.isEmpty else { return "There \(many) too few cases to judge any target by." }
        guard judged.count > 1 else {
            let name = judged.map(\.windows[0].name).joined()
            return "One target can be judged, and \(one) \(missed.isEmpty ? "met" : "missed"): \(name)."
        }
        guard !missed.isEmpty else { return "All \(judged.count) targets that can be judged \(many) met." }
        let names = missed.map { "\($0.windows[0].name) (\($0.kpi.rawValue))" }.joined(separator: ", ")
        return "\(missed.count) of \(judged.count) targets \(missed.count == 1 ? one : many) missed: \(names)."
    }

    var content: HTML {
        """
        \(Quiet.part(quiet))<section id="kpis" data-live="" aria-labelledby="kpis-name">
        <h2 id="kpis-name">Targets in \(view.period.title)</h2>
        <div class="cards">
        \(cards.map(\.html))</div>
        </section>
        <section id="flow" data-live="" aria-labelledby="flow-name">
        <h2 id="flow-name">Flow in \(view.period.title)</h2>
        <div class="charts">
        \(Charting.lines("messages", title: "Messages", messages, note: note).html)\
        \(Charting.lines("cases", title: "Cases", cases, note: note).html)</div>
        </section>

        """
    }
}

extension Topics {
    func overview() async throws -> OverviewPage {
        let kpis = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A9", "A10", "A11", "A12", "A13", "A14", "A15", "A16"]
        async let statuses = statuses()
        let (messages, cases) = (["messages.received", "messages.sent"], ["cases.opened", "cases.resolved"])
        // One reading for all of them.
        async let all = series(kpis + messages + cases)
        let found = try await all
        let isQuiet = found.of(Quiet.signs).allSatisfy { $0.points.allSatisfy { $0.figure.n == 0 } }
        return OverviewPage(
            cards: KPICard.all(try await statuses, trends: found, view: view),
            messages: found.of(messages),
            cases: found.of(cases),
            view: view,
            isUnderWay: today < view.period.end,
            note: partialWeeks,
            quiet: isQuiet ? try await silence(on: .overview) : nil
        )
    }
}
