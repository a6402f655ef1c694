import Policy

extension FigureUnit {
    /// The units of what a figure of the unit is worked out from: a mean of times from their sum, and a change or a share of
    /// hours from hours.
    func parts(of id: String) -> (numerator: FigureUnit, denominator: FigureUnit) {
        switch KPI(rawValue: id) {
        case .a8, .a16: (.seconds, .seconds)
        // Whatever it measures, it is worked out from the replies that came in time.
        case .a4: (.count, .count)
        default: (self == .seconds ? .seconds : .count, .count)
        }
    }
}
