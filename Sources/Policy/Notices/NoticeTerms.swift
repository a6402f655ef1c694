/// What a user is told.
package enum UserNotice: String, CaseIterable, Sendable, Hashable {
    case received, assigned, replied, updated, waiting, reminder, escalated, resolved, reopened, survey, decided
    case progress, reward
    case respondBy = "respond_by"
    case autoAnswered = "auto_answered"
}

/// What an admin is told.
package enum AdminNotice: String, CaseIterable, Sendable, Hashable {
    case assigned, warning, breach, escalation, acknowledge, digest, report
    case userReplied = "user_replied"
    case lowRating = "low_rating"
}

/// How one notice goes out.
package struct NoticeTerms: Sendable, Hashable {
    /// Whether it goes out at all.
    package var isOn = true
    /// Its template; nil for the program's own words.
    package var template: Name<Template>?
    /// Its template for cases of a kind, where that differs.
    package var kinds: [CaseKind: Name<Template>] = [:]
    /// The channels that are tried, in order; nil for the recipient's usual ones.
    package var channels: [NoticeChannel]?
    /// Whether it goes out in quiet hours too, and is not gathered with others.
    package var isUrgent = false
    /// Whether it goes out by e-mail to those who have unsubscribed too; nil for what the program holds of the notice.
    package var isEssential: Bool?

    /// A notice in the program's own words.
    package init() {}
}
