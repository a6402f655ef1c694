import Pages

/// Parts of an SVG drawing, in units of its own that the page scales.
enum Drawing {
    /// A coordinate with at most one decimal, the same text on every machine.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) -> HTML {
        """
        <line class="\(style)" x1="\(number(x1))" y1="\(number(y1))" x2="\(number(x2))" y2="\(number(y2))"/>
        """
    }

    static func text(
        _ content: String,
        _ x: Double,
        _ y: Double,
        _ style: String = "",
        anchor: String = "start"
    ) -> HTML {
        """
        <text class="\(style)" x="\(number(x))" y="\(number(y))" text-anchor="\(anchor)">\(content)</text>
        """
    }

    /// A rectangle; `tip` is what a pointer resting on it is told.
    static func box(
        _ x: Double,
        _ y: Double,
        _ width: Double,
        _ height: Double,
        _ style: String,
        fill: String? = nil,
        tip: String? = nil
    ) -> HTML {
        let paint: HTML? = fill.map { " fill=\"\($0)\"" }
        let inner: HTML? = tip.map { "<title>\($0)</title>" }
        return """
            <rect class="\(style)" x="\(number(x))" y="\(number(y))" width="\(number(max(0, width)))" \
            height="\(number(max(0, height)))"\(paint)>\(inner)</rect>
            """
    }

    /// A whole drawing that screen readers announce as one picture with a title and a description.
    static func picture(
        _ id: String,
        width: Double,
        height: Double,
        title: String,
        description: String,
        style: String = "",
        _ content: HTML
    ) -> HTML {
        """
        <svg class="\(style)" viewBox="0 0 \(number(width)) \(number(height))" preserveAspectRatio="xMinYMid" role="img" \
        aria-labelledby="\(id)-t \(id)-d"><title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>\
        \(content)</svg>
        """
    }
}
