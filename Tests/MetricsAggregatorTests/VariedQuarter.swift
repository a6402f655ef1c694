import Contract
import Policy
import Testing

/// Something of everything in the first quarter of 2026, in which every figure has a value and names hold what spreadsheets,
/// Markdown and HTML could take for their own.
struct VariedQuarter {
    static let teams = ["first_line", "R&D <b>\"night\"</b>", "=SUM(A1)|team"]
    private static let admins = ["ann", "o'neil | <i>", "-2+3", "zoë"]
    private static let channels = ["web", "email", "social", "in_app"]
    private static let categories = ["payment_issue", "login_issue", "general", "ad_approval", "refund"]
    private static let languages = ["en", "fr", "pt"]

    private let aggregator: DatabaseAggregator
    private(set) var events: [Event] = []

    init(_ aggregator: DatabaseAggregator, cases: Int = 160) throws {
        self.aggregator = aggregator
        try directory()
        for number in 0..<cases { try matter(number) }
    }

    /// Two weeks more than the quarter, from the 22nd of December, so that there is something before it.
    private static func start(_ number: Int) -> Int { (20_444 + number % 98) * 86_400 + (6 + number % 11) * 3600 }

    private mutating func directory() throws {
        for month in ["2026-01", "2026-02", "2026-03"] {
            let fields: Fields = ["period": month, "active_users": "900"]
            try add(.commands, "usage.put", at: 20_454 * 86_400, "usage-\(month)", id: nil, fields)
        }
        for day in 0..<98 {
            for (place, admin) in Self.admins.enumerated() where (day + place) % 3 != 0 {
                for (hour, status) in [(6 + place, "online"), (15 + place, "offline")] {
                    let fields: Fields = ["admin": admin, "status": status]
                    try add(
                        .commands,
                        "admin.presence",
                        at: (20_444 + day) * 86_400 + hour * 3600,
                        admin,
                        id: nil,
                        fields
                    )
                }
            }
        }
    }

    private mutating func matter(_ number: Int) throws {
        let kind = CaseKind.allCases[number % 3 == 0 ? (number / 3) % CaseKind.allCases.count : 0]
        let name = "varied-\(number)"
        let start = Self.start(number)
        let traits = Traits(number)
        var opening: Fields = ["channel": traits.channel, "subject": "item-\(number % 7)"]
        if number % 5 == 0 { opening.append("campaign", "spring & <summer>") }
        try tell(name, "case.opened", at: start, kind, traits, by: nil, opening)
        try post(name, "user", at: start, traits, number)
        try tell(name, "case.assigned", at: start + 60, kind, traits, by: nil, ["admin": traits.admin])
        if number % 4 == 1 { try post(name, "bot", at: start + 30, traits, number) }
        if number % 11 == 0 { return }
        if number % 17 == 3 {
            try tell(
                name,
                number % 2 == 0 ? "case.spam" : "case.merged",
                at: start + 900,
                kind,
                traits,
                by: traits.admin
            )
            return
        }
        try escalate(name, number, start, kind, traits)
        let wait = [1200, 7000, 30_000, 90_000, 200_000][number % 5]
        if number % 13 == 5 {
            try tell(name, "case.auto_answered", at: start + 40, kind, traits, by: nil)
            let article: Fields = ["reason": "answered_by_article"]
            try tell(name, "case.resolved", at: start + 300, kind, traits, by: nil, article)
            return
        }
        if number % 19 != 7 { try reply(name, at: start + wait, kind, traits, number) }
        if number % 10 == 9 { return }
        try end(name, number, at: start + 3 * wait, kind, traits)
    }

    private mutating func escalate(
        _ name: String,
        _ number: Int,
        _ start: Int,
        _ kind: CaseKind,
        _ traits: Traits
    ) throws {
        guard number % 6 == 2 else { return }
        let isTier = number % 4 == 0
        let fields: Fields = [
            "escalation": isTier ? number % 24 == 20 ? "sla" : "tier" : "department",
            "to": isTier ? "seniors" : "finance",
            "reason": "over=limit|<x>",
        ]
        try tell(name, "case.escalated", at: start + 600, kind, traits, by: traits.admin, fields)
        guard !isTier, number % 5 != 0 else { return }
        let answer: Fields = ["escalation": "department", "to": "finance", "answer": "paid"]
        try tell(name, "case.handed_back", at: start + 5400, kind, traits, by: traits.admin, answer)
    }

    private mutating func reply(
        _ name: String,
        at second: Int,
        _ kind: CaseKind,
        _ traits: Traits,
        _ number: Int
    ) throws {
        try post(name, "admin", at: second, traits, number)
        try tell(name, "case.replied", at: second, kind, traits, by: traits.admin, ["admin": traits.admin])
        if number % 16 == 12 {
            let time = Instant(microseconds: Int64(second) * 1_000_000).description
            let fate: Fields = ["reply": events[events.count - 1].event.description, "replied_at": time]
            try tell(name, "case.reply_failed", at: second + 60, kind, traits, by: nil, fate)
        }
        guard number % 7 == 3 else { return }
        try post(name, "user", at: second + 600, traits, number)
        try post(name, "admin", at: second + 4000, traits, number + 1)
        try tell(name, "case.replied", at: second + 4000, kind, traits, by: traits.admin, ["admin": traits.admin])
    }

