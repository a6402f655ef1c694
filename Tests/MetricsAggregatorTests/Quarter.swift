import Contract
import Testing

/// Sixty conversations of the first quarter of 2026, of which every figure was worked out by hand.
///
/// Thirty are answered after 30 minutes and resolved after an hour; fifteen are answered after 24 hours (ten, exactly) or
/// 30 hours (five), asked once more, answered after two hours, and resolved after 50; ten go to a department, of which five
/// are answered after two hours and resolved after 20, and five stay open; five are never answered.
struct Quarter {
    let aggregator: DatabaseAggregator
    private(set) var events: [Event] = []

    init(_ aggregator: DatabaseAggregator) throws {
        self.aggregator = aggregator
        for number in 1...30 { try quick(number) }
        for number in 1...15 { try slow(number) }
        for number in 1...10 { try escalated(number) }
        for number in 1...5 { try unanswered(number) }
    }

    private mutating func quick(_ number: Int) throws {
        let name = "quick-\(number)"
        let open = day(number)
        let category = number % 2 == 1 ? "payment_issue" : "login_issue"
        let channel = number <= 20 ? "web" : "email"
        try ask(name, at: open + 8 * 3600, category, channel, opening: true)
        try assign(name, at: open + 8 * 3600 + 1, to: "ann", "first_line")
        try reply(name, at: open + 8 * 3600 + 1800, by: "ann", category)
        try resolve(name, at: open + 9 * 3600, by: "ann", category)
        guard number <= 20 else { return }
        try survey(name, "survey.sent", at: open + 10 * 3600, category, channel)
        guard number <= 12 else { return }
        let stars = number <= 8 ? 5 : number <= 10 ? 3 : 1
        let band = number <= 8 ? "positive" : number <= 10 ? "neutral" : "negative"
        let answer: Fields = ["version": "1", "stars": String(stars), "band": band, "clarity": "4"]
        try survey(name, "survey.answered", at: open + 11 * 3600, category, channel, answer)
    }

    private mutating func slow(_ number: Int) throws {
        let name = "slow-\(number)"
        let open = day(number + 20) + 10 * 3600
        let first = number <= 10 ? 86_400 : 108_000
        try ask(name, at: open, "general", "social", opening: true)
        try assign(name, at: open + 60, to: "ben", "seniors")
        try reply(name, at: open + first, by: "ben", "general")
        try ask(name, at: open + first + 3600, "general", "social", opening: false)
        try reply(name, at: open + first + 3600 + 7200, by: "ben", "general")
        try resolve(name, at: open + 180_000, by: "ben", "general")
    }

    private mutating func escalated(_ number: Int) throws {
        let name = "escalated-\(number)"
        let open = day(number + 40) + 6 * 3600
        try ask(name, at: open, "payment_issue", "web", opening: true)
        try assign(name, at: open + 60, to: "ann", "first_line")
        let fields: Fields = ["escalation": "department", "to": "finance", "reason": "refund_over_limit"]
        try tell(name, "case.escalated", at: open + 3600, "payment_issue", by: "ann", fields)
        guard number <= 5 else { return }
        try reply(name, at: open + 7200, by: "ann", "payment_issue")
        let answer: Fields = ["escalation": "department", "to": "finance", "admin": "fay", "answer": "paid"]
        try tell(name, "case.handed_back", at: open + 10_800, "payment_issue", by: "fay", answer)
        try resolve(name, at: open + 72_000, by: "ann", "payment_issue")
    }

    private mutating func unanswered(_ number: Int) throws {
        try ask("unanswered-\(number)", at: day(number + 60) + 12 * 3600, "login_issue", "web", opening: true)
    }
}

extension Quarter {
    /// The midnight, UTC, that many days after 4 January 2026.
    private func day(_ number: Int) -> Int { (20_457 + number) * 86_400 }

    private mutating func ask(
        _ name: String,
        at second: Int,
        _ category: String,
        _ channel: String,
        opening: Bool
    ) throws {
        if opening {
            let fields: Fields = ["message": "m-1", "message_no": "1", "channel": channel]
            try tell(name, "case.opened", at: second, category, by: nil, fields)
        }
        let fields: Fields = [
            "role": "user", "user": "u-\(name)", "channel": channel, "category": category, "visibility": "public",
        ]
        try add(name, "message.posted", at: second, fields)
    }

    private mutating func reply(_ name: String, at second: Int, by admin: String, _ category: String) throws {
        try add(name, "message.posted", at: second, ["role": "admin", "admin": admin, "template": "greeting"])
        try tell(name, "case.replied", at: second, category, by: admin, ["admin": admin])
    }

    private mutating func assign(_ name: String, at second: Int, to admin: String, _ team: String) throws {
        try tell(name, "case.assigned", at: second, nil, by: nil, ["admin": admin, "team": team])
    }

    private mutating func resolve(_ name: String, at second: Int, by admin: String, _ category: String) throws {
        try tell(name, "case.resolved", at: second, category, by: admin, ["summary": "done"])
    }

    private mutating func survey(
        _ name: String,
        _ type: String,
        at second: Int,
        _ category: String,
        _ channel: String,
        _ own: Fields = [:]
    ) throws {
        var fields: Fields = [
            "survey": "s-\(name)", "cycle": "1", "admin": "ann", "team": "first_line", "channel": channel,
            "category": category,
        ]
        for field in own { fields.append(field.name, field.value) }
        events.append(try aggregator.event(.surveys, type, Self.text(second), name, fields))
    }

    private mutating func tell(
        _ name: String,
        _ type: String,
        at second: Int,
        _ category: String?,
        by admin: String?,
        _ own: Fields
    ) throws {
        var fields: Fields = ["kind": "conversation", "cycle": "1", "user": "u-\(name)", "language": "en"]
        if let category { fields.append("category", category) }
        for field in own { fields.append(field.name, field.value) }
        fields.append("actor", admin.map { "admin:\($0)" } ?? "user:u-\(name)")
        try add(name, type, at: second, fields)
    }

    private mutating func add(_ name: String, _ type: String, at second: Int, _ fields: Fields) throws {
        events.append(try aggregator.event(.cases, type, Self.text(second), name, fields))
    }

    private static func text(_ second: Int) -> String { Instant(microseconds: Int64(second) * 1_000_000).description }
}
