import Contract
import Pipeline
import Policy
import Testing

@testable import Routing

/// What the policy says about how cases end and to whom they go meanwhile.
struct PolicyEndingTests {
    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        calendars: { office: { zone: Africa/Johannesburg, week: { mon-fri: ["08:00-17:00"] } } }
        teams: { seniors: { calendar: office }, trust: {} }
        departments:
          it:      { acknowledge_within: 2h }
          legal:   { calendar: office, acknowledge_within: 4h }
          finance: { team: seniors }
        categories: { technical: {}, crash: { parent: technical }, payment: {}, general: {} }
        escalation:
          acknowledge_within: 30m
          only_listed_reasons: true
          departments: { technical: it, payment: finance }
          reasons:
            fault:  { departments: [it] }
            money:  { departments: [finance, legal] }
            senior: { title: Needs a senior }
        routing:
          dedicated: { escalated: seniors }
          kinds:
            verification:
              only_listed_reasons: true
              appeal: { en: Reply within 30 days., fr: Répondez sous 30 jours. }
              reasons:
                blurred:
                  title: { en: The photo is blurred, fr: La photo est floue }
                  outcomes: [rejected, more_documents]
                  next_steps: { en: Take a sharp one., fr: Prenez une photo nette. }
                expired:
                  title: The document has expired
                  outcomes: [rejected]
                  next_steps: Send a valid one.
                  appeal: Show that it is valid.
            listing: { reasons: { price: { title: The price is missing, next_steps: Say the price. } } }
        """

    private func office(_ kind: String = "verification", language: String = "en") throws -> PaperOffice {
        var office = PaperOffice()
        office.rules = RoutingRules(try Document(yaml: Self.yaml))
        let fields: Fields = ["user": "u-1", "language": language]
        try office.decide(
            Commands.event("user.put", nil, partition: Partitioning(count: 4).partition(of: "u-1"), fields)
        )
        try office.decide(StateTests.open(kind))
        return office
    }

    @Test(arguments: [
        ("en", "blurred", "The photo is blurred", "Take a sharp one.", "Reply within 30 days."),
        ("fr-CA", "blurred", "La photo est floue", "Prenez une photo nette.", "Répondez sous 30 jours."),
        ("de", "blurred", "The photo is blurred", "Take a sharp one.", "Reply within 30 days."),
        ("fr", "expired", "The document has expired", "Send a valid one.", "Show that it is valid."),
    ])
    func `what a rejection leaves out the policy says in the user's language`(
        _ language: String,
        _ reason: String,
        _ title: String,
        _ steps: String,
        _ appeal: String
    ) throws {
        var office = try office(language: language)
        let events = try office.decide(
            Commands.resolve(after: .seconds(9), ["outcome": "rejected", "reason": reason])
        )
        #expect(events.map(\.type) == ["case.resolved"])
        #expect(events[0].fields["reason"] == reason)
        #expect(events[0].fields["reason_title"] == title)
        #expect(events[0].fields["next_steps"] == steps)
        #expect(events[0].fields["appeal"] == appeal)
        #expect(office.latest()?.nextSteps == steps)
        #expect(office.latest()?.appeal == appeal)
    }

    @Test
    func `what the command says goes before the policy, and is told once`() throws {
        var office = try office()
        let events = try office.decide(
            Commands.resolve(
                after: .seconds(9),
                ["outcome": "rejected", "reason": "blurred", "next_steps": "Come to the desk."]
            )
        )
        #expect(events[0].fields["next_steps"] == "Come to the desk.")
        #expect(events[0].fields.filter { $0.name == "next_steps" }.count == 1)
        #expect(events[0].fields["appeal"] == "Reply within 30 days.")
    }

    @Test(
        arguments: [
            ("verification", "rejected", "fraud", "unknown_reason", "Allowed: blurred, expired."),
            ("verification", "more_documents", "expired", "reason_not_allowed", "Allowed: blurred."),
            ("verification", "approved", "blurred", "reason_not_allowed", nil),
            ("verification", "approved", nil, nil, nil),
            ("listing", "rejected", "colour", "next_steps_required", nil),
            ("listing", "rejected", "price", nil, nil),
            ("listing", "approved", "anything", nil, nil),
            ("refund", "refused", "anything", "next_steps_required", nil),
            ("refund", "paid", "anything", nil, nil),
            ("refund", "rejected", "anything", "outcome_not_allowed", "Allowed: paid, refused."),
        ] as [(String, String, String?, String?, String?)]
    )
    func `a reason is one that the policy has for the outcome, where it says so`(
        _ kind: String,
        _ outcome: String,
        _ reason: String?,
        _ code: String?,
        _ detail: String?
    ) throws {
        var office = try office(kind)
        var fields: Fields = ["outcome": outcome]
        fields.append("reason", ifAny: reason)
        let events = try office.decide(Commands.resolve(after: .seconds(9), fields))
        #expect(events.first?.type == (code == nil ? "case.resolved" : "case.refused"))
        #expect(events.first?.fields["code"] == code)
        if let detail { #expect(events.first?.fields["detail"]?.hasSuffix(detail) == true) }
        #expect(office.latest()?.state.isOpen == (code != nil))
    }

    @Test(arguments: [
        ("flag", "upheld", true), ("flag", "dismissed", false), ("suspension", "upheld", true),
        ("suspension", "reinstated", false), ("appeal", "upheld", false), ("dispute", "user", true),
        ("dispute", "withdrawn", false), ("listing", "revise", true), ("payment", "failed", false),
    ])
    func `who is told no is told how to appeal, but for an appeal`(
        _ kind: String,
        _ outcome: String,
        _ isTold: Bool
    ) throws {
        var office = try office(kind)
        let fields: Fields = ["outcome": outcome, "reason": "price", "next_steps": "Say it."]
        let events = try office.decide(Commands.resolve(after: .seconds(9), fields))
        #expect(events.first?.type == "case.resolved")
        #expect((events.first?.fields["appeal"] != nil) == isTold)
    }

    private func escalate(to: String?, reason: String?, after: Duration = .seconds(10)) -> Input {
        var fields: Fields = ["admin": "a-1"]
        fields.append("to", ifAny: to)
        fields.append("reason", ifAny: reason)
        return Commands.event("case.escalate", after: after, fields)
    }

    @Test(
        arguments: [
            ("it", "fault", "general", "it", nil, nil),
            ("legal", "money", "general", "legal", nil, nil),
            ("legal", "senior", "general", "legal", nil, nil),
            ("trust", "senior", "general", "trust", nil, nil),
            ("legal", "fault", "general", nil, "reason_not_allowed", "Allowed: it."),
            ("trust", "fault", "general", nil, "reason_not_allowed", "Allowed: it."),
            ("it", "bored", "general", nil, "unknown_reason", "Allowed: fault, money, senior."),
            ("nowhere", "senior", "general", nil, "unknown_team", nil),
            (nil, "senior", "crash", "seniors", nil, nil),
            (nil, "fault", "crash", "it", nil, nil),
            (nil, "fault", "general", "it", nil, nil),
            (nil, "money", "payment", "finance", nil, nil),
            (nil, "money", "crash", nil, "nobody_to_escalate_to", "Allowed: finance, legal."),
        ] as [(String?, String, String, String?, String?, String?)]
    )
    func `a case is escalated for a reason that the policy has, to whom it allows or says`(
        _ to: String?,
        _ reason: String,
        _ category: String,
        _ found: String?,
        _ code: String?,
        _ detail: String?
    ) throws {
        var office = try office()
        try office.decide(
            Commands.event("case.categorize", after: .seconds(1), ["admin": "a-1", "category": category])
        )
        let events = try office.decide(escalate(to: to, reason: reason))
        let event = try #require(events.first { $0.type == "case.escalated" || $0.type == "case.refused" })
        #expect(event.fields["to"] == found)
        #expect(event.fields["code"] == code)
        if let detail { #expect(event.fields["detail"]?.hasSuffix(detail) == true) }
        #expect(office.latest()?.escalation?.to == found)
    }

    @Test(arguments: [
        // A Sunday, so in the office's hours time begins on Monday at eight.
        ("it", "fault", 10, "2026-03-01T10:00:10Z"),
        ("legal", "money", 10, "2026-03-02T10:00:00Z"),
        ("finance", "money", 10, "2026-03-02T06:30:00Z"),
        ("seniors", "senior", 10, "2026-03-02T06:30:00Z"),
        ("trust", "senior", 10, "2026-03-01T08:30:10Z"),
        // On a Monday, an hour before the end of work.
        ("legal", "money", 30 * 3600, "2026-03-03T09:00:00Z"),
    ])
    func `an escalation says until when it must be acknowledged, in the hours of whom it goes to`(
        _ to: String,
        _ reason: String,
        _ seconds: Int,
        _ time: String
    ) throws {
        var office = try office()
        let events = try office.decide(escalate(to: to, reason: reason, after: .seconds(seconds)))
        let escalated = try #require(events.first { $0.type == "case.escalated" })
        #expect(escalated.fields["acknowledge_by"].flatMap { Instant(rfc3339: $0) } == Instant(rfc3339: time))
    }
}
