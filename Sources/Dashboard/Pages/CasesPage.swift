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
        let filters = view.filter.list.map { dimension, value in
            "\(dimension.rawValue) \(dimension == .admin ? value : FigureNames.plain(value))"
        }.joined(separator: ", ")
        let missed = question.onlyMissed ? ", only those that speak against the target" : ""
        let period = ReportsPage.title(view.period)
        return "\(period)\(filters.isEmpty ? "" : ", \(filters)")\(missed); what was heard of last comes last."
    }

    var content: HTML {
        let table = DataTable(
            caption: "Cases behind the figure",
            columns: columns.map { .init("\($0.name)", isNumber: $0.isNumber) },
            rows: page.rows.map { row in columns.map { $0.cell(row) } }
        )
        return """
            <p class="steps">\(toggle) \(CasesPage.back(view))</p>
            <section class="card">\(table.html)</section>
            <p class="steps">\(next)</p>
            """
    }

    private typealias Column = (name: String, isNumber: Bool, cell: (CasePage.Row) -> HTML)

    /// What is told of each case; a figure that counts has nothing measured, and one that is no share nothing counted in.
    private var columns: [Column] {
        var columns: [Column] = [
            (
                "Case", false,
                {
                    "<a href=\"\(CaseFilePage.link($0.case.rawValue, view))\"><code>\($0.case.description)</code></a>"
                }
            ),
            ("Conversation", false, { "\($0.conversation)" }), ("Kind", false, { "\(FigureNames.plain($0.kind))" }),
            ("Counted at", false, { "\(ClockTime.text($0.at, zone))" }),
            ("Team", false, { "\($0.team.map(FigureNames.plain) ?? FigureWords.nothing)" }),
            ("Category", false, { "\($0.category.map(FigureNames.plain) ?? FigureWords.nothing)" }),
            ("Admin", false, { "\($0.admin ?? FigureWords.nothing)" }),
        ]
        if countsMessages { columns.append(("Messages", true, { "\(FigureWords.text(Double($0.n), .count))" })) }
        if page.rows.contains(where: { $0.value != nil }) { columns.append(("Measured", true, { "\(measured($0))" })) }
        if isShare { columns.append(("Counted in", false, counts)) }
        return columns
    }

    /// Whether a row is of the messages of an hour.
    private var countsMessages: Bool {
        question.figure == "A15" || ["messages.", "templates."].contains { question.figure.hasPrefix($0) }
    }

    private var isShare: Bool {
        question.onlyMissed || Self.judgesEach(question.figure) && page.rows.contains { $0.counts != nil }
    }

    /// Whether each case by itself is in or out of what a figure wants: of a mean, of a change, and of what is counted in
    /// other things than its cases none is.
    static func judgesEach(_ figure: String) -> Bool {
        !["A3", "A5", "A6", "A8", "A11", "A12"].contains(figure) && !figure.contains("mean")
    }

    private static func back(_ view: View) -> HTML {
        var link = Link()
        link.query = View(view.period, view.filter).query
        return "<a href=\"\(link)\">Back to the overview</a>"
    }

    private var toggle: HTML? {
        guard isShare || question.after != nil && Self.judgesEach(question.figure) else { return nil }
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
