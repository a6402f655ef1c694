/// What conversations are about, how often, and who works on it.
struct Matter: Sendable {
    let category: String
    let team: String
    /// Minutes of work until the first answer, half of the time.
    let minutes: Double
    /// How often a department has to be asked, and which.
    let departmentShare: Double
    let department: String
    let departmentReason: String

    static let all: [(Matter, Double)] = [
        (Matter("inquiry", "first_line", 11), 0.2),
        (Matter("listing_problem", "listings", 24, 0.01, "it", "technical_fault"), 0.16),
        (Matter("login_issue", "first_line", 12, 0.035, "it", "technical_fault"), 0.13),
        (Matter("payment_issue", "payments", 28, 0.1, "finance", "payment_trace"), 0.12),
        (Matter("ad_approval", "listings", 22), 0.11),
        (Matter("technical_issue", "technical", 32, 0.13, "it", "technical_fault"), 0.08),
        (Matter("visibility", "listings", 26, 0.06, "it", "technical_fault"), 0.06),
        (Matter("complaint", "seniors", 18, 0.07, "legal", "legal_question"), 0.05),
        (Matter("refund", "payments", 30, 0.08, "finance", "payment_trace"), 0.04),
        (Matter("general", "first_line", 11), 0.03),
        (Matter("account_verification", "trust", 25, 0.05, "compliance", "data_protection"), 0.03),
        (Matter("moderation", "trust", 20, 0.06, "compliance", "suspected_fraud"), 0.02),
    ]

    private init(
        _ category: String,
        _ team: String,
        _ minutes: Double,
        _ departmentShare: Double = 0.002,
        _ department: String = "it",
        _ departmentReason: String = "technical_fault"
    ) {
        self.category = category
        self.team = team
        self.minutes = minutes
        self.departmentShare = departmentShare
        self.department = department
        self.departmentReason = departmentReason
    }
}
