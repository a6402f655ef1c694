import Figures
import Pages

/// A whole report: what stands out, its figures, its tables, and what has changed since it was issued.
struct ReportPage {
    let report: Report
    let view: View
    let zone: ReportZone

    var title: String { report.heading }

    var lead: String {
        let when =
            report.issuedAt.map { "Issued \(ClockTime.text($0, zone))." } ?? "Not issued: the figures as they are now."
        let filters = report.filters().map { " \($0)." }.joined()
        return "\(when) Days are those of \(report.zone).\(filters)"
    }

    var content: HTML {
        """
        \(quiet)\(downloads)\(contents)\(verdicts)\(insights)\(parts)<section aria-labelledby="figures-name">
        <h2 id="figures-name">All figures</h2>
        <div class="card">\(figures.html)</div></section>
        \(corrections)
        """
    }

    /// That nothing happened, which a page of zeros does not say by itself.
    private var quiet: HTML? {
        guard Quiet.signs.allSatisfy({ (report[$0]?.n ?? 0) == 0 }) else { return nil }
        return "<p class=\"notice\">No message and no case of \(report.period.title) is known.</p>\n"
    }

    /// The parts of the report that have something to tell, each with its tables.
    private var filled: [(part: ReportPart, tables: [ReportTable])] {
        ReportPart.allCases.compactMap { part in
            let own = report.tables.filter { ReportPart(table: $0.id) == part && !$0.rows.isEmpty }
            return own.isEmpty ? nil : (part, own)
        }
    }

    private var contents: HTML {
        let items: [HTML] = filled.map { part, tables in
            let count: HTML? = tables.count > 1 ? " <span class=\"soft\">(\(tables.count) tables)</span>" : nil
            return "<li><a href=\"#\(part.rawValue)-name\">\(part.title)</a>\(count)</li>\n"
        }
        return """
            <nav class="toc card" aria-label="In this report"><ul>
            \(items)<li><a href="#figures-name">All figures</a> <span class="soft">(\(report.figures.count))</span></li>
            \(changed)</ul></nav>

            """
    }

    private var changed: HTML? {
        guard !report.corrections.isEmpty else { return nil }
        let count = report.corrections.count
        return """
            <li><a href="#changed-name">Changed since it was issued</a> <span class="soft">(\(count))</span></li>

            """
    }

    private var parts: HTML {
        filled.map { part, tables -> HTML in
            let cards: [HTML] = tables.map { "<div class=\"card\">\(Self.table($0.shown()).html)</div>\n" }
            return """
                <section aria-labelledby="\(part.rawValue)-name"><h2 id="\(part.rawValue)-name">\(part.title)</h2>
                <div class="tables">
                \(cards)</div></section>

                """
        }.joined()
    }

    /// Each target in a line, those that were missed first.
    private var verdicts: HTML? {
        guard let table = report.table("kpis"), !table.rows.isEmpty else { return nil }
        let lines = table.rows.compactMap { VerdictLine($0, of: table) }
        let items: [HTML] = VerdictLine.order.flatMap { word in lines.filter { $0.verdict == word } }.map(\.html)
        guard !items.isEmpty else { return nil }
        return """
            <section class="card apart" aria-labelledby="verdicts-name"><h2 id="verdicts-name">Targets kept and missed</h2>
            <ul class="verdicts">
            \(items)</ul></section>

            """
    }

    private var downloads: HTML {
        let links: [HTML] = [("json", "JSON"), ("csv", "CSV"), ("md", "Markdown"), ("html", "Plain HTML")].map {
            format,
            name in
            var link = Link("api", "v1", "reports", report.period.kind.rawValue, report.period.description)
            link.query = [(name: "format", value: format)]
            link.query += view.filter.list.map { (name: $0.dimension.rawValue, value: $0.value) }
            return "<a href=\"\(link)\">\(name)</a>"
        }
        return "<p class=\"screen\">The same as \(links.joined(separator: ", ")); this page prints well too.</p>\n"
    }

    private var corrections: HTML? {
        guard !report.corrections.isEmpty else { return nil }
        return """
            <section aria-labelledby="changed-name"><h2 id="changed-name">Changed since it was issued</h2>
            <div class="card">\(Self.table(report.shownCorrections()).html)</div></section>

            """
    }

    /// The figures, each as a link to its cases.
    private var figures: DataTable {
        var table = Self.table(report.shownFigures())
        table.caption = "Figures of \(report.period.title)"
        for (place, figure) in report.figures.enumerated() {
            table.rows[place][0] = CasesPage.anchor(figure.id, view, table.rows[place][0])
        }
        return table
    }

    private static func table(_ shown: ReportTable.Shown) -> DataTable {
        DataTable(caption: shown.title, columns: shown.columns, texts: shown.rows)
    }
}
