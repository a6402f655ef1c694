import BusinessTime
import Contract
package import Figures
package import Pages

extension Report {
    /// The report as a page of the site, which prints well.
    package var page: Page { Page(title: heading, content: body, style: "report") }

    /// The report as one file.
    var document: String {
        let style = String(decoding: Asset.stylesheet.content, as: UTF8.self)
        let head = HTML(escaping: heading)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(head.text)</title>
            <style>\(style)</style></head>
            <body><main>\(body.text)</main></body>
            </html>

            """
    }

    /// What stands in the page: insights first, then tables, then every figure.
    package var body: HTML {
        var html: HTML = """
            <h1>\(heading)</h1>
            <p>\(period.first.description) up to \(period.lastDay), \(zone).\(issued)</p>

            """
        for kind in Insight.Kind.allCases {
            let own = insights.filter { $0.kind == kind }
            if own.isEmpty { continue }
            let items: [HTML] = own.map { "<li>\($0.text)</li>\n" }
            html += "<h2>\(kind.title)</h2>\n<ul>\n\(items)</ul>\n"
        }
        for table in tables where !table.rows.isEmpty { html += "<h2>\(table.title)</h2>\n\(table.html)" }
        html += "<h2>Figures</h2>\n\(figureTable.html)"
        if !corrections.isEmpty { html += "<h2>Changed since it was issued</h2>\n\(correctionTable.html)" }
        return html
    }

    private var issued: HTML {
        issuedAt.map { " Issued \($0.description)." } ?? " Not issued yet: figures as they are now."
    }

    private var figureTable: DataTable {
        DataTable(
            caption: "Figures",
            columns: [
                DataTable.Column("Figure"), DataTable.Column("Value", isNumber: true),
                DataTable.Column("Of these", isNumber: true), DataTable.Column("Of all", isNumber: true),
                DataTable.Column("Number", isNumber: true),
            ],
            rows: figures.map { figure in
                let parts = figure.partTexts
                return [
                    "\(figure.id)", "\(figure.text)", "\(parts.numerator)", "\(parts.denominator)",
                    "\(figure.numberText)",
                ]
            }
        )
    }

    private var correctionTable: DataTable {
        DataTable(
            caption: "Changed since it was issued",
            columns: [
                DataTable.Column("What"), DataTable.Column("Issued", isNumber: true),
                DataTable.Column("Now", isNumber: true),
            ],
            rows: corrections.map { correction in
                let numbers = spoken(correction)
                return ["\(correction.id)", "\(numbers.issued)", "\(numbers.now)"]
            }
        )
    }
}

extension ReportTable {
    /// The table, with the numbers as people read them.
    package var html: HTML {
        DataTable(
            caption: HTML(escaping: title),
            columns: columns.map { DataTable.Column(HTML(escaping: $0.title), isNumber: $0.isNumber) },
            rows: rows.map { row in spoken(row).map { HTML(escaping: $0) } }
        ).html
    }
}
