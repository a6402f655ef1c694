package import Policy

/// What a target allows to go wrong in a window, and how much of that has been used.
package struct Budget: Sendable, Hashable {
    /// How many may be missed, of as many as there have been so far.
    package let allowed: Double
    /// How many were missed.
    package let used: Double
    /// How fast the budget is used: 1 just keeps the target, 2 uses twice what is allowed.
    package let burnRate: Double?
    /// The share that will have been missed at the window's end if the last days go on; nil where nothing can be said.
    package let forecast: Double?
    /// The largest of the policy's marks (such as 0.5, 0.8, 1) that is used up.
    package let mark: Double?

    /// What may still be missed; negative once the target cannot be kept at this number.
    package var left: Double { allowed - used }

    /// The budget of a share so far in its window, or nil for what has none.
    ///
    /// `recent` is the same share over the last days, and `daysLeft` how many times as long what remains of the window is.
    package init?(_ figure: Figure, recent: Figure?, daysLeft: Double, target: KPITarget, marks: [Double] = []) {
        guard figure.unit == .share, let part = figure.numerator, let whole = figure.denominator else { return nil }
        let allowedShare: Double
        let isMissedPart: Bool
        switch target.comparison {
        case .atMost, .below: (allowedShare, isMissedPart) = (target.bound, true)
        case .atLeast, .above: (allowedShare, isMissedPart) = (1 - target.bound, false)
        }
        let used = isMissedPart ? part : whole - part
        allowed = allowedShare * whole
        self.used = used
        burnRate = whole > 0 && allowedShare > 0 ? used / whole / allowedShare : nil
        // What 1 less a bound allows is a hair more than it says.
        mark = allowed > 0 ? marks.filter { $0 <= used / (allowedShare * whole) + 1e-9 }.max() : nil
        var wholeAtEnd = whole
        var usedAtEnd = used
        if let recent, let part = recent.numerator, let recentWhole = recent.denominator {
            wholeAtEnd += recentWhole * daysLeft
            usedAtEnd += (isMissedPart ? part : recentWhole - part) * daysLeft
        }
        forecast = wholeAtEnd > 0 ? usedAtEnd / wholeAtEnd : nil
    }
}
