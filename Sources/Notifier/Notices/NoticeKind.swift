import Policy

/// What a notice tells, and on which side of the counter its reader stands.
enum NoticeKind: Sendable, Hashable {
    case user(UserNotice)
    case admin(AdminNotice)

    /// The kind of that name for that audience.
    init?(_ name: String, _ audience: Recipient.Audience) {
        switch audience {
        case .user:
            guard let notice = UserNotice(rawValue: name) else { return nil }
            self = .user(notice)
        case .admin:
            guard let notice = AdminNotice(rawValue: name) else { return nil }
            self = .admin(notice)
        }
    }

    /// The name, as the policy has it.
    var name: String {
        switch self {
        case .user(let notice): notice.rawValue
        case .admin(let notice): notice.rawValue
        }
    }

    var audience: Recipient.Audience {
        switch self {
        case .user: .user
        case .admin: .admin
        }
    }

    /// Whether it answers a user's message by itself, so that two machines could go on with it for ever.
    var isAutomaticReply: Bool { self == .user(.received) || self == .user(.autoAnswered) }

    /// Whether it counts against the recipient's budget: receipts, decisions, breaches and escalations always go out.
    var isBudgeted: Bool {
        switch self {
        case .user(.received), .user(.resolved), .user(.decided), .user(.respondBy): false
        case .admin(.breach), .admin(.escalation), .admin(.acknowledge), .admin(.digest): false
        default: true
        }
    }

    /// Whether it goes out by e-mail to who has unsubscribed too, unless the policy says otherwise: receipts, decisions and
    /// dates by which a user has to act, and what admins work by.
    var isEssential: Bool {
        switch self {
        case .user(.resolved), .user(.decided), .user(.respondBy), .admin: true
        case .user: false
        }
    }

    /// Whether it says what was answered or decided, or asks for what must not be missed: that is still to be told when a
    /// mail of some days ago comes back, while other news may have been overtaken.
    var isLasting: Bool {
        switch self {
        case .user(.replied), .user(.autoAnswered), .user(.resolved), .user(.decided): true
        case .user(.respondBy), .user(.reward), .admin(.escalation), .admin(.lowRating): true
        default: false
        }
    }

    /// The kinds that are no longer true once this one is told about the same case.
    var contradicts: Set<NoticeKind> {
        switch self {
        case .user(.assigned): [.user(.assigned)]
        case .user(.updated): [.user(.updated)]
        case .user(.progress): [.user(.progress)]
        case .user(.waiting): [.user(.waiting), .user(.reminder)]
        case .user(.reminder): [.user(.waiting), .user(.reminder)]
        case .user(.escalated): [.user(.escalated)]
        case .user(.resolved), .user(.decided):
            [
                .user(.assigned), .user(.updated), .user(.progress), .user(.waiting), .user(.reminder),
                .user(.escalated), .user(.reopened), .user(.respondBy), .user(.received),
            ]
        case .user(.reopened): [.user(.resolved), .user(.decided), .user(.survey)]
        case .admin(.assigned): [.admin(.assigned)]
        case .admin(.breach): [.admin(.warning)]
        default: []
        }
    }
}
