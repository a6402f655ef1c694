package import Pages

/// A chart as it stands on a page: heading, sentence, legend, drawing, and the same numbers as a table.
package struct ChartFrame: Sendable {
    let id: String
    let title: String
    let summary: String
    let legend: HTML
    let picture: HTML
    let table: DataTable

    /// The sentence of a chart without a value, which is not drawn: axes of nothing say less.
    static let nothing = "There is nothing to show for this choice."

    /// The whole of it.
    package var html: HTML {
        let isDrawn = summary != Self.nothing
        return """
            <figure class="chart card" id="\(id)">
            <figcaption><h3>\(title)</h3><p class="soft">\(summary)</p>\(isDrawn ? legend : HTML())</figcaption>
            \(isDrawn ? picture : HTML())
            <details><summary>Numbers<span class="unseen">: \(title)</span></summary>
            \(table.html)</details>
            </figure>

            """
    }

    /// Which mark is which series.
    static func legend(_ series: [(mark: Mark, name: String)], isLine: Bool, in chart: String) -> HTML {
        guard series.count > 1 else { return "" }
        let items: [HTML] = series.map { mark, name in
            let key: HTML =
                isLine
                ? """
                <line class="\(mark.style) stroke" x1="0" y1="7" x2="26" y2="7" stroke-dasharray="\(mark.dashes)"/>\
                \(mark.point(13, 7, tip: name))
                """
                : Drawing.box(0, 1, 26, 12, "bar", fill: mark.fill(in: chart))
            return
                "<li><svg viewBox=\"0 0 26 14\" width=\"26\" height=\"14\" aria-hidden=\"true\">\(key)</svg> \(name)</li>"
        }
        return "<ul class=\"legend\">\(items)</ul>"
    }
}
