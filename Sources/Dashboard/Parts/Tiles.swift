import Figures
import Pages

/// Figures side by side, each with how it has changed, and each leading to its cases.
struct Tiles {
    let figures: [Figure]
    /// The same of the period before.
    let before: [Figure]
    let view: View

    var html: HTML {
        let tiles: [HTML] = figures.map { figure in
            """
            <div class="tile card"><dt>\(FigureNames.name(figure.id))</dt>\
            <dd><span class="big">\(value(figure))</span>\(parts(figure))\(change(figure))</dd></div>

            """
        }
        return "<dl class=\"tiles\">\n\(tiles)</dl>\n"
    }

    /// The value, as a link to what stands behind it where there is something.
    private func value(_ figure: Figure) -> HTML {
        guard figure.n > 0, figure.value != nil else { return "\(figure.text)" }
        return CasesPage.anchor(figure.id, view, "\(figure.text)", title: "Open the cases")
    }

    private func parts(_ figure: Figure) -> HTML? {
        switch figure.unit {
        case .share:
            let (part, whole) = (
                FigureWords.text(figure.numerator, .count), FigureWords.text(figure.denominator, .count)
            )
            return "<span class=\"soft\">\(part) of \(whole) \(FigureNames.things(ofFigure: figure.id))</span>"
        case .seconds, .stars:
            let number = FigureWords.text(Double(figure.n), .count)
            return "<span class=\"soft\">of \(number) \(FigureNames.things(ofFigure: figure.id))</span>"
        case .count, .change: return nil
        }
    }

    private func change(_ figure: Figure) -> HTML? {
        guard let now = figure.value, let old = before.first(where: { $0.id == figure.id })?.value else { return nil }
        let difference = now - old
        let text: String
        switch figure.unit {
        case .share: text = FigureWords.decimals(abs(difference) * 100, 1) + " points"
        case .stars: text = FigureWords.decimals(abs(difference), 2)
        case .count, .seconds, .change:
            guard old > 0 else { return nil }
            text = FigureWords.text(abs(difference) / old, .share)
        }
        // What is not seen to differ has not changed.
        guard text.contains(where: { ("1"..."9").contains($0) }) else { return "<span class=\"soft\">unchanged</span>" }
        let good = FigureDirection(figure.id).isGood(difference)
        let style = good.map { $0 ? "good" : "bad" } ?? "soft"
        return """
            <span class="change \(style)"><span aria-hidden="true">\(difference > 0 ? "▲" : "▼")</span> \
            \(difference > 0 ? "up" : "down") \(text)\(good.map { $0 ? ", better" : ", worse" } ?? "")</span>
            """
    }
}
