import Contract
import Mail
import Policy

/// The ways out of the house that this program has.
struct Means: Sendable, Equatable {
    /// Whether there is a mail server.
    var mail: Bool
    /// Whether webhooks can be signed.
    var webhooks: Bool
}

/// By which channels a person can be reached outside the application.
struct Reach {
    /// Why a channel cannot be used.
    enum Obstacle: String, Sendable, CaseIterable {
        case noAddress = "no_address"
        case noMailServer = "no_mail_server"
        case noWebhookSecret = "no_webhook_secret"
        case unsubscribed
        /// Mail to the address came back.
        case addressBounced = "address_bounced"
        /// The reader's list of channels, or the policy's, has it no more.
        case notListed = "not_listed"
    }

    /// The channels that can be used, in order.
    private(set) var channels: [NoticeChannel] = []
    /// The first channel that would be used but for something that can be changed.
    private(set) var obstacle: (channel: NoticeChannel, cause: Obstacle)?

    /// The ways to a person; what is essential reaches by e-mail who has unsubscribed too.
    init(
        _ wanted: [NoticeChannel],
        _ person: Person,
        _ rules: NoticeRules,
        _ means: Means,
        isEssential: Bool
    ) {
        for channel in wanted where channel != .inApp {
            guard let cause = Self.obstacle(channel, person, rules, means, isEssential) else {
                channels.append(channel)
                continue
            }
            if obstacle == nil, cause != .noAddress || !wanted.contains(.inApp) { obstacle = (channel, cause) }
        }
    }

    private static func obstacle(
        _ channel: NoticeChannel,
        _ person: Person,
        _ rules: NoticeRules,
        _ means: Means,
        _ isEssential: Bool
    ) -> Obstacle? {
        switch channel {
        case .inApp: return nil
        case .email:
            guard let email = person.email, Address(email) != nil else { return .noAddress }
            if !means.mail || rules.notices.mail.from == nil { return .noMailServer }
            if person.isEmailDead { return .addressBounced }
            return person.isUnsubscribed && !isEssential ? .unsubscribed : nil
        case .webhook:
            guard person.webhook != nil else { return .noAddress }
            return means.webhooks ? nil : .noWebhookSecret
        }
    }
}
