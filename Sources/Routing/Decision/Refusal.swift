/// Why a valid command does not fit the state.
enum Refusal: String, Sendable, CaseIterable {
    case noCase = "no_case"
    case caseAlreadyOpen = "case_already_open"
    case caseNotOpen = "case_not_open"
    case late
    case unknownKind = "unknown_kind"
    case outcomeRequired = "outcome_required"
    case outcomeNotAllowed = "outcome_not_allowed"
    case reopenWindowOver = "reopen_window_over"
    case unknownAdmin = "unknown_admin"
    case adminInactive = "admin_inactive"
    case alreadyAssigned = "already_assigned"
    case atCapacity = "at_capacity"
    case notSupportedYet = "not_supported_yet"

    /// One sentence that says what would be right.
    var detail: String {
        switch self {
        case .noCase: "The conversation has no case; a message of its user or case.open opens one."
        case .caseAlreadyOpen: "The conversation has an open case, and may have one only; resolve it first."
        case .caseNotOpen: "The case is not open; reopen it first."
        case .late: "A later command has decided this already; send it again with the present time if it still holds."
        case .unknownKind: "No kind of case has this name."
        case .outcomeRequired: "A case of this kind is resolved with one of its kind's outcomes."
        case .outcomeNotAllowed: "A case of this kind cannot end with this outcome."
        case .reopenWindowOver: "The reopen window is over; a message of the user opens a case that follows this one."
        case .unknownAdmin: "The directory has no such admin; put the admin first with admin.put."
        case .adminInactive: "The admin is not active."
        case .alreadyAssigned: "The admin has the case already."
        case .atCapacity: "The admin has as many open cases as the capacity allows."
        case .notSupportedYet: "This command is valid, but not supported yet."
        }
    }
}
