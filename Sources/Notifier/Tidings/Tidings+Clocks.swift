import Contract
import Policy

extension Tidings {
    /// The types of the topic `clocks` that are told, or that end what was to be told.
    static let clocks: Set<String> = ["clock.warned", "clock.breached", "clock.met", "clock.cleared"]

    static func ofClock(_ event: Event, now: Instant) -> Tidings {
        switch event.type {
        // Whose news that is has to be looked up, and it breaks no promise to an admin.
        case "clock.warned" where event.isLateReply: Tidings()
        case "clock.warned", "clock.breached": call(event, now: now)
        default: end(event)
        }
    }

    /// Who is called by the ladder; where it calls nobody, who has the case.
    private static func call(_ event: Event, now: Instant) -> Tidings {
        let isBroken = event.type == "clock.breached" || event["state"] == "breached"
        let kind: AdminNotice =
            event.type == "clock.warned" && event["acknowledge_by"] != nil
            ? .acknowledge : isBroken ? .breach : .warning
        let suppression = event.backfill ?? (event.isStale(now) ? .stale : nil)
        var called = (event["notify"] ?? "").split(separator: ",").compactMap { Ladder.Audience(rawValue: String($0)) }
        if called.isEmpty { called = [.assignee] }
        var tidings = Tidings()
        for audience in called {
            guard let (readers, reason) = readers(audience, of: event) else { continue }
            tidings.proposals.append(Proposal(.admin(kind), readers, reason, suppression: suppression))
        }
        return tidings
    }

    private static func readers(
        _ audience: Ladder.Audience,
        of event: Event
    ) -> (Proposal.Readers, Proposal.Reason)? {
        switch audience {
        case .assignee:
            (event["admin"] ?? event["assignee"])
                .map { (.one(Recipient(audience: .admin, id: $0)), .assignedToYou) }
        case .team: event["team"].map { (.team($0), .yourTeam) }
        case .senior: (.seniors(team: event["team"]), .youAreSenior)
        case .department: (event["department"] ?? event["escalate_to"]).map { (.team($0), .yourTeam) }
        }
    }

    private static func end(_ event: Event) -> Tidings {
        guard let admin = event["by"] ?? event["assignee"] else { return Tidings() }
        let reader = Proposal.Readers.one(Recipient(audience: .admin, id: admin))
        let kinds: Set<NoticeKind> = [.admin(.warning), .admin(.acknowledge)]
        return Tidings(withdrawals: [Withdrawal(readers: reader, kinds: kinds, clock: event["clock"])])
    }
}

extension Event {
    /// How late news of a clock may be: a program that first reads the topic finds all of its past there.
    private static let patience = Duration.seconds(24 * 3600)

    /// Whether it says that a reply comes later than its user was told.
    var isLateReply: Bool { type == "clock.warned" && self["warning"] == "expected_reply" }

    /// Whether it is about a clock, and too late to be told.
    func isStale(_ now: Instant) -> Bool { now - time > Self.patience }
}
