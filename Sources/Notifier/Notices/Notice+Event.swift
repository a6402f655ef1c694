import Contract

extension Notice {
    /// The types of events that somebody is told about.
    static let types: Set<String> = [
        "case.opened", "case.assigned", "case.auto_answered", "case.replied", "case.resolved", "case.reopened",
    ]

    /// Who is told what about an event, the office's side first; nobody twice.
    static func notices(about event: Event) -> [Notice] {
        switch event.type {
        case "case.opened":
            // A case that a service opens is no answer to anything the user wrote, and spam gets none. What an article
            // answers at once needs no receipt.
            guard event.fields["message"] != nil, event.fields["spam"] == nil, event.fields["answered_by"] == nil
            else { return [] }
            return [toUser(.received, .youWrote, event)].compactMap { $0 }
        case "case.assigned":
            let toUser = toUser(.assigned, .yourCase, event)
            guard let admin = event.fields["admin"], !admin.isEmpty, admin != toUser?.recipient.id else {
                return [toUser].compactMap { $0 }
            }
            let recipient = Recipient(audience: .admin, id: admin)
            return [notice(.assigned, recipient, .assignedToYou, event), toUser].compactMap { $0 }
        case "case.auto_answered": return [toUser(.autoAnswered, .youWrote, event)].compactMap { $0 }
        case "case.replied": return [toUser(.replied, .yourCase, event)].compactMap { $0 }
        case "case.resolved": return [toUser(.resolved, .yourCase, event)].compactMap { $0 }
        case "case.reopened": return [toUser(.reopened, .yourCase, event)].compactMap { $0 }
        default: return []
        }
    }

    private static func toUser(_ kind: NoticeKind, _ reason: Reason, _ event: Event) -> Notice? {
        guard let user = event.fields["user"], !user.isEmpty else { return nil }
        return notice(kind, Recipient(audience: .user, id: user), reason, event)
    }

    private static func notice(_ kind: NoticeKind, _ recipient: Recipient, _ reason: Reason, _ event: Event) -> Notice {
        Notice(kind: kind, recipient: recipient, reason: reason, suppression: suppression(kind, recipient, event))
    }

    private static func suppression(_ kind: NoticeKind, _ recipient: Recipient, _ event: Event) -> Suppression? {
        if event.fields["backfill"] == "true" { return .backfill }
        // That a message was received is told to its writer: that is what the notice is for.
        if kind != .received, event.fields["actor"] == recipient.actor { return .ownAct }
        if kind == .resolved, event.fields["silent"] == "true" { return .silent }
        return nil
    }
}
