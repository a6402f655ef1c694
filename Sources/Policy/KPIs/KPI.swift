/// One of the figures that the office wants to keep at a target.
package enum KPI: String, CaseIterable, Sendable, Hashable {
    case a1 = "A1"
    case a2 = "A2"
    case a3 = "A3"
    case a4 = "A4"
    case a5 = "A5"
    case a6 = "A6"
    case a7 = "A7"
    case a8 = "A8"
    case a9 = "A9"
    case a10 = "A10"
    case a11 = "A11"
    case a12 = "A12"
    case a13 = "A13"
    case a14 = "A14"
    case a15 = "A15"
    case a16 = "A16"

    /// What sort of value it has.
    package enum Unit: String, Sendable, Hashable {
        /// A part of a whole, 0 to 1.
        case share
        /// Seconds.
        case duration
        /// A change against the window before, -1 to 1: -0.2 is a fifth less.
        case change
        /// A mean rating, 1 to 5.
        case stars
        /// A number of things.
        case count
    }

    /// What sort of value it has.
    package var unit: Unit {
        switch self {
        case .a1, .a2, .a7, .a9, .a10, .a12, .a13, .a14, .a16: .share
        case .a3, .a4, .a5, .a6: .duration
        case .a8: .change
        case .a11: .stars
        case .a15: .count
        }
    }

    /// What it is called where the policy does not say.
    package var title: String {
        switch self {
        case .a1: "Resolved without leaving messaging"
        case .a2: "Escalated to departments"
        case .a3: "First response in working hours"
        case .a4: "Any response"
        case .a5: "Average response time"
        case .a6: "Average time to resolution"
        case .a7: "Resolved in time"
        case .a8: "Resolution time against the previous quarter"
        case .a9: "Resolved on first response"
        case .a10: "Satisfaction rate"
        case .a11: "Mean satisfaction"
        case .a12: "Users reporting platform malfunctions"
        case .a13: "Flagged content decided in time"
        case .a14: "Recurrence of flagged content"
        case .a15: "Interactions in messaging"
        case .a16: "Live chat cover"
        }
    }
}
