import Contract
import Postgres

/// One case as it is now, and what decided that.
struct CaseFacts: Sendable {
    static let columns = """
        "case", conversation, kind, state, category, tier, team, assignee, "user", opened_at, awaiting_since, language,
        queued_at, queue_reason, wanted_team, category_by, confidence, suggested_category, model, language_by, tier_by,
        spam_score, waiting_for, wakes_at, escalated_to, now(), \(NextBreach.column)
        """
    static let columnCount = 27

    var id: String
    var conversation: String
    var kind: String
    var state: String
    var category: String?
    var tier: String?
    var team: String?
    var assignee: String?
    var user: String?
    var openedAt: Instant
    /// The oldest message of the user that nobody has answered.
    var awaitingSince: Instant?
    var language: String?
    /// Since when the case waits for an admin.
    var queuedAt: Instant?
    /// Why it has no admin, as the router names it.
    var queueReason: String?
    /// The team that is to take it.
    var wantedTeam: String?
    var categoryBy: String?
    /// How sure the model was, 0 to 1.
    var confidence: Double?
    var suggestedCategory: String?
    var model: String?
    var languageBy: String?
    var tierBy: String?
    /// How much the opening message looks like spam, 0 to 1.
    var spamScore: Double?
    /// Whose answer it waits for.
    var waitingFor: String?
    var wakesAt: Instant?
    var escalatedTo: String?
    /// When its next promise is due, or was if it is broken and nobody has done what was promised.
    var nextBreachAt: Instant?
    /// When this was read, by the database's clock.
    var readAt: Instant

    /// Whether an admin could have it.
    var isOpen: Bool { CaseList.openStates.contains(state) }

    init(_ row: Row) {
        func instant(_ column: Int) -> Instant? { row.timestampOrNull(column).map(Instant.init(microseconds:)) }
        id = row.text(0)
        conversation = row.text(1)
        kind = row.text(2)
        state = row.text(3)
        category = row.textOrNull(4)
        tier = row.textOrNull(5)
        team = row.textOrNull(6)
        assignee = row.textOrNull(7)
        user = row.textOrNull(8)
        openedAt = Instant(microseconds: row.timestamp(9))
        awaitingSince = instant(10)
        language = row.textOrNull(11)
        queuedAt = instant(12)
        queueReason = row.textOrNull(13)
        wantedTeam = row.textOrNull(14)
        categoryBy = row.textOrNull(15)
        confidence = row.doubleOrNull(16)
        suggestedCategory = row.textOrNull(17)
        model = row.textOrNull(18)
        languageBy = row.textOrNull(19)
        tierBy = row.textOrNull(20)
        spamScore = row.doubleOrNull(21)
        waitingFor = row.textOrNull(22)
        wakesAt = instant(23)
        escalatedTo = row.textOrNull(24)
        readAt = Instant(microseconds: row.timestamp(25))
        nextBreachAt = instant(26)
    }

    var json: JSONValue {
        [
            "case": .string(id), "conversation": .string(conversation), "kind": .string(kind), "state": .string(state),
            "category": .text(category), "tier": .text(tier), "team": .text(team), "assignee": .text(assignee),
            "user": .text(user), "language": .text(language), "opened_at": .string(openedAt.description),
            "awaiting_since": .text(awaitingSince?.description), "queued_at": .text(queuedAt?.description),
            "queue_reason": .text(queueReason), "wanted_team": .text(wantedTeam), "category_by": .text(categoryBy),
            "confidence": confidence.map { .double($0) } ?? .null, "suggested_category": .text(suggestedCategory),
            "model": .text(model), "language_by": .text(languageBy), "tier_by": .text(tierBy),
            "spam_score": spamScore.map { .double($0) } ?? .null, "waiting_for": .text(waitingFor),
            "wakes_at": .text(wakesAt?.description), "escalated_to": .text(escalatedTo),
            "next_breach_at": .text(nextBreachAt?.description),
        ]
    }
}
