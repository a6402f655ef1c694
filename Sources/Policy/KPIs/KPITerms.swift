/// What the office wants of one figure.
package struct KPITerms: Sendable, Hashable {
    /// What it is called.
    package var title = Localized<String>()
    /// The target of each window; a window without one is reported only.
    package var targets: [Window: KPITarget] = [:]
    /// The windows that it is reported for without a target.
    package var reported: Set<Window> = []
    /// The time that makes an answer, a resolve or a decision one in time, or that is looked back for a recurrence.
    package var within: Duration?
    /// The hours that are to be covered.
    package var calendar: Name<CalendarDefinition>?
    /// How many there must be for a verdict; nil for what `report` says.
    package var minimumN: Int?
    /// The shares (0 to 1) of what the target allows to be missed at which it is said that so much is used up.
    package var warnings: [Double] = []

    /// A figure that is neither wanted nor reported.
    package init() {}

    /// The times of which it is counted exactly how many answers, resolves and decisions are within them.
    package static let countedTimes: [Duration] = [
        .minutes(15), .hours(1), .hours(3), .hours(12), .hours(24), .hours(48), .hours(72),
    ]
}

/// A bound that a figure should keep.
package struct KPITarget: Sendable, Hashable {
    /// How the figure must compare with the bound.
    package enum Comparison: String, CaseIterable, Sendable, Hashable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
    }

    /// How the figure must compare with the bound.
    package let comparison: Comparison
    /// The bound, in the figure's unit: seconds for durations, 0 to 1 for shares.
    package let bound: Double

    /// A bound of those parts.
    package init(_ comparison: Comparison, _ bound: Double) {
        self.comparison = comparison
        self.bound = bound
    }

    /// Whether the figure keeps it.
    package func isMet(by value: Double) -> Bool {
        switch comparison {
        case .atLeast: value >= bound
        case .atMost: value <= bound
        case .above: value > bound
        case .below: value < bound
        }
    }
}
