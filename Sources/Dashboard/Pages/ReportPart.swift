import Figures

/// The parts in which the page of a report shows its tables.
enum ReportPart: String, CaseIterable {
    case targets, messages, response, satisfaction, escalations, marketplace, staff, ways, communication, further

    /// The part that a table belongs to.
    init(table id: String) {
        switch id.prefix(while: { $0 != "." }) {
        case "kpis": self = .targets
        case "messages", "quarters": self = .messages
        case "response", "resolution", "bottlenecks", "promises": self = .response
        case "satisfaction", "factors", "themes": self = .satisfaction
        case "escalations": self = .escalations
        case "kinds", "outcomes", "stages", "causes": self = .marketplace
        case "teams", "admins", "recognition", "training", "gaming": self = .staff
        case "channels", "languages", "campaigns": self = .ways
        case "communication", "notices": self = .communication
        default: self = .further
        }
    }

    /// What stands above it.
    var title: String {
        switch self {
        case .targets: "Targets"
        case .messages: "Messages by category"
        case .response: "Response and resolution"
        case .satisfaction: "Satisfaction and themes"
        case .escalations: "Escalations"
        case .marketplace: "Moderation and marketplace"
        case .staff: "Teams and admins"
        case .ways: "Channels, languages, campaigns"
        case .communication: "Communication"
        case .further: "Further tables"
        }
    }
}
