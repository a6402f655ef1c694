import Contract
import Policy

/// Where readers go on.
extension NoticeRules {
    /// Where a reader of that side goes on about an event; nil where the policy has no such link.
    func link(to event: Event, for audience: Recipient.Audience) -> String? {
        guard let conversation = event.conversation?.rawValue else { return nil }
        let pattern = audience == .user ? notices.links.user : notices.links.admin
        return NoticeLinks.filled(pattern, ["conversation": conversation, "case": event.case?.rawValue])
    }

    /// Where a person ends such mail; nil for a kind that comes in any case, and where there is no such way.
    func unsubscribeLink(of person: Person, for kind: NoticeKind) -> String? {
        guard kind.audience == .user, !isEssential(kind), let token = person.token else { return nil }
        return NoticeLinks.filled(notices.links.unsubscribe, ["token": token.description])
    }
}
