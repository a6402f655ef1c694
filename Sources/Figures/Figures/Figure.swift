/// What sort of number a figure or a column holds.
package enum FigureUnit: String, Sendable, Hashable, CaseIterable {
    /// A number of things.
    case count
    /// A length of time, in seconds.
    case seconds
    /// A part of a whole, 0 to 1.
    case share
    /// A mean rating, 1 to 5.
    case stars
    /// A change against the period before: -0.2 is a fifth less.
    case change
}

/// One number of a report, with what it is made of.
package struct Figure: Sendable, Hashable {
    /// What it is called for ever, such as `response.p90`; the contract lists the ids.
    package let id: String
    package let unit: FigureUnit
    /// Nil, never 0, where there is nothing to say: no answers, or no denominator.
    package let value: Double?
    /// Of how many things it is true, for a share or a change; nil for others.
    package let numerator: Double?
    package let denominator: Double?
    /// How many things it is about.
    package let n: Int

    /// A figure of those parts.
    package init(
        _ id: String,
        _ unit: FigureUnit,
        _ value: Double?,
        numerator: Double? = nil,
        denominator: Double? = nil,
        n: Int
    ) {
        self.id = id
        self.unit = unit
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
        self.n = n
    }

    /// A number of things.
    package static func count(_ id: String, _ count: Int) -> Figure {
        Figure(id, .count, Double(count), n: count)
    }

    /// A part of a whole; there is none of an empty whole.
    package static func share(_ id: String, _ part: Int, of whole: Int) -> Figure {
        Figure(
            id,
            .share,
            whole > 0 ? Double(part) / Double(whole) : nil,
            numerator: Double(part),
            denominator: Double(whole),
            n: whole
        )
    }
}
