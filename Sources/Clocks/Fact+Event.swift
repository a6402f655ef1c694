package import Contract

extension Fact {
    /// The fact that an event of the topic `cases` tells; nil for one that no clock depends on.
    package init?(_ event: Event, policy: Int64) {
        guard let kind = Kind(rawValue: event.type), Self.matters(kind, event.fields) else { return nil }
        let told = event.fields
        var fields = Fields()
        for name in Self.kept(kind) {
            if let value = told[name], !value.isEmpty { fields.append(name, value) }
        }
        if Self.asks(kind, told) { fields.append("asks", "true") }
        if kind == .resolved, told["summary"]?.isEmpty == false { fields.append("summary", "true") }
        if kind == .resolved, let admin = told["actor"].flatMap(Self.admin) { fields.append("by", admin) }
        self.init(event: event.event, time: event.time, policy: policy, kind: kind, fields: fields)
    }

    private static func matters(_ kind: Kind, _ fields: Fields) -> Bool {
        switch kind {
        case .posted:
            fields["role"] == "user" && fields["visibility"] != "private" && fields["courtesy"] != "true"
        case .updated:
            fields["stage"]?.isEmpty == false || fields["merged_opened_at"]?.isEmpty == false
        default: true
        }
    }

    private static func kept(_ kind: Kind) -> [String] {
        switch kind {
        case .opened:
            [
                "kind", "cycle", "category", "tier", "team", "channel", "language", "stage", "merged_opened_at",
                "awaiting_since",
            ]
        case .replied: ["admin"]
        case .replyFailed, .replyArrived: ["reply"]
        case .assigned: ["admin", "team"]
        case .unassigned: ["team"]
        case .waiting: ["for"]
        case .escalated: ["escalation", "to"]
        case .acknowledged, .handedBack: ["admin"]
        case .categorized: ["category", "tier"]
        case .updated: ["stage", "merged_opened_at", "awaiting_since"]
        case .resolved: ["silent"]
        case .reopened: ["cycle"]
        case .posted, .snoozed, .woken, .autoAnswered, .merged, .spam: []
        }
    }

    /// Whether a user asks something by what happened, be it that a message is not told of by itself.
    package static func asks(_ kind: Kind, _ fields: Fields) -> Bool {
        let hasMessage = fields["message"]?.isEmpty == false
        switch kind {
        case .posted: return true
        case .opened:
            let isMerged = fields["merged_opened_at"]?.isEmpty == false
            return hasMessage || (!isMerged && fields["asked"]?.isEmpty == false)
        case .reopened: return hasMessage || fields["actor"]?.hasPrefix("user:") == true
        case .woken: return hasMessage || fields["reason"] == "not_solved"
        default: return false
        }
    }

    private static func admin(_ actor: String) -> String? {
        actor.hasPrefix("admin:") ? String(actor.dropFirst(6)) : nil
    }
}
