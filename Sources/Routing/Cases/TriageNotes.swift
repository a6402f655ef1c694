/// How a case came to its category, language and tier, as far as later decisions and readers need it.
struct TriageNotes: Sendable, Equatable {
    /// What decided the category: see ``Decider``.
    var categoryBy: String?
    /// How sure the model was of its category: the case's, or the one that it suggests.
    var confidence: Double?
    /// The category that the model would have given where it was not sure enough.
    var suggestedCategory: String?
    /// The model that was asked.
    var model: String?
    /// What the language is known by; of a guess no language is kept.
    var languageBy: String?
    /// What decided the tier.
    var tierBy: String?
    /// How much the opening message, or a later one of a blocked user, looks like spam: 0 to 1.
    var spamScore: Double?
    /// The channel by which the case came in.
    var channel: String?
    /// Whether the user was known as verified when the case was opened.
    var isVerified: Bool?
    /// The tier rules whose words stand in the opening message, separated by spaces.
    var heardRules: String?
}

/// What decided something about a case, as history, events and views name it.
enum Decider {
    static let publisher = "publisher"
    static let kind = "kind"
    static let keywords = "keywords"
    static let model = "model"
    static let standard = "default"
    static let category = "category"
    static let admin = "admin"
    /// The conversation that was merged into this one.
    static let merged = "merged"
    static let message = "message"
    static let directory = "directory"
    static let guess = "guess"
    /// The ladder of a promise that broke or was about to.
    static let ladder = "ladder"

    /// A rule of the policy.
    static func rule(_ name: String) -> String { "rule:\(name)" }

    /// A rule's own name; anything else as it is.
    static func name(of decider: String) -> String {
        decider.split(separator: ":", maxSplits: 1).last.map(String.init) ?? decider
    }
}
