import Contract

/// Why an answer does not count.
enum AnswerRefusal: String, Sendable, CaseIterable {
    case unknownSurvey = "unknown_survey"
    case otherUser = "other_user"
    case userErased = "user_erased"
    case notSent = "not_sent"
    case locked
    case badRating = "bad_rating"
    case empty
    case tooMany = "too_many"

    /// One sentence that says what would be right.
    var detail: String {
        switch self {
        case .unknownSurvey: "No survey of this conversation has this token; send the one of survey.sent."
        case .otherUser: "The survey is about another user's conversation; only its own user answers it."
        case .userErased: "The survey's user has been erased, of whom nothing is kept again."
        case .notSent: "The survey had not been sent at that time."
        case .locked: "The time to answer or to amend the answer is over."
        case .badRating: "A rating is a whole number from 1 to the scale."
        case .empty: "An answer says something: a rating, a factor, a comment or a suggestion."
        case .tooMany: "The survey has been answered \(SurveyRules.answersPerSurvey) times; the last answer stands."
        }
    }
}

/// An answer that does not count, as it is kept.
struct RefusedAnswer: Sendable {
    let partition: Int
    let event: EventID
    let conversation: String
    let survey: CycleSurvey.Key?
    let source: String
    let id: String
    let refusal: AnswerRefusal
    let at: Instant
}
