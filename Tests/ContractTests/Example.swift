import Contract
import Testing

/// Entries to judge: a whole one for each type, and an office whose rules they keep.
enum Example {
    /// 2026-03-01T08:00:00Z, when all examples arrive.
    static let arrival = Instant(milliseconds: 1_772_352_000_000)

    static let key = Array("partner-key".utf8)

    static func source(_ name: String) throws -> SourceID {
        try #require(SourceID(name))
    }

    /// `web` may publish all; `import` may backfill; `console` some; `partner` signs at a private door; `bank` signs
    /// at the shared one; the key of `keyless` could not be read.
    static func rules(sharedDoorOpen: Bool = true) throws -> InboundRules {
        InboundRules(
            sources: [
                try source("web"): SourceRights(publish: ["*"]),
                try source("import"): SourceRights(publish: ["*"], backfill: true, unlimited: true),
                try source("console"): SourceRights(publish: ["message.post", "admin.*"]),
                try source("partner"): SourceRights(publish: ["case.*"], door: .private, key: "partner"),
                try source("app"): SourceRights(publish: ["*"], door: .private),
                try source("bank"): SourceRights(publish: ["*"], key: "bank"),
                try source("keyless"): SourceRights(publish: ["*"], key: "lost"),
            ],
            keys: [try source("partner"): key, try source("bank"): key],
            sharedDoorOpen: sharedDoorOpen
        )
    }

    /// The least fields of an entry of the type, from `web`.
    static func fields(_ type: CommandType) -> [(String, String)] {
        let common = [("type", type.rawValue), ("id", "web-1"), ("source", "web")]
        let conversation = type.isDirectory ? [] : [("conversation", "u-42")]
        return common + conversation + own(type)
    }

    private static func own(_ type: CommandType) -> [(String, String)] {
        let admin = ("admin", "thandi")
        return switch type {
        case .messagePost: [("role", "user"), ("text", "My advert is gone"), ("user", "u-42")]
        case .caseOpen: [("kind", "refund"), ("subject", "order-7"), ("user", "u-42")]
        case .caseUpdate, .caseSpam, .caseAcknowledge: [admin]
        case .caseResolve: [admin, ("summary", "The advert is back")]
        case .caseReopen: [("by", "user")]
        case .caseCategorize: [admin, ("category", "payment_issue")]
        case .caseAssign: [admin, ("to", "sipho")]
        case .caseEscalate: [admin, ("to", "legal"), ("reason", "fraud")]
        case .caseHandBack: [admin, ("answer", "Paid twice, refund")]
        case .caseWait: [admin, ("for", "user")]
        case .caseSnooze: [admin, ("until", "2026-03-02T08:00:00+02:00")]
        case .caseMerge: [admin, ("into", "u-43")]
        case .surveyAnswer: [("survey", "tok-9f"), ("rating", "5")]
        case .userPut, .userErase: [("user", "u-42")]
        case .adminPut: [admin]
        case .adminPresence: [admin, ("status", "online")]
        case .usagePut: [("period", "2026-02"), ("active_users", "18000")]
        case .mailBounce: [("mail", "From: MAILER-DAEMON@example.org\r\n\r\nNo such user.")]
        }
    }
}

extension [(String, String)] {
    /// The fields with that one's value replaced, or with the field added.
    func with(_ name: String, _ value: String) -> Self {
        guard let index = firstIndex(where: { $0.0 == name }) else { return self + [(name, value)] }
        var changed = self
        changed[index].1 = value
        return changed
    }

    func without(_ name: String) -> Self {
        filter { $0.0 != name }
    }

    /// The fields as an entry that arrived when the examples do.
    func entry(door: SourceID? = nil) -> InboundEntry {
        InboundEntry(
            door: door,
            partition: 0,
            id: EntryID(ms: 1_772_352_000_000, seq: 0),
            fields: map { (name: .text($0.0), value: .text($0.1)) }
        )
    }
}

extension InboundEntry {
    /// What the example office says to the entry.
    func judged(sharedDoorOpen: Bool = true) throws -> Result<Submission, Rejection> {
        let validator = InboundValidator(rules: try Example.rules(sharedDoorOpen: sharedDoorOpen))
        do throws(Rejection) {
            return .success(try validator.validate(self, arrivedAt: Example.arrival))
        } catch {
            return .failure(error)
        }
    }

    /// The office's submission, which it must make of the entry.
    func accepted() throws -> Submission {
        try judged().get()
    }

    /// Why the office refuses the entry, which it must.
    func refused(sharedDoorOpen: Bool = true) throws -> Rejection {
        switch try judged(sharedDoorOpen: sharedDoorOpen) {
        case .success: throw NotRefused()
        case .failure(let rejection): rejection
        }
    }

    struct NotRefused: Error {}
}
