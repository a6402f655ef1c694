import Contract
import Pipeline
import Satisfaction

/// The survey about one cycle of a case: from the cycle's beginning, long before anybody is asked, to the last answer.
struct CycleSurvey: Sendable, Equatable {
    /// Which cycle of which case it is about.
    struct Key: Hashable, Sendable {
        let partition: Int
        let id: CaseID
        let cycle: Int

        /// The survey's name, as events give it.
        var name: String { "\(id)/\(cycle)" }
    }

    /// Where a survey stands.
    enum State: String, Sendable {
        /// The cycle has not ended.
        case open
        /// The cycle has ended, and the user will be asked.
        case scheduled
        /// The user is not asked, for a reason.
        case withheld
        /// The user has been asked.
        case sent
        /// The user has answered, perhaps a part only.
        case answered
        /// The user has not answered in time; a late word of an answer in time still counts.
        case expired

        /// Whether the user has been asked: what is known of the case is frozen then.
        var isOut: Bool { self == .sent || self == .answered || self == .expired }
    }

    let key: Key
    let conversation: String
    var user: String?
    var kind: String?
    private(set) var state = State.open
    private(set) var withheld: String?
    /// Whether the cycle ended in the past: nobody is written to.
    var isBackfill = false
    /// When the cycle ended, whether the user is asked then or not.
    var scheduledAt: Instant?
    var dueAt: Instant?
    var sentAt: Instant?
    var remindAt: Instant?
    var remindedAt: Instant?
    var expiresAt: Instant?
    var answeredAt: Instant?
    var followedUpAt: Instant?
    /// When the survey's timer is due.
    var nextAt: Instant?
    var tokenHash: [UInt8]?
    /// The scale that the user is asked on.
    var askedScale: Int?
    var attribution = Attribution()
    /// How many answers have changed what is known.
    var version = 0
    /// What is known, of all answers together.
    var sheet = AnswerSheet()

    /// Whether the row in memory differs from the one in the database.
    private(set) var isChanged = false

    /// A survey about a cycle that has just begun.
    init(key: Key, conversation: String) {
        self.key = key
        self.conversation = conversation
    }

    /// The scale of ratings that come without one.
    var scale: Rating.Scale { askedScale.flatMap(Rating.Scale.init) ?? .five }

    /// Whether it is about a user who has been erased: what is known of such a user stands where the name did.
    var isOfErased: Bool { user.map(Erasure.isPseudonym) ?? false }

    /// Whether the user is not asked because of another survey.
    var isCooledDown: Bool { state == .withheld && withheld == Withheld.coolDown }

    /// Marks the row as one to be written.
    mutating func touch() { isChanged = true }

    /// Says that the row in memory is the one in the database.
    mutating func settle() { isChanged = false }

    /// Goes on to another state, for a reason if the user is not asked.
    mutating func turn(into next: State, withheld reason: String? = nil) {
        state = next
        withheld = reason
        touch()
    }
}

/// What a survey's figures are booked on, as it was when the survey was sent.
struct Attribution: Sendable, Equatable {
    /// The admin whose resolve it was.
    var resolver: String?
    /// The admin whose public message was the last.
    var lastReplier: String?
    var lastRepliedAt: Instant?
    /// The admins who wrote to the user, in the order of their names.
    var participants: [String] = []
    var team: String?
    var category: String?
    var channel: String?
    var language: String?

    /// Who a rating is about: who resolved, or else who wrote last.
    var admin: String? { resolver ?? lastReplier }

    /// Notes a public message by an admin; of several, the one of the latest time is the last.
    mutating func take(reply admin: String, at time: Instant) {
        if !participants.contains(admin) { participants = (participants + [admin]).sorted() }
        if let lastRepliedAt, time < lastRepliedAt { return }
        lastReplier = admin
        lastRepliedAt = time
    }
}

/// Why a user is not asked.
enum Withheld {
    static let spam = "spam"
    static let merged = "merged"
    static let reopened = "reopened"
    static let noHuman = "no_human"
    static let noUser = "no_user"
    static let noSurvey = "no_survey"
    static let coolDown = "cool_down"
    static let channel = "channel"
    static let stale = "stale"
    static let selfRating = "self_rating"
    static let erased = "user_erased"
}
