/// What an inbound entry may ask for.
package enum CommandType: String, CaseIterable, Sendable, Hashable {
    case messagePost = "message.post"
    case caseOpen = "case.open"
    case caseUpdate = "case.update"
    case caseResolve = "case.resolve"
    case caseReopen = "case.reopen"
    case caseCategorize = "case.categorize"
    case caseAssign = "case.assign"
    case caseEscalate = "case.escalate"
    case caseAcknowledge = "case.acknowledge"
    case caseHandBack = "case.hand_back"
    case caseWait = "case.wait"
    case caseSnooze = "case.snooze"
    case caseMerge = "case.merge"
    case caseSpam = "case.spam"
    case surveyAnswer = "survey.answer"
    case userPut = "user.put"
    case userErase = "user.erase"
    case adminPut = "admin.put"
    case adminPresence = "admin.presence"
    case usagePut = "usage.put"
    case mailBounce = "mail.bounce"

    /// What decides the partition of an entry of the type.
    package enum PartitionKey: Sendable, Hashable {
        /// The value of that field.
        case field(FieldName)
        /// Nothing: partition 0.
        case none
    }

    /// What decides the partition of an entry of this type.
    package var partitionKey: PartitionKey {
        switch self {
        case .userPut, .userErase: .field(.user)
        case .adminPut, .adminPresence: .field(.admin)
        case .usagePut, .mailBounce: .none
        default: .field(.conversation)
        }
    }

    /// Whether it is about a user, an admin or the office rather than a conversation.
    package var isDirectory: Bool {
        partitionKey != .field(.conversation)
    }
}
