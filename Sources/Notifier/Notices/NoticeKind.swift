/// What a notice tells.
enum NoticeKind: String, CaseIterable, Sendable {
    case received, assigned, replied, resolved, reopened
    case autoAnswered = "auto_answered"
}
