import Pages

/// How one of several series is told from the others: by colour, and without it by dashes, shapes or a pattern.
struct Mark: Sendable {
    /// Its place among the series, from 0.
    let index: Int

    /// How many marks can be told apart; more series than that repeat them.
    static let count = 6

    /// The word for the stylesheet, `s1` to `s6`.
    var style: String { "s\(index % Self.count + 1)" }

    /// The lengths of the dashes of its line, none for a solid one.
    var dashes: String { ["none", "7 4", "2 3", "10 3 2 3", "4 2", "12 4"][index % Self.count] }

    /// Paints its bars; the chart's own id keeps patterns of several charts on a page apart.
    func fill(in chart: String) -> String { "url(#\(chart)-\(style))" }

    /// The patterns of these marks, to be painted with in one chart.
    static func patterns(_ marks: [Mark], in chart: String) -> HTML {
        let places = Set(marks.map { $0.index % Self.count }).sorted()
        let patterns: [HTML] = places.map { index in
            let mark = Mark(index: index)
            let detail: HTML =
                switch index {
                case 0: ""
                case 1: "<path class=\"cut\" d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\"/>"
                case 2: "<circle class=\"hole\" cx=\"4\" cy=\"4\" r=\"1.7\"/>"
                case 3: "<path class=\"cut\" d=\"M0 0l8 8M-2 6l4 4M6-2l4 4\"/>"
                case 4: "<path class=\"cut\" d=\"M0 4h8\"/>"
                default: "<path class=\"cut\" d=\"M4 0v8\"/>"
                }
            return """
                <pattern id="\(chart)-\(mark.style)" width="8" height="8" patternUnits="userSpaceOnUse">\
                <rect class="\(mark.style) solid" width="8" height="8"/>\(detail)</pattern>
                """
        }
        return "<defs>\(patterns)</defs>"
    }

    /// A point of its line.
    func point(_ x: Double, _ y: Double, tip: String) -> HTML {
        let (a, b) = (Drawing.number(x), Drawing.number(y))
        let inner: HTML = "<title>\(tip)</title>"
        switch index % 3 {
        case 0: return "<circle class=\"\(style) point\" cx=\"\(a)\" cy=\"\(b)\" r=\"3\">\(inner)</circle>"
        case 1:
            return """
                <rect class="\(style) point" x="\(Drawing.number(x - 2.7))" y="\(Drawing.number(y - 2.7))" \
                width="5.4" height="5.4">\(inner)</rect>
                """
        default:
            return "<path class=\"\(style) point\" d=\"M\(a) \(Drawing.number(y - 3.8))l3.6 6.4h-7.2z\">\(inner)</path>"
        }
    }
}
