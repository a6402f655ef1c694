/// How cases of a marketplace kind go: who decides, how they end, what is said about it.
struct KindPlan: Sendable {
    let kind: String
    let team: String
    let subject: String
    /// Minutes of work until the decision, half of the time.
    let minutes: Double
    /// How often the office and the user write to each other on the way.
    let talk: Double
    let outcomes: [(String, Double)]
    /// The codes of the policy, by outcome.
    var reasons: [String: [String]] = [:]
    /// The stages that are told on the way.
    var stages: [String] = []
    var rootCauses: [String] = []
    /// Amounts of money, in the region's currency.
    var isAboutMoney = false
    var hasCounterparty = false

    static let all: [(KindPlan, Double)] = [
        (listing, 0.36), (verification, 0.16), (payment, 0.11), (flag, 0.12), (refund, 0.09), (visibility, 0.05),
        (platformIssue, 0.05), (suspension, 0.035), (dispute, 0.025),
    ]

    static let listing = KindPlan(
        kind: "listing",
        team: "listings",
        subject: "AD",
        minutes: 24,
        talk: 0.12,
        outcomes: [("approved", 0.8), ("rejected", 0.08), ("revise", 0.12)],
        reasons: [
            "rejected": ["prohibited_item", "duplicate", "poor_photos", "contact_in_text"],
            "revise": ["wrong_category", "poor_photos", "contact_in_text"],
        ],
        stages: ["review"]
    )
    static let verification = KindPlan(
        kind: "verification",
        team: "trust",
        subject: "ID",
        minutes: 45,
        talk: 0.18,
        outcomes: [("approved", 0.7), ("rejected", 0.1), ("more_documents", 0.2)],
        reasons: [
            "rejected": ["document_expired", "name_differs"],
            "more_documents": ["document_unreadable", "document_unreadable", "name_differs", "document_expired"],
        ],
        stages: ["review"]
    )
    static let payment = KindPlan(
        kind: "payment",
        team: "payments",
        subject: "PAY",
        minutes: 40,
        talk: 0.4,
        outcomes: [("recovered", 0.62), ("failed", 0.2), ("corrected", 0.18)],
        stages: ["tracing"],
        rootCauses: ["provider_delay", "card_limit", "bank_refused", "double_click"],
        isAboutMoney: true
    )
    static let refund = KindPlan(
        kind: "refund",
        team: "payments",
        subject: "REF",
        minutes: 60,
        talk: 0.35,
        outcomes: [("paid", 0.78), ("refused", 0.22)],
        reasons: ["refused": ["outside_terms", "service_used", "paid_back_already"]],
        stages: ["approved", "sent"],
        rootCauses: ["cancelled_in_time", "service_failed", "charged_twice"],
        isAboutMoney: true
    )
    static let flag = KindPlan(
        kind: "flag",
        team: "trust",
        subject: "AD",
        minutes: 18,
        talk: 0.02,
        outcomes: [("upheld", 0.56), ("dismissed", 0.44)],
        reasons: ["upheld": ["prohibited_item", "scam", "counterfeit", "offensive"], "dismissed": ["no_breach"]],
        hasCounterparty: true
    )
    static let visibility = KindPlan(
        kind: "visibility",
        team: "listings",
        subject: "AD",
        minutes: 55,
        talk: 0.45,
        outcomes: [("fixed", 0.76), ("not_reproduced", 0.24)],
        stages: ["looking"],
        rootCauses: ["index_delay", "promotion_not_started", "wrong_category"]
    )
    static let platformIssue = KindPlan(
        kind: "platform_issue",
        team: "technical",
        subject: "APP",
        minutes: 70,
        talk: 0.3,
        outcomes: [("fixed", 0.5), ("known", 0.2), ("duplicate", 0.12), ("not_a_fault", 0.18)],
        stages: ["reproduced"],
        rootCauses: ["old_version", "slow_network", "browser_extension"]
    )
    static let suspension = KindPlan(
        kind: "suspension",
        team: "trust",
        subject: "ACC",
        minutes: 50,
        talk: 0.3,
        outcomes: [("warned", 0.4), ("suspended", 0.38), ("reinstated", 0.12), ("upheld", 0.1)],
        reasons: [
            "warned": ["prohibited_item", "abusive_language"],
            "suspended": ["suspected_fraud", "repeated_breach", "abusive_language"],
            "upheld": ["suspected_fraud", "repeated_breach"],
        ]
    )
    static let dispute = KindPlan(
        kind: "dispute",
        team: "seniors",
        subject: "ORD",
        minutes: 60,
        talk: 0.9,
        outcomes: [("user", 0.42), ("counterparty", 0.25), ("shared", 0.2), ("withdrawn", 0.13)],
        stages: ["evidence", "mediation"],
        rootCauses: ["not_as_described", "never_delivered", "damaged_on_the_way"],
        isAboutMoney: true,
        hasCounterparty: true
    )
}
