/// A sort of thing that has a name in the file and is referred to from elsewhere in it.
enum Sort: String {
    case source, category, department, team, calendar, promise, ladder, template, stage
    case reason = "reason for an escalation"

    /// Where its things stand.
    var home: String {
        switch self {
        case .source: "sources"
        case .category: "categories"
        case .department: "departments"
        case .team: "teams"
        case .calendar: "calendars"
        case .promise: "promises"
        case .ladder: "ladder"
        case .template: "templates"
        case .stage: "routing.kinds"
        case .reason: "escalation.reasons"
        }
    }
}

/// A type whose things have names that are referred to.
protocol Referable {
    static var sort: Sort { get }
}

extension Category: Referable { static var sort: Sort { .category } }
extension Department: Referable { static var sort: Sort { .department } }
extension Team: Referable { static var sort: Sort { .team } }
extension CalendarDefinition: Referable { static var sort: Sort { .calendar } }
extension Promise: Referable { static var sort: Sort { .promise } }
extension Ladder: Referable { static var sort: Sort { .ladder } }
extension Template: Referable { static var sort: Sort { .template } }
extension EscalationReason: Referable { static var sort: Sort { .reason } }
