extension CommandType {
    /// What the contract says of each field of the type, in the order of its tables.
    ///
    /// First come the fields of every entry, then the type's own. Rules are judged, and an event's fields written,
    /// in this order.
    package var fields: [FieldRule] {
        let conversation: FieldRule.Requirement = isDirectory ? .optional : .required
        return [
            FieldRule(.type, .required, .command),
            FieldRule(.id, .required, .id),
            FieldRule(.source, .required, .source),
            FieldRule(.conversation, conversation, .id),
            FieldRule(.time, .optional, .time),
            FieldRule(.traceparent, .optional, .traceparent),
            FieldRule(.sig, .optional, .signature),
        ] + ownFields
    }

    private var ownFields: [FieldRule] {
        switch self {
        case .messagePost, .caseOpen, .caseUpdate, .caseResolve, .caseReopen: caseFields
        case .surveyAnswer: surveyFields
        case .userPut, .userErase, .adminPut, .adminPresence, .usagePut, .mailBounce: directoryFields
        default: deskFields
        }
    }
}

/// The words that fields may have, as the contract lists them.
enum Words {
    static let channels = ["web", "email", "social", "in_app", "api"]
    static let noticeChannels = ["in_app", "email", "webhook", "web", "social", "api"]
    static let kinds = [
        "verification", "suspension", "appeal", "listing", "visibility", "payment", "refund", "dispute", "flag",
        "platform_issue",
    ]
    static let outcomes = [
        "approved", "rejected", "more_documents", "warned", "suspended", "reinstated", "upheld", "overturned",
        "revise", "fixed", "not_reproduced", "recovered", "failed", "corrected", "paid", "refused", "user",
        "counterparty", "shared", "withdrawn", "dismissed", "known", "duplicate", "not_a_fault",
    ]
    static let outcomesWithSteps = ["rejected", "more_documents", "warned", "suspended", "revise", "refused"]
    static let outcomesWithReason = outcomesWithSteps + ["upheld"]
}
