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
            <body class="report"><main>\(body.text)</main></body>
            </html>

            """
    }

    /// What stands in the page: insights first, then tables, then every figure.
    package var body: HTML {
        let filters = filters()
        let part: HTML? = filters.isEmpty ? nil : "<p>\(filters.joined(separator: ". ")).</p>\n"
        var html: HTML = """
            <h1>\(heading)</h1>
            <p>\(span())</p>
            \(part)
            """
        for kind in Insight.Kind.allCases {
            let own = insights.filter { $0.kind == kind }
            if own.isEmpty { continue }
            let items: [HTML] = own.map { "<li>\($0.text)</li>\n" }
            html += "<h2>\(kind.title)</h2>\n<ul>\n\(items)</ul>\n"
        }
        for table in tables where !table.rows.isEmpty { html += "<h2>\(table.title)</h2>\n\(table.shown().html)" }
        html += "<h2>Figures</h2>\n\(shownFigures().html)"
        if !corrections.isEmpty { html += "<h2>Changed since it was issued</h2>\n\(shownCorrections().html)" }
        return html
    }
}

extension ReportTable.Shown {
    fileprivate var html: HTML { DataTable(caption: title, columns: columns, texts: rows).html }
}
