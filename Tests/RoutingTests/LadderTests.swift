import Contract
import Pipeline
import Policy
import Testing

@testable import Routing

/// What the router does when a promise is about to break or has broken.
struct LadderTests {
    private func office() throws -> PaperOffice {
        var office = PaperOffice()
        office.rules.teams = ["support": Team(name: "support"), "seniors": Team(name: "seniors")]
        try office.decide(
            Commands.putAdmin("a-1", ["team": "support"]),
            Commands.putAdmin("a-2", ["team": "support"]),
            Commands.putAdmin("s-1", ["team": "seniors"]),
            Commands.presence("a-1", "online")
        )
        try office.decide(Commands.userWrites())
        try office.decide(Commands.presence("a-2", "online"), Commands.presence("s-1", "online"))
        return office
    }

    /// An event about the first response's clock of the office's case.
    private func clock(
        _ office: PaperOffice,
        type: String = "clock.breached",
        after seconds: Int = 600,
        _ fields: Fields
    ) throws -> Input {
        let found = try #require(office.latest())
        var all: Fields = [
            "clock": "\(found.id)/first_response/1/first", "metric": "first_response", "promise": "first",
            "due_at": (start + .seconds(seconds)).description,
        ]
        for field in fields { all.set(field.name, to: field.value) }
        let event = Event(
            topic: .clocks,
            partition: 0,
            seq: 1,
            type: type,
            version: 1,
            event: EventID.generate(),
            time: start + .seconds(seconds),
            conversation: ConversationID("c-1"),
            case: found.id,
            fields: all
        )
        return Input(partition: 0, content: .event(event), conversation: "c-1")
    }

    @Test
    func `a breach gives the case the next more urgent tier, once`() throws {
        var office = try office()
        let breach = try clock(office, ["raise_tier": "true"])
        let told = try office.decide(breach)
        #expect(told.map(\.type) == ["case.categorized"])
        #expect(told[0].fields["tier"] == "P2")
        #expect(told[0].fields["tier_by"] == "ladder")
        #expect(told[0].fields["reason"] == "promise_broken")
        #expect(told[0].fields["promise"] == "first")
        #expect(told[0].time == start + .seconds(600))
        #expect(try office.decide(breach).isEmpty)
        #expect(office.latest()?.tier == "P2")
        let noted = office.history.filter { $0.type == "clock.breached" }
        #expect(noted.count == 1)
        #expect(noted.first?.reason == "promise_broken")
        #expect(noted.first?.actor == "system")
    }

    @Test
    func `the most urgent tier stays, and history says so`() throws {
        var office = try office()
        try office.decide(
            Commands.event("case.categorize", after: .seconds(5), ["admin": "a-1", "category": "x", "tier": "P1"])
        )
        #expect(try office.decide(clock(office, ["raise_tier": "true"])).isEmpty)
        #expect(office.history.last?.detail["omitted"] == "raise_tier:most_urgent_already")
    }

    @Test
    func `reassigning takes the case to another admin, and not back`() throws {
        var office = try office()
        #expect(office.latest()?.assignee == AdminID("a-1"))
        let told = try office.decide(clock(office, type: "clock.warned", ["level": "1", "reassign": "true"]))
        #expect(told.map(\.type) == ["case.unassigned", "case.assigned"])
        #expect(told[0].fields["reason"] == "promise_at_risk")
        #expect(office.latest()?.assignee != AdminID("a-1"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
    }

    @Test
    func `a level escalates to a team as the ladder's own kind`() throws {
        var office = try office()
        let told = try office.decide(
            clock(
                office,
                type: "clock.warned",
                ["level": "2", "escalate_to": "seniors", "escalation_reason": "overdue"]
            )
        )
        let escalated = try #require(told.first { $0.type == "case.escalated" })
        #expect(escalated.fields["escalation"] == "sla")
        #expect(escalated.fields["to"] == "seniors")
        #expect(escalated.fields["promise"] == "first")
        #expect(office.history.first { $0.type == "case.escalated" }?.reason == "overdue")
        #expect(office.latest()?.state == .escalated)
        #expect(office.latest()?.assignee == AdminID("s-1"))
        #expect(
            try office.decide(
                clock(office, type: "clock.warned", after: 700, ["level": "3", "escalate_to": "seniors"])
            ).isEmpty
        )
        #expect(office.history.last?.detail["omitted"] == "escalate:there_already")
    }

    @Test
    func `a department that the ladder asks costs the budget of departments`() throws {
        var office = try office()
        let told = try office.decide(clock(office, ["escalate_to": "legal"]))
        #expect(told.map(\.type) == ["case.escalated"])
        #expect(told[0].fields["escalation"] == "department")
        #expect(office.latest()?.assignee == AdminID("a-1"))
    }

    @Test(arguments: [
        ("the user was answered since", "answered_since", 300),
        ("another admin has it since", "assigned_since", 900),
    ])
    func `what has been settled since is left alone`(_: String, why: String, seconds: Int) throws {
        var office = try office()
        if why == "answered_since" {
            try office.decide(Commands.adminWrites(number: 2, by: "a-1", after: .seconds(seconds)))
        } else {
            try office.decide(
                Commands.event("case.assign", after: .seconds(seconds), ["admin": "a-1", "to": "a-2"])
            )
        }
        let before = office.latest()?.assignee
        #expect(try office.decide(clock(office, ["reassign": "true"])).isEmpty)
        #expect(office.latest()?.assignee == before)
        #expect(office.history.last?.detail["omitted"] == "reassign:\(why)")
    }

    @Test
    func `a clock that asks for nothing, or tells of the past, is nobody's work`() throws {
        let office = try office()
        #expect(LadderCall.asksNothing(try clock(office, type: "clock.warned", ["warning": "75%"])))
        #expect(LadderCall.asksNothing(try clock(office, ["raise_tier": "true", "backfill": "true"])))
        #expect(!LadderCall.asksNothing(try clock(office, ["raise_tier": "true"])))
        #expect(!LadderCall.asksNothing(Commands.userWrites()))
    }

    @Test
    func `a case that is over is left alone`() throws {
        var office = try office()
        let breach = try clock(office, ["raise_tier": "true", "reassign": "true"])
        try office.decide(
            Commands.event("case.resolve", after: .seconds(300), ["admin": "a-1", "summary": "Done"])
        )
        #expect(try office.decide(breach).isEmpty)
        #expect(office.history.last?.type == "case.resolved")
    }
}
