import Contract
import Pipeline
import Testing

@testable import Routing

/// How urgent a case is, and how waiting makes it more so.
struct TriageTierTests {
    private static let day: Int = 86_400

    /// A message, what its publisher says, and what comes of it.
    struct Example: Sendable {
        let text: String
        let more: Fields
        let tier: String
        let by: String
    }

    private static let examples = [
        Example(text: "hello", more: ["category": "refund"], tier: "P2", by: "category"),
        Example(text: "hello", more: ["category": "ad_approval"], tier: "P3", by: "default"),
        Example(text: "hello", more: ["category": "refund", "tier": "P4"], tier: "P4", by: "publisher"),
        Example(text: "I was hacked", more: ["category": "refund", "tier": "P4"], tier: "P1", by: "rule:fraud"),
        Example(text: "I was hacked", more: ["tier": "P1"], tier: "P1", by: "publisher"),
        Example(text: "this is urgent", more: ["category": "inquiry", "language": "en"], tier: "P4", by: "category"),
        Example(text: "on m'a piraté", more: ["language": "fr"], tier: "P1", by: "rule:fraud"),
        Example(text: "on m'a piraté", more: ["language": "en", "category": "inquiry"], tier: "P4", by: "category"),
    ]

    @Test(arguments: examples)
    func `is the most urgent that was named or that a rule gives, else the category's`(_ example: Example) throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(Commands.userWrites(text: example.text, example.more))
        #expect(events[0].fields["tier"] == example.tier)
        #expect(events[0].fields["tier_by"] == example.by)
        #expect(office.latest()?.notes.tierBy == example.by)
    }

    @Test
    func `a rule may ask for a verified user, and a triage rule may give a tier`() throws {
        var office = try TriageOffice.paper([
            (
                "      category: payment_issue\n    money_back:",
                "      category: payment_issue\n      tier: P1\n    money_back:"
            )
        ])
        let user = Partitioning(count: 4).partition(of: "u-1")
        try office.decide(Commands.event("user.put", nil, partition: user, ["user": "u-1", "verified": "true"]))
        let events = try office.decide(
            Commands.userWrites("c-1", text: "this is urgent", ["category": "inquiry", "language": "en"]),
            Commands.userWrites("c-2", text: "I was charged twice")
        )
        let opened = events.filter { $0.type == "case.opened" }.map(\.fields)
        #expect(opened.map { $0["tier"] } == ["P2", "P1"])
        #expect(opened.map { $0["tier_by"] } == ["rule:urgent", "rule:charged_twice"])
    }

    @Test
    func `a tier that the policy does not know is kept out and told`() throws {
        var office = try TriageOffice.paper()
        let events = try office.decide(Commands.userWrites(text: "hello", ["tier": "VIP", "category": "refund"]))
        #expect(events[0].fields["tier"] == "P2")
        #expect(events[0].fields["unknown_tier"] == "VIP")
    }

    @Test
    func `waiting makes a case more urgent, with one timer at a time, and moves it up in the queue`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites("c-1", ["category": "ad_approval"]))
        #expect(raises(office).map(\.due) == [start + .seconds(Self.day)])
        let rank = office.latest()?.queueRank
        var events = try office.pass(to: .seconds(Self.day))
        #expect(events.map(\.type) == ["case.categorized"])
        #expect(events[0].fields["tier"] == "P2")
        #expect(events[0].fields["former_tier"] == "P3")
        #expect(events[0].fields["actor"] == "system")
        #expect(events[0].fields["reason"] == "waits_a_day")
        #expect(events[0].time == start + .seconds(Self.day))
        #expect(office.history.last?.reason == "waits_a_day")
        #expect((office.latest()?.queueRank ?? 9) < (rank ?? 0))
        #expect(raises(office).map(\.due) == [start + .seconds(2 * Self.day)])
        events = try office.pass(to: .seconds(3 * Self.day))
        #expect(events.map { $0.fields["tier"] } == ["P1"])
        #expect(office.latest()?.notes.tierBy == "rule:waits_two_days")
        #expect(office.latest()?.needs?.senior == true)
        #expect(raises(office).isEmpty)
    }

    @Test
    func `an answer ends the waiting, and the next message begins it again`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites("c-1", ["category": "ad_approval"]))
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(3600)))
        var events = try office.pass(to: .seconds(2 * Self.day))
        #expect(events.isEmpty)
        #expect(raises(office).isEmpty)
        try office.decide(Commands.userWrites(number: 3, after: .seconds(3 * Self.day)))
        #expect(raises(office).map(\.due) == [start + .seconds(4 * Self.day)])
        try office.decide(Commands.userWrites(number: 4, after: .seconds(3 * Self.day + 60)))
        #expect(raises(office).map(\.due) == [start + .seconds(4 * Self.day)])
        events = try office.pass(to: .seconds(4 * Self.day))
        #expect(events.map { $0.fields["tier"] } == ["P2"])
        try office.decide(Commands.resolve(after: .seconds(4 * Self.day + 60)))
        events = try office.pass(to: .seconds(6 * Self.day))
        #expect(events.allSatisfy { $0.type != "case.categorized" })
    }

    @Test
    func `a tier set by hand is not lowered, but may be raised`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites("c-1", ["category": "inquiry"]))
        try office.decide(categorize("c-1", ["tier": "P1"], after: 10))
        try office.decide(categorize("c-1", ["category": "general"], after: 20))
        #expect(office.latest()?.tier == "P1")
        #expect(office.latest()?.notes.tierBy == "admin")
        #expect(try office.pass(to: .seconds(2 * Self.day)).isEmpty)
        try office.decide(Commands.userWrites("c-2", ["category": "inquiry"]))
        try office.decide(categorize("c-2", ["tier": "P4"], after: 2 * Self.day + 10))
        try office.pass(to: .seconds(4 * Self.day))
        #expect(office.latest("c-2")?.tier == "P1")
    }

    @Test
    func `a new category without a tier gets the tier of the rules`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites("c-1", text: "hello", ["category": "inquiry"]))
        #expect(office.latest()?.tier == "P4")
        let events = try office.decide(categorize("c-1", ["category": "payment_issue"], after: 10))
        #expect(events[0].fields["tier"] == "P2")
        #expect(events[0].fields["former_tier"] == "P4")
        #expect(events[0].fields["tier_by"] == "category")
        #expect(office.latest()?.needs?.skills == ["payments"])
        #expect(office.latest()?.notes.categoryBy == "admin")
        // What its words gave a case holds whatever its category.
        try office.decide(Commands.userWrites("c-2", text: "I was hacked", ["category": "inquiry", "language": "en"]))
        try office.decide(categorize("c-2", ["category": "refund"], after: 20))
        #expect(office.latest("c-2")?.tier == "P1")
        // What the publisher said does too.
        try office.decide(Commands.userWrites("c-3", text: "hello", ["category": "refund", "tier": "P4"]))
        try office.decide(categorize("c-3", ["category": "complaint"], after: 30))
        #expect(office.latest("c-3")?.tier == "P4")
    }

    @Test
    func `the waiting of a case of the past is judged by its own time, when its past is told`() throws {
        var office = try TriageOffice.paper()
        let past: Fields = ["backfill": "true", "category": "ad_approval"]
        try office.decide(Commands.userWrites("late", after: .seconds(10 * Self.day), ["category": "inquiry"]))
        try office.decide(Commands.userWrites("c-1", past))
        try office.decide(Commands.adminWrites("c-1", number: 2, after: .seconds(60), ["backfill": "true"]))
        try office.decide(Commands.userWrites("c-2", past))
        let events = try office.pass(to: .seconds(10 * Self.day + 600))
        let raised = events.filter { $0.type == "case.categorized" }
        #expect(raised.map { $0.conversation?.rawValue } == ["c-2", "c-2"])
        #expect(raised.map(\.time) == [start + .seconds(Self.day), start + .seconds(2 * Self.day)])
        #expect(raised.allSatisfy { $0.fields["backfill"] == "true" })
        #expect(office.latest("c-2")?.tier == "P1")
        #expect(office.latest("c-1")?.tier == "P3")
    }

    private func raises(_ office: PaperOffice) -> [DueTimer] {
        office.pending.values.filter { $0.key.hasPrefix("raise:") }
    }

    private func categorize(_ conversation: String, _ more: Fields, after seconds: Int) -> Input {
        var fields: Fields = ["admin": "a-1"]
        for field in more { fields.append(field.name, field.value) }
        return Commands.event("case.categorize", conversation, after: .seconds(seconds), fields)
    }
}
