package import Pages

/// A line without axes, to show a trend beside a number.
package struct Sparkline: Sendable {
    package let id: String
    /// What it shows, for those who do not see it.
    package let title: String
    package let values: [Double?]
    package let scale: ValueScale

    package init(_ id: String, title: String, values: [Double?], scale: ValueScale) {
        self.id = id
        self.title = title
        self.values = values
        self.scale = scale
    }

    /// How it went, in words.
    package var summary: String {
        let known = values.compactMap { $0 }
        guard let first = known.first, let last = known.last, let low = known.min(), let high = known.max() else {
            return "No values yet."
        }
        return "From \(scale.text(first)) to \(scale.text(last)), between \(scale.text(low)) and \(scale.text(high))."
    }

    /// The line; nothing where there are fewer than two values.
    package var html: HTML {
        let known = values.compactMap { $0 }
        guard known.count > 1, let low = known.min(), let high = known.max() else { return "" }
        let (width, height) = (120.0, 32.0)
        let span = high > low ? high - low : 1
        var parts: [String] = []
        var isOpen = false
        var end = (0.0, 0.0)
        for (index, value) in values.enumerated() {
            guard let value else {
                isOpen = false
                continue
            }
            let x = 3 + (width - 6) * Double(index) / Double(values.count - 1)
            let y = high > low ? height - 4 - (height - 8) * (value - low) / span : height / 2
            parts.append("\(isOpen ? "L" : "M")\(Drawing.number(x)) \(Drawing.number(y))")
            isOpen = true
            end = (x, y)
        }
        let line: HTML = "<path class=\"s1 stroke\" d=\"\(parts.joined())\"/>"
        let dot: HTML =
            "<circle class=\"s1 point\" cx=\"\(Drawing.number(end.0))\" cy=\"\(Drawing.number(end.1))\" r=\"2.5\"/>"
        return Drawing.picture(
            id,
            width: width,
            height: height,
            title: title,
            description: summary,
            style: "spark",
            line + dot
        )
    }
}
