/// What a clock measures.
package enum Metric: String, CaseIterable, Sendable, Hashable {
    case update, resolution, department, moderation, stage
    case firstResponse = "first_response"
    case nextResponse = "next_response"
    case requesterWait = "requester_wait"
    case agentWork = "agent_work"
    case assigneeResponse = "assignee_response"

    /// What may stop its clock for a while.
    package var possiblePauses: Set<Promise.Pause> {
        switch self {
        case .firstResponse, .nextResponse, .assigneeResponse, .department, .moderation: []
        case .update, .requesterWait: [.user]
        case .agentWork, .resolution, .stage: [.user, .thirdParty, .department]
        }
    }

    /// What stops its clock for a while unless the promise says otherwise.
    package var usualPauses: Set<Promise.Pause> {
        self == .resolution ? [] : possiblePauses
    }
}
