/// What sort of matter a case is.
enum CaseKind: String, CaseIterable, Sendable {
    case conversation, verification, suspension, appeal, listing, visibility, payment, refund, dispute, flag
    case platformIssue = "platform_issue"

    /// How a case of the kind may end; empty for kinds whose resolve names no outcome.
    var outcomes: [String] {
        switch self {
        case .conversation: []
        case .verification: ["approved", "rejected", "more_documents"]
        case .suspension: ["warned", "suspended", "reinstated", "upheld"]
        case .appeal: ["upheld", "overturned"]
        case .listing: ["approved", "rejected", "revise"]
        case .visibility: ["fixed", "not_reproduced"]
        case .payment: ["recovered", "failed", "corrected"]
        case .refund: ["paid", "refused"]
        case .dispute: ["user", "counterparty", "shared", "withdrawn"]
        case .flag: ["upheld", "dismissed"]
        case .platformIssue: ["fixed", "known", "duplicate", "not_a_fault"]
        }
    }
}
