import Contract
import Policy

extension Tidings {
    /// The types of events that somebody is told about, or that end what somebody was to be told.
    static let types: Set<String> = Set(cases.keys).union(clocks).union(surveys.keys)

    private static let cases: [String: @Sendable (Event) -> Tidings] = [
        "case.opened": ofOpening, "case.assigned": ofAssignment, "case.unassigned": ofUnassignment,
        "case.auto_answered": { .toUser(.autoAnswered, .youWrote, $0) },
        "case.replied": { .toUser(.replied, .yourCase, $0) },
        "case.updated": ofUpdate, "case.waiting": ofWaiting, "case.escalated": ofEscalation,
        "case.resolved": ofResolve, "case.reopened": { .toUser(.reopened, .yourCase, $0) },
        "case.merged": ofMerge, "case.spam": ofSpam, "message.posted": ofMessage,
    ]

    /// What an event means, by its fields alone.
    init(_ event: Event, now: Instant) {
        if let told = Self.cases[event.type] {
            self = told(event)
        } else if let told = Self.surveys[event.type] {
            self = told(event)
        } else if Self.clocks.contains(event.type) {
            self = Self.ofClock(event, now: now)
        } else {
            self.init()
        }
    }

    private static func ofOpening(_ event: Event) -> Tidings {
        guard event.isOn("spam") == false else { return Tidings() }
        guard event.isMarketplace else {
            // A case that a service opens is no answer to anything the user wrote. What an article answers at once needs
            // no receipt.
            guard event["message"] != nil, event["answered_by"] == nil else { return Tidings() }
            return toUser(.received, .youWrote, event)
        }
        var tidings = toUser(.progress, .yourCase, event)
        if event["kind"] == CaseKind.dispute.rawValue { tidings += toCounterparty(.progress, .otherParty, event) }
        return tidings
    }

    private static func ofAssignment(_ event: Event) -> Tidings {
        var tidings = Tidings()
        if let admin = event["admin"], admin != event["user"] {
            tidings += toAdmin(.assigned, admin, .assignedToYou, event)
        }
        tidings += toUser(.assigned, .yourCase, event)
        if let former = event["former_assignee"], former != event["admin"] { tidings += noLonger(of: former) }
        return tidings
    }

    private static func ofUnassignment(_ event: Event) -> Tidings {
        event["admin"].map(noLonger) ?? Tidings()
    }

    private static func ofUpdate(_ event: Event) -> Tidings {
        // Told by what no command can say: an admin's reason may be any word.
        if event["reminder"] != nil { return toUser(.reminder, .yourCase, event) }
        // What an admin wrote to a conversation whose matter has gone on to this case, and ended there.
        if event["message_no"] != nil, event["text"] != nil {
            return toUser(.updated, .yourCase, event, author: .admin)
        }
        guard event["text"] != nil || event["eta"] != nil || event["stage"] != nil else { return Tidings() }
        guard event.isMarketplace, let stage = event["stage"] else {
            return event["text"] == nil && event["eta"] == nil ? Tidings() : toUser(.updated, .yourCase, event)
        }
        let isDispute = event["kind"] == CaseKind.dispute.rawValue
        // Who is asked is told by when to answer.
        let isAsked = event["until"] != nil || isDispute && stage == "evidence"
        let kind = isAsked ? UserNotice.respondBy : .progress
        var tidings = toUser(kind, .yourCase, event)
        if isDispute { tidings += toCounterparty(kind, .otherParty, event) }
        return tidings
    }

    private static func ofWaiting(_ event: Event) -> Tidings {
        let isDispute = event["kind"] == CaseKind.dispute.rawValue
        switch event["for"] {
        case "user": return toUser(isDispute ? .respondBy : .waiting, .yourCase, event)
        // The third party of a dispute is the other side, and is told by when to answer.
        case "third_party" where isDispute: return toCounterparty(.respondBy, .otherParty, event)
        default: return Tidings()
        }
    }

    private static func ofEscalation(_ event: Event) -> Tidings {
        var tidings = Tidings()
        if let to = event["to"] {
            tidings.proposals.append(
                Proposal(.admin(.escalation), .team(to), .yourTeam, suppression: event.backfill)
            )
        }
        tidings += toUser(.escalated, .yourCase, event)
        return tidings
    }

    private static func ofResolve(_ event: Event) -> Tidings {
        let kind: UserNotice = event["outcome"] != nil && event.isMarketplace ? .decided : .resolved
        var tidings = toUser(kind, .yourCase, event)
        switch (event["kind"].flatMap(CaseKind.init(rawValue:)), event["outcome"]) {
        case (.dispute, _): tidings += toCounterparty(.decided, .otherParty, event)
        // Whose item was flagged hears of it when something comes of it.
        case (.flag, "upheld"): tidings += toCounterparty(.decided, .owner, event)
        default: break
        }
        if let assignee = event["assignee"] { tidings += noLonger(of: assignee) }
        return tidings
    }

