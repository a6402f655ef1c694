/// The way by which a message came in.
package enum Channel: String, CaseIterable, Sendable, Hashable {
    case web, email, social, api
    case inApp = "in_app"
}

/// The way by which a notice goes out.
package enum NoticeChannel: String, CaseIterable, Sendable, Hashable {
    case email, webhook
    case inApp = "in_app"
}
