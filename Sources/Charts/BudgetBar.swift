package import Pages

/// What a target allows to go wrong, how much of it is used, and where it is heading.
package struct BudgetBar: Sendable {
    package let id: String
    package let title: String
    /// The part of what is allowed that is used: 1 is all of it.
    package let used: Double
    /// The same at the window's end if things go on as lately.
    package let forecast: Double?
    /// One sentence with the numbers, which is also shown.
    package let summary: String

    package init(_ id: String, title: String, used: Double, forecast: Double?, summary: String) {
        self.id = id
        self.title = title
        self.used = used
        self.forecast = forecast
        self.summary = summary
    }

    /// How far along the bar all of the budget is; what is overdrawn reaches beyond.
    private static let (width, height, full) = (240.0, 26.0, 180.0)

    /// The bar and its sentence.
    package var html: HTML {
        let isOverdrawn = used > 1
        let length = Self.place(used)
        let track = Drawing.box(0, 6, Self.width, 12, "track")
        let bar = Drawing.box(0, 6, length, 12, isOverdrawn ? "spent over" : "spent")
        let limit = Drawing.line(Self.full, 2, Self.full, 22, "limit")
        let marks: [HTML] = [0.5, 0.8].map { Drawing.line(Self.full * $0, 6, Self.full * $0, 18, "quarter") }
        let ahead: HTML? = forecast.map { share in
            let x = Drawing.number(max(5, Self.place(share)))
            return "<path class=\"ahead\" d=\"M\(x) 19l5 7h-10z\"/>"
        }
        let picture = Drawing.picture(
            id,
            width: Self.width,
            height: Self.height,
            title: title,
            description: summary,
            style: "budget",
            "\(track)\(bar)\(marks)\(limit)\(ahead)"
        )
        return "<div class=\"budget-line\">\(picture)<p class=\"soft\">\(summary)</p></div>"
    }

    private static func place(_ share: Double) -> Double {
        guard share.isFinite else { return width - 5 }
        return min(width - 5, full * max(0, share))
    }
}