    private mutating func end(_ name: String, _ number: Int, at second: Int, _ kind: CaseKind, _ traits: Traits) throws
    {
        var fields: Fields = ["summary": "done"]
        if let outcome = kind.outcomes.isEmpty ? nil : kind.outcomes[(number / 3) % kind.outcomes.count] {
            fields.append("outcome", outcome)
            fields.append("reason", "@reason, \"quoted\"")
        }
        if number % 8 == 0 { fields.append("root_cause", "bad_photo") }
        if number % 23 == 4 { fields.append("silent", "true") }
        try tell(name, "case.resolved", at: second, kind, traits, by: traits.admin, fields)
        if number % 9 == 2 {
            try tell(name, "case.reopened", at: second + 3600, kind, traits, by: nil)
            try tell(name, "case.resolved", at: second + 9000, kind, traits, by: traits.admin, fields)
        }
        try survey(name, number, at: second + 10_000, traits)
        for (place, state) in ["queued", "sent", "delivered", "failed", "suppressed"].enumerated()
        where number % 5 >= place {
            let happened = Instant(microseconds: Int64(second - number) * 1_000_000).description
            var notice: Fields = ["channel": number % 2 == 0 ? "email" : "in_app", "happened": happened]
            if state == "failed" { notice.append("failure", number % 2 == 0 ? "bounced_5.1.1" : "gone") }
            try add(.notifications, "notification.\(state)", at: second + place, name, notice)
        }
    }

    private mutating func survey(_ name: String, _ number: Int, at second: Int, _ traits: Traits) throws {
        var fields = traits.fields
        for field in ["survey": "s-\(name)", "cycle": "1", "admin": traits.admin] as Fields {
            fields.append(field.name, field.value)
        }
        guard number % 3 != 1 else {
            fields.append("reason", "cool_down")
            return try add(.surveys, "survey.withheld", at: second, name, fields)
        }
        try add(.surveys, "survey.sent", at: second, name, fields)
        guard number % 5 != 3 else { return try add(.surveys, "survey.expired", at: second + 90_000, name, fields) }
        let stars = [5, 4, 3, 2, 1, 5, 5][number % 7]
        let answer: Fields = [
            "version": "1", "stars": "\(stars)", "band": stars > 3 ? "positive" : stars == 3 ? "neutral" : "negative",
            "ease_of_use": "\(1 + number % 5)", "response_time": "4", "helpfulness": "\(2 + number % 4)",
            "clarity": "3",
        ]
        for field in answer { fields.append(field.name, field.value) }
        try add(.surveys, "survey.answered", at: second + 7000, name, fields)
        let reward: Fields = ["points": "10", "team": traits.team]
        try add(.surveys, "reward.granted", at: second + 7001, name, reward)
        if stars < 3 { try add(.surveys, "follow_up.requested", at: second + 7002, name, fields) }
    }
}

extension VariedQuarter {
    /// What a case is told apart by.
    private struct Traits {
        let team: String
        let admin: String
        let channel: String
        let category: String
        let language: String

        init(_ number: Int) {
            team = VariedQuarter.teams[number % 3]
            admin = VariedQuarter.admins[number % 4]
            channel = VariedQuarter.channels[(number / 2) % 4]
            category = VariedQuarter.categories[number % 5]
            language = VariedQuarter.languages[(number / 3) % 3]
        }

        var fields: Fields { ["team": team, "channel": channel, "category": category, "language": language] }
    }

    private mutating func post(
        _ name: String,
        _ role: String,
        at second: Int,
        _ traits: Traits,
        _ number: Int
    ) throws {
        var fields: Fields = ["role": role, "channel": traits.channel, "category": traits.category]
        fields.append(role, role == "user" ? "u-\(number % 60)" : role == "bot" ? "guide" : traits.admin)
        if role == "admin", number % 3 != 0 {
            fields.append("template", "greeting")
            if number % 2 == 0 { fields.append("template_edited", "true") }
        }
        if role == "user", number % 21 == 10 { fields.append("courtesy", "true") }
        if number % 5 == 0 { fields.append("campaign", "spring & <summer>") }
        try add(.cases, "message.posted", at: second, name, fields)
    }

    private mutating func tell(
        _ name: String,
        _ type: String,
        at second: Int,
        _ kind: CaseKind,
        _ traits: Traits,
        by admin: String?,
        _ own: Fields = [:]
    ) throws {
        var fields: Fields = ["kind": kind.rawValue, "cycle": "1", "user": "u-\(name)"]
        for field in traits.fields where field.name != "channel" { fields.append(field.name, field.value) }
        for field in own { fields.append(field.name, field.value) }
        fields.append("actor", admin.map { "admin:\($0)" } ?? "user:u-\(name)")
        try add(.cases, type, at: second, name, fields)
    }

    private mutating func add(
        _ topic: Topic,
        _ type: String,
        at second: Int,
        _ name: String,
        id: String? = "",
        _ fields: Fields
    ) throws {
        let time = Instant(microseconds: Int64(second) * 1_000_000).description
        events.append(try aggregator.event(topic, type, time, name, case: id, fields))
    }
}
