import Contract
import Figures
import Pages

/// The cases behind a figure.
struct CasesPage {
    let question: CaseQuestion
    let page: CasePage
    let view: View
    let zone: ReportZone

    static let path = "cases"

    /// The way to the cases behind a figure.
    static func link(_ figure: String, _ view: View, onlyMissed: Bool = false) -> Link {
        var link = Link(path)
        link.query = [(name: "figure", value: figure)] + View(view.period, view.filter).query
        if onlyMissed { link.query.append(("missed", "1")) }
        return link
    }

    /// What leads to the cases behind a figure, or what it says where there are none.
    static func anchor(_ figure: String, _ view: View, _ content: HTML, title: String? = nil) -> HTML {
        guard Figure.hasCases(figure) else { return content }
        let more: HTML? = title.map { " title=\"\($0)\"" }
        return "<a href=\"\(link(figure, view))\"\(more)>\(content)</a>"
    }

    /// The question that an address asks.
    static func question(_ query: [(name: String, value: String)], _ view: View) throws(PageFault) -> CaseQuestion {
        let value = { (name: String) in query.first { $0.name == name && !$0.value.isEmpty }?.value }
        guard let figure = value("figure") else {
            throw .badAddress("The address names no figure whose cases to list, as /cases?figure=A7 does.")
        }
        return CaseQuestion(
            String(figure.prefix(200)),
            view.period,
            view.filter,
            onlyMissed: value("missed") == "1",
            after: value("after")
        )
    }

    var title: String { "Cases: \(view.name(of: question.figure))" }

    var lead: String {
        let filters = view.filter.list.map { "\($0.dimension.rawValue) \($0.value)" }.joined(separator: ", ")
        let missed = question.onlyMissed ? ", only those that speak against the target" : ""
        return
            "\(view.period.title)\(filters.isEmpty ? "" : ", \(filters)")\(missed); what was heard of last comes last."
    }

    var content: HTML {
        let rows: [[HTML]] = page.rows.map { row in
            [
                "<a href=\"\(CaseFilePage.link(row.case.rawValue, view))\"><code>\(row.case.description)</code></a>",
                "\(row.conversation)", "\(FigureNames.plain(row.kind))",
                "\(ClockTime.text(row.at, zone))", "\(row.team.map(FigureNames.plain) ?? FigureWords.nothing)",
                "\(row.category.map(FigureNames.plain) ?? FigureWords.nothing)", "\(row.admin ?? FigureWords.nothing)",
                "\(measured(row))", counts(row),
            ]
        }
        let table = DataTable(
            caption: "Cases behind the figure",
            columns: [
                .init("Case"), .init("Conversation"), .init("Kind"), .init("Counted at"), .init("Team"),
                .init("Category"), .init("Admin"), .init("Measured", isNumber: true), .init("Counts"),
            ],
            rows: rows
        )
        return """
            <p class="steps">\(toggle) \(CasesPage.back(view))</p>
            <section class="card">\(table.html)</section>
            <p class="steps">\(next)</p>
            """
    }

    private static func back(_ view: View) -> HTML {
        var link = Link()
        link.query = View(view.period, view.filter).query
        return "<a href=\"\(link)\">Back to the overview</a>"
    }

    private var toggle: HTML {
        let link = Self.link(question.figure, view, onlyMissed: !question.onlyMissed)
        return
            "<a href=\"\(link)\">\(question.onlyMissed ? "Show all of them" : "Only those that speak against the target")</a>"
    }

    private var next: HTML? {
        page.next.map { after in
            let link = Self.link(question.figure, view, onlyMissed: question.onlyMissed).with("after", after)
            return "<a href=\"\(link)\" rel=\"next\">Further cases →</a>"
        }
    }

    private func measured(_ row: CasePage.Row) -> String {
        guard let value = row.value else { return FigureWords.nothing }
        let isStars = ["A10", "A11"].contains(question.figure) || question.figure.hasPrefix("satisfaction")
        return FigureWords.text(value, isStars ? .stars : .seconds)
    }

    private func counts(_ row: CasePage.Row) -> HTML {
        switch row.counts {
        case true: "yes"
        case false: "no"
        default: "\(FigureWords.nothing)"
        }
    }
}
