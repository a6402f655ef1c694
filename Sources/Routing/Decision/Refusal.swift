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
    case unknownTeam = "unknown_team"
    case unknownCategory = "unknown_category"
    case unknownTier = "unknown_tier"
    case unknownStage = "unknown_stage"
    case stageOver = "stage_over"
    case reasonRequired = "reason_required"
    case unknownReason = "unknown_reason"
    case reasonNotAllowed = "reason_not_allowed"
    case nextStepsRequired = "next_steps_required"
    case decidedBefore = "decided_before"
    case untilNotAhead = "until_not_ahead"
    case untilTooFar = "until_too_far"
    case nobodyToEscalateTo = "nobody_to_escalate_to"
    case alreadyEscalated = "already_escalated"
    case alreadyAcknowledged = "already_acknowledged"
    case notEscalated = "not_escalated"
    case escalatedElsewhere = "escalated_elsewhere"
    case mergeIntoItself = "merge_into_itself"

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
        case .unknownTeam: "The policy has neither a team nor a department of this name."
        case .unknownCategory: "The policy has no such category."
        case .unknownTier: "The policy has no such tier."
        case .unknownStage: "A case of this kind has no such stage."
        case .stageOver: "The case has passed this stage; stages only go forward."
        case .reasonRequired: "This outcome needs a reason code."
        case .unknownReason: "The policy has no such reason here."
        case .reasonNotAllowed: "The policy has this reason for other cases than this."
        case .nextStepsRequired: "This outcome needs the next steps that put it right."
        case .decidedBefore: "An appeal is decided by somebody who did not decide before."
        case .untilNotAhead: "The time until which the case is put off is not ahead."
        case .untilTooFar: "The policy does not let a case be put off for so long; name an earlier time."
        case .nobodyToEscalateTo: "The policy does not say who is asked about such a case; name a team or a department."
        case .alreadyEscalated: "The case is there already."
        case .alreadyAcknowledged: "The escalation has been acknowledged already."
        case .notEscalated: "The case is not escalated."
        case .escalatedElsewhere:
            "The case is escalated to another team; hand it back first, or escalate it to this one."
        case .mergeIntoItself: "A conversation cannot be merged into itself."
        }
    }

    /// The same sentence, followed by what is allowed, if there are names to say.
    func detail(allowed names: [String]) -> String {
        names.isEmpty ? detail : "\(detail) Allowed: \(names.joined(separator: ", "))."
    }
}
