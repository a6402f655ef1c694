import Policy

/// What the router asks of a kind's cases beyond what the policy lets decide.
extension CaseKind {
    /// The stages that a case of the kind passes, in their order; empty for kinds whose stages are free.
    var stages: [String] {
        self == .dispute ? ["opened", "evidence", "mediation", "decided"] : []
    }
}
