/// What sort of matter a case is.
package enum CaseKind: String, CaseIterable, Sendable, Hashable {
    case conversation, verification, suspension, appeal, listing, visibility, payment, refund, dispute, flag
    case platformIssue = "platform_issue"

    /// How a case of the kind may end; empty for the kind whose resolve names no outcome.
    package var outcomes: [String] {
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

    /// The outcomes that need a reason.
    package var outcomesWithReason: [String] {
        outcomes.filter { $0 == "upheld" || Self.needSteps.contains($0) }
    }

    /// The outcomes that need a reason and the steps to put it right.
    package var outcomesWithSteps: [String] {
        outcomes.filter(Self.needSteps.contains)
    }

    private static let needSteps: Set<String> = [
        "rejected", "more_documents", "warned", "suspended", "revise", "refused",
    ]
}
