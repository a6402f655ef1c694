import BusinessTime
import Contract
package import Policy

/// What stands around the tables of a report and in its last ones, as people read it on a page, on paper and in a mail.
extension Report {
    /// What the report is called.
    package var heading: String { ReportWords.english.heading(period) }

    /// What the KPIs are called, as the table of targets has them.
    package var titles: [KPI: String] {
        guard let table = table("kpis"), let place = table.columns.firstIndex(where: { $0.id == "name" }) else {
            return [:]
        }
        return table.rows.reduce(into: [:]) { titles, row in
            guard case .text(let id) = row[0], case .text(let name) = row[place], let kpi = KPI(rawValue: id) else {
                return
            }
            titles[kpi] = name
        }
    }

    /// The days that it is about, the zone of these and of all times in it, and when it was issued.
    package func span(in words: ReportWords = .english) -> String {
        let days = "\(words.span(period.first.description, period.lastDay)), \(zone)."
        guard let issuedAt else { return "\(days) \(words.phrase("Not issued yet: the figures as they are now."))" }
        let time = ReportZone(zone).map { ClockTime.text(issuedAt, $0) } ?? issuedAt.description
        return "\(days) \(words.issued(time))"
    }

    /// What it is filtered by, each as `Team: First line`.
    package func filters(in words: ReportWords = .english) -> [String] {
        filter.list.map { dimension, value in
            let name =
                switch dimension {
                case .admin: value
                case .language: FigureNames.language(value, in: words)
                case .team, .channel, .category, .campaign: FigureNames.plain(value, in: words)
                }
            return "\(words.phrase(dimension.title))\(words.colon) \(name)"
        }
    }

    /// All its figures.
    package func shownFigures(in words: ReportWords = .english) -> ReportTable.Shown {
        let titles = titles
        return ReportTable.Shown(
            title: words.phrase("Figures"),
            columns: ["Figure", "Value", "Of these", "Of all", "Number"].map { (words.phrase($0), $0 != "Figure") },
            rows: figures.map { figure in
                let parts = figure.partTexts(in: words)
                return [
                    FigureNames.name(figure.id, titles, in: words), text(of: figure, in: words), parts.numerator,
                    parts.denominator, figure.numberText(in: words),
                ]
            }
        )
    }

    /// A figure's value as people read it; a KPI's beside its target, as the table of targets has that.
    package func text(of figure: Figure, in words: ReportWords = .english) -> String {
        var target: String?
        if KPI(rawValue: figure.id) != nil, let table = table("kpis"),
            let place = table.columns.firstIndex(where: { $0.id == "target" }),
            case .text(let text)? = table.rows.first(where: { $0.first == .text(figure.id) })?[place]
        {
            target = text
        }
        return FigureText.spoken(figure.value, figure.unit, beside: target, in: words)
    }

    /// What has changed since it was issued.
    package func shownCorrections(in words: ReportWords = .english) -> ReportTable.Shown {
        let titles = titles
        return ReportTable.Shown(
            title: words.phrase("Changed since it was issued"),
            columns: ["What", "Issued", "Now"].map { (words.phrase($0), $0 != "What") },
            rows: corrections.map { correction in
                let numbers = spoken(correction, in: words)
                return [name(of: correction.id, titles, in: words), numbers.issued, numbers.now]
            }
        )
    }

    /// What a figure is called, or a cell after its table, row and column.
    private func name(of id: String, _ titles: [KPI: String], in words: ReportWords) -> String {
        guard self[id] == nil, let cell = cell(id) else { return FigureNames.name(id, titles, in: words) }
        let row = FigureNames.texts(of: cell.row, in: cell.table, in: words).first ?? ""
        let column = FigureNames.name(cell.column, in: words)
        return "\(words.phrase(cell.table.title))\(words.colon) \(row), \(column)"
    }
}

extension ReportPeriod {
    /// The last day of the period, as text.
    package var lastDay: String { String(describing: end.before) }
}

extension Insight.Kind {
    /// What a list of them is called.
    package var title: String {
        switch self {
        case .strength: "Strengths"
        case .improve: "Areas to improve"
        case .action: "Action plan"
        case .followUp: "What became of the last plan"
        }
    }
}