    /// The matter goes on in another case: what is true of this one alone is told no more.
    private static func ofMerge(_ event: Event) -> Tidings {
        ofSettingAside(
            event,
            [
                .user(.assigned), .user(.waiting), .user(.reminder), .user(.respondBy), .user(.escalated),
                .user(.reopened), .user(.survey),
            ]
        )
    }

    /// Of a case of nobody's concern no more is told than what an admin has written or decided.
    private static func ofSpam(_ event: Event) -> Tidings {
        ofSettingAside(event, NoticeKind.user(.resolved).contradicts.union([.user(.survey)]))
    }

    /// Who had the case is told nothing more of it, nor its parties of what is no longer true.
    private static func ofSettingAside(_ event: Event, _ kinds: Set<NoticeKind>) -> Tidings {
        var tidings = event["assignee"].map(noLonger) ?? Tidings()
        for user in [event["user"], event["counterparty"]].compactMap(\.self) {
            tidings.withdrawals.append(Withdrawal(fromUser: user, kinds))
        }
        return tidings
    }

    private static func ofMessage(_ event: Event) -> Tidings {
        if event.isOn("told") { return ofUntakenMessage(event) }
        guard event["role"] == "user", event["visibility"] != "private", event["courtesy"] != "true" else {
            return Tidings()
        }
        var tidings = Tidings()
        if let assignee = event["assignee"] {
            tidings += toAdmin(.userReplied, assignee, .assignedToYou, event)
        }
        // Who has written need not be reminded to.
        if let user = event["user"] {
            tidings.withdrawals.append(Withdrawal(fromUser: user, [.user(.waiting), .user(.reminder)]))
        }
        return tidings
    }

    /// What the office has written, and no reply tells; a bot answers nothing, so that its words are news.
    private static func ofUntakenMessage(_ event: Event) -> Tidings {
        let reason: Proposal.Reason = event.case == nil ? .weWrote : .yourCase
        return event["role"] == "bot"
            ? toUser(.updated, reason, event, author: .bot) : toUser(.replied, reason, event, author: .admin)
    }

    /// An admin who no longer has the case is told nothing more of it.
    private static func noLonger(of admin: String) -> Tidings {
        var tidings = Tidings()
        let kinds: Set<NoticeKind> = [
            .admin(.assigned), .admin(.userReplied), .admin(.warning), .admin(.breach), .admin(.acknowledge),
        ]
        let reader = Proposal.Readers.one(Recipient(audience: .admin, id: admin))
        tidings.withdrawals.append(Withdrawal(readers: reader, kinds: kinds))
        return tidings
    }
}

extension Tidings {
    static func += (tidings: inout Tidings, more: Tidings) {
        tidings.proposals += more.proposals
        tidings.withdrawals += more.withdrawals
    }

    static func toUser(
        _ kind: UserNotice,
        _ reason: Proposal.Reason,
        _ event: Event,
        author: Proposal.Author? = nil
    ) -> Tidings {
        guard let user = event["user"] else { return Tidings() }
        return one(.user(kind), Recipient(audience: .user, id: user), reason, event, author: author)
    }

    static func toCounterparty(_ kind: UserNotice, _ reason: Proposal.Reason, _ event: Event) -> Tidings {
        guard let other = event["counterparty"], other != event["user"] else { return Tidings() }
        return one(.user(kind), Recipient(audience: .user, id: other), reason, event)
    }

    static func toAdmin(_ kind: AdminNotice, _ id: String, _ reason: Proposal.Reason, _ event: Event) -> Tidings {
        one(.admin(kind), Recipient(audience: .admin, id: id), reason, event)
    }

    private static func one(
        _ kind: NoticeKind,
        _ recipient: Recipient,
        _ reason: Proposal.Reason,
        _ event: Event,
        author: Proposal.Author? = nil
    ) -> Tidings {
        var suppression = event.backfill
        // That a message was received is told to its writer: that is what the notice is for.
        if suppression == nil, kind != .user(.received), event["actor"] == recipient.actor { suppression = .ownAct }
        if suppression == nil, kind == .user(.resolved) || kind == .user(.decided), event.isOn("silent") {
            suppression = .silent
        }
        return Tidings(proposals: [Proposal(kind, .one(recipient), reason, author: author, suppression: suppression)])
    }
}

extension Event {
    /// The value of a field; nil where it is absent or empty.
    subscript(name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    func isOn(_ name: String) -> Bool { fields[name] == "true" }

    /// Whether its case is of one of the marketplace's kinds.
    var isMarketplace: Bool { self["kind"].map { $0 != CaseKind.conversation.rawValue } ?? false }

    /// That it comes from the past, of which nobody is told.
    var backfill: Proposal.Suppression? { isOn("backfill") ? .backfill : nil }
}
