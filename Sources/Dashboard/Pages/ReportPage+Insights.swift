import Figures
import Pages

extension ReportPage {
    /// What the rules read out of the figures, each with its proof.
    var insights: HTML {
        let kinds: [(Insight.Kind, String)] = [
            (.strength, "Strengths"), (.improve, "Areas to improve"), (.action, "Action plan"),
            (.followUp, "What became of the last plan"),
        ]
        let cards: [HTML] = kinds.compactMap { kind, name in
            let found = report.insights.filter { $0.kind == kind }
            guard !found.isEmpty else { return nil }
            let items: [HTML] = found.map { insight in
                let evidence = insight.evidence.enumerated().map { proven($1, $0, of: insight) }
                let proof: HTML? =
                    evidence.isEmpty ? nil : "<br/><span class=\"soft\">\(evidence.joined(separator: " · "))</span>"
                return "<li>\(insight.text)\(proof)</li>\n"
            }
            return """
                <section class="card" aria-labelledby="insight-\(kind.rawValue)">
                <h2 id="insight-\(kind.rawValue)">\(name)</h2>
                <ul>
                \(items)</ul></section>

                """
        }
        return "<div class=\"charts\">\n\(cards)</div>\n"
    }

    /// A figure behind an insight, as a link to its cases: of two, the second is of the period before, or the first is of
    /// some of the cases alone, which no list tells.
    private func proven(_ figure: Figure, _ place: Int, of insight: Insight) -> HTML {
        let name = view.name(of: figure.id)
        let isFormer = place == 1 && (insight.kind == .followUp || insight.rule.hasPrefix("gain."))
        let part = place == 0 && insight.rule.hasPrefix("slow.") ? FigureNames.plain(insight.rule.dropFirst(5)) : nil
        if let part { return "\(name), \(part): \(figure.text)" }
        let period = isFormer ? view.with(report.period.previous) : view
        let former = isFormer ? ", \(report.period.previous.title)" : ""
        let text = isFormer ? figure.text : report.text(of: figure)
        return CasesPage.anchor(figure.id, period, "\(name)\(former): \(text)")
    }
}
