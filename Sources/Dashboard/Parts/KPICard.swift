import Charts
import Figures
import Pages
import Policy

/// One KPI over all its windows, with its budget, its trend, how it is worked out, and the way to its cases.
struct KPICard {
    let kpi: KPI
    /// The windows of the KPI; the one that leads comes first.
    let windows: [KPIStatus]
    /// Whether nothing is to come any more.
    let isOver: Bool
    let trend: Series?
    let view: View

    /// The cards of what is told, in the order of the KPIs; those whose target is missed come first.
    static func all(_ statuses: Statuses, trends: [Series], view: View) -> [KPICard] {
        let cards = statuses.leads.map { lead in
            KPICard(
                kpi: lead.kpi,
                windows: [lead] + statuses.others.filter { $0.kpi == lead.kpi },
                isOver: statuses.isOver,
                trend: trends.first { $0.id == lead.kpi.rawValue },
                view: view
            )
        }
        return cards.filter(\.isMissed) + cards.filter { !$0.isMissed }
    }

    var isMissed: Bool { windows.contains { $0.verdict == .missed } }

    var html: HTML {
        let lead = windows[0]
        let definition = KPIDefinition(of: kpi)
        return """
            <article class="kpi card" id="kpi-\(kpi.rawValue)" aria-labelledby="kpi-\(kpi.rawValue)-name">
            <h3 id="kpi-\(kpi.rawValue)-name"><span class="id">\(kpi.rawValue)</span> \(lead.name)</h3>
            <p class="reading"><span class="big">\(value(lead))</span> \(Self.badge(lead))</p>
            \(terms(lead).map { "<p class=\"soft\">\($0)</p>" } as HTML?)
            \(budget(lead))\(others)\(sparkline)
            <details><summary>How it is worked out<span class="unseen">: \(lead.name)</span></summary>
            <p>\(definition.formula)</p>
            <p class="soft">\(parts(lead.figure, definition))</p>
            </details>
            </article>

            """
    }

    /// The verdict in a word and a sign, never in a colour alone.
    static func badge(_ status: KPIStatus) -> HTML {
        status.target == nil ? "<span class=\"badge\">no target</span>" : badge(status.verdict)
    }

    /// The same of what has a target.
    static func badge(_ verdict: Verdict) -> HTML {
        switch verdict {
        case .met: "<span class=\"badge met\"><span aria-hidden=\"true\">✓</span> met</span>"
        case .missed: "<span class=\"badge missed\"><span aria-hidden=\"true\">✗</span> missed</span>"
        case .tooFew: "<span class=\"badge few\"><span aria-hidden=\"true\">…</span> too few</span>"
        case .unknown: "<span class=\"badge few\"><span aria-hidden=\"true\">?</span> no verdict</span>"
        }
    }

    private func value(_ status: KPIStatus) -> HTML {
        guard status.figure.value != nil else { return "\(FigureWords.nothing)<span class=\"unseen\">no value</span>" }
        let text: HTML = "\(FigureWords.text(status.figure, against: status.target))"
        guard Figure.hasCases(kpi.rawValue) else { return text }
        let onlyMissed = status.verdict == .missed && CasesPage.judgesEach(kpi.rawValue)
        let link = CasesPage.link(kpi.rawValue, view.with(status.period), onlyMissed: onlyMissed)
        return "<a href=\"\(link)\" title=\"Open the cases\">\(text)</a>"
    }

    private func terms(_ status: KPIStatus) -> String? {
        let target = status.target.map { "target \(FigureWords.text($0, status.figure.unit))" }
        // The heading above the cards says the page's own period; another one is said, with the reason for it.
        let period = status.period == view.period ? nil : Self.capital(status.period.title)
        let ofItsOwn = status.period == view.period ? nil : KPIDefinition(of: kpi).length
        let length = ofItsOwn.map { "worked out by the \($0.rawValue) alone" }
        let isPart = !view.filter.list.isEmpty && KPIDefinition(of: kpi).isOfTheWhole
        let part = isPart ? "known of everything alone" : nil
        // Why there is no value where there is something to work it out from.
        let isFirst = kpi == .a8 && status.figure.value == nil && status.figure.n > 0
        let reason = isFirst ? "nothing was resolved in the quarter before" : nil
        let terms = [period, length, part, target, reason, number(status.figure)]
        let said = terms.compactMap(\.self)
        return said.isEmpty ? nil : said.joined(separator: " · ")
    }

    /// Of how many things it is; nil for what is such a number itself.
    private func number(_ figure: Figure) -> String? {
        FigureNames.things(of: kpi).map { "of \(FigureWords.text(Double(figure.n), .count)) \($0)" }
    }

    private static func capital(_ title: String) -> String { title.prefix(1).uppercased() + title.dropFirst() }

    private func budget(_ status: KPIStatus) -> HTML? {
        guard let budget = status.budget, budget.allowed > 0 else { return nil }
        let left = budget.left
        let allowedShare = status.target.map { target in
            target.comparison == .atLeast || target.comparison == .above ? 1 - target.bound : target.bound
        }
        // What is over is past all speed, and of what is not used none needs to be told.
        let pace = isOver || budget.used == 0 ? nil : budget.burnRate
        let forecast = isOver || budget.used == 0 ? nil : budget.forecast
        let allowed = FigureWords.decimals((allowedShare ?? 0) * 100, 1, isShort: true) + "\u{A0}%"
        let sentence =
            [
                "\(FigureWords.text(budget.used, .count)) of \(whole(budget.allowed)) allowed misses used",
                left < 0 ? "\(whole(-left.rounded(.down))) too many" : "\(whole(left)) left",
                pace.map { "used \(FigureWords.decimals($0, 1)) times as fast as it would last" },
                forecast.map { "heading for \(FigureWords.text($0, .share)) where \(allowed) is allowed" },
            ].compactMap { $0 }.joined(separator: ", ") + "."
        return BudgetBar(
            "budget-\(kpi.rawValue)",
            title: "Budget of \(status.name)",
            used: budget.used / budget.allowed,
            forecast: forecast.flatMap { share in allowedShare.flatMap { $0 > 0 ? share / $0 : nil } },
            summary: sentence
        ).html
    }

    /// There is no part of a miss.
    private func whole(_ misses: Double) -> String { FigureWords.text(misses.rounded(.down), .count) }

    private var others: HTML? {
        guard windows.count > 1 else { return nil }
        let items: [HTML] = windows.dropFirst().map { status in
            "<li>\(Self.capital(status.period.title)): <strong>\(value(status))</strong> \(Self.badge(status))</li>"
        }
        return "<ul class=\"windows\">\(items)</ul>"
    }

    private var sparkline: HTML? {
        guard let trend, trend.points.contains(where: { $0.figure.value != nil }) else { return nil }
        return Sparkline(
            "trend-\(kpi.rawValue)",
            title: "Trend of \(windows[0].name)",
            values: trend.points.map(\.figure.value),
            scale: FigureWords.scale(trend.unit)
        ).html
    }

    private func parts(_ figure: Figure, _ definition: KPIDefinition) -> String {
        // A percentile of replies is judged with those who still wait, whom its cases tell as well.
        guard figure.unit == .share || kpi == .a4, figure.numerator != nil, figure.denominator != nil else {
            return number(figure) ?? ""
        }
        let texts = figure.partTexts()
        return "\(texts.numerator) \(definition.numerator) of \(texts.denominator) \(definition.denominator)."
    }
}
