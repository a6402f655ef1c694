import Figures

/// Which way a figure should go, as far as that can be said.
enum FigureDirection {
    case higher, lower, neither

    init(_ id: String) {
        switch id {
        case "response.within_24h", "resolution.within_24h", "satisfaction.rate", "satisfaction.mean_stars",
            "satisfaction.wilson_lower", "satisfaction.positive", "satisfaction.response_rate",
            "cases.on_first_response":
            self = .higher
        case "cases.reopened", "cases.unresolved", "cases.escalated.tier", "cases.escalated.department",
            "cases.escalated.sla", "satisfaction.negative", "messages.undelivered":
            self = .lower
        default:
            let isSlow = id.hasPrefix("response.") || id.hasPrefix("resolution.")
            self = isSlow ? .lower : .neither
        }
    }

    /// Whether a change in that direction is good news; nil where it is neither.
    func isGood(_ change: Double) -> Bool? {
        switch self {
        case .higher: change > 0
        case .lower: change < 0
        case .neither: nil
        }
    }
}
