import Figures
import Policy

extension FigureNames {
    /// What a KPI is worked out from, as things to be counted; nil for what is such a number itself or of no things.
    static func things(of kpi: KPI) -> String? {
        switch kpi {
        case .a1, .a2: "cases"
        case .a3: "first replies"
        case .a4, .a5: "replies"
        case .a6, .a7, .a8, .a9: "resolved cases"
        case .a10, .a11: "ratings"
        case .a12: "active users"
        case .a13: "flags"
        case .a14: "upheld flags"
        case .a15, .a16: nil
        }
    }

    /// What a figure that is a share or a mean is worked out from, as things to be counted.
    static func things(ofFigure id: String) -> String {
        switch id.prefix(while: { $0 != "." }) {
        case "response": "replies"
        case "resolution", "cases": "cases"
        case "satisfaction": id == "satisfaction.response_rate" ? "surveys" : "ratings"
        case "templates", "messages": "messages"
        case "promises": "promises"
        case "notices": "notices"
        default: ""
        }
    }
}
