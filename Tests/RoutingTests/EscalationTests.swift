import Contract
import Pipeline
import Policy
import Testing

@testable import Routing

/// Cases that go to somebody else than their owner, and come back.
struct EscalationTests {
    static func escalate(to: String, after seconds: Int) -> Input {
        Commands.event(
            "case.escalate",
            after: .seconds(seconds),
            ["admin": "a-1", "to": to, "reason": "out_of_scope", "note": "See above"]
        )
    }

    static func acknowledge(by admin: String, after seconds: Int) -> Input {
        Commands.event("case.acknowledge", after: .seconds(seconds), ["admin": admin])
    }

    static func handBack(by admin: String, after seconds: Int) -> Input {
        Commands.event("case.hand_back", after: .seconds(seconds), ["admin": admin, "answer": "It was the cache"])
    }

    private func office() throws -> PaperOffice {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", ["team": "support"]), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites())
        return office
    }

    @Test
    func `a department has the case with its owner, acknowledges it and hands it back with the answer`() throws {
        var office = try office()
        let out = try office.decide(Self.escalate(to: "legal", after: 10))
        #expect(out.map(\.type) == ["case.escalated"])
        #expect(out[0].fields["escalation"] == "department")
        #expect(out[0].fields["to"] == "legal")
        #expect(out[0].fields["reason"] == "out_of_scope")
        #expect(out[0].fields["assignee"] == "a-1")
        #expect(office.latest()?.state == .escalated)
        #expect(office.admins[AdminID("a-1")]?.openCases == 1)

        let noted = try office.decide(Self.acknowledge(by: "lawyer", after: 20))
        #expect(noted.map(\.type) == ["case.acknowledged"])
        #expect(noted[0].fields["escalated_at"] == (start + .seconds(10)).description)
        #expect(
            try office.decide(Self.acknowledge(by: "lawyer", after: 21)).map { $0.fields["code"] }
                == ["already_acknowledged"]
        )
        let back = try office.decide(Self.handBack(by: "lawyer", after: 30))
        #expect(back.map(\.type) == ["case.handed_back"])
        #expect(back[0].fields["answer"] == "It was the cache")
        #expect(back[0].fields["acknowledged_at"] == (start + .seconds(20)).description)
        #expect(office.latest()?.state == .assigned)
        #expect(office.latest()?.assignee == AdminID("a-1"))
        #expect(
            try office.decide(Self.handBack(by: "lawyer", after: 31)).map { $0.fields["code"] } == ["not_escalated"]
        )
    }

    @Test
    func `a department may have a case that is nobody's`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        try office.decide(Self.escalate(to: "it", after: 10))
        #expect(office.latest()?.queuedAt == nil)
        #expect(office.latest()?.queueReason == "with_department")
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        #expect(office.latest()?.assignee == nil)
        let back = try office.decide(Self.handBack(by: "engineer", after: 30))
        #expect(back.map(\.type) == ["case.handed_back", "case.assigned"])
    }

    @Test
    func `a team takes the case over and hands it back to who had it`() throws {
        var office = try office()
        try office.decide(
            Commands.putAdmin("s-1", ["team": "senior"]),
            Commands.putAdmin("s-2", ["team": "senior", "senior": "true"]),
            Commands.presence("s-1", "online"),
            Commands.presence("s-2", "online")
        )
        let out = try office.decide(Self.escalate(to: "senior", after: 10))
        #expect(out.map(\.type) == ["case.unassigned", "case.escalated", "case.assigned"])
        #expect(out[1].fields["escalation"] == "tier")
        #expect(out[2].fields["admin"] == "s-2")
        #expect(office.latest()?.state == .escalated)
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
        #expect(office.admins[AdminID("s-2")]?.openCases == 1)
        let back = try office.decide(Self.handBack(by: "s-2", after: 30))
        #expect(back.map(\.type) == ["case.unassigned", "case.handed_back", "case.assigned"])
        #expect(back[2].fields["admin"] == "a-1")
        #expect(back[2].fields["reason"] == "had_it_before")
        #expect(office.latest()?.state == .assigned)
        #expect(office.admins[AdminID("s-2")]?.openCases == 0)
    }

    @Test
    func `an escalated case waits for its team and for nobody else`() throws {
        var office = try office()
        try office.decide(Self.escalate(to: "senior", after: 10))
        #expect(office.latest()?.state == .escalated)
        #expect(office.latest()?.queueReason == "no_free_admin_in_team")
        try office.decide(Commands.putAdmin("s-1", ["team": "senior"]), Commands.presence("s-1", "online"))
        // The team has no senior admin; the search is open to all of it after a while.
        let events = try office.pass(to: .seconds(4000))
        #expect(events.contains { $0.type == "case.assigned" && $0.fields["admin"] == "s-1" })
        #expect(office.latest()?.state == .escalated)
    }

    @Test
    func `an escalated case may be resolved, put off and escalated further`() throws {
        var office = try office()
        try office.decide(Self.escalate(to: "it", after: 10))
        #expect(
            try office.decide(Self.escalate(to: "it", after: 11)).map { $0.fields["code"] } == ["already_escalated"]
        )
        #expect(try office.decide(Self.escalate(to: "legal", after: 12)).map(\.type) == ["case.escalated"])
        try office.decide(PausingTests.wait(after: .seconds(13)))
        #expect(office.latest()?.state == .waiting)
        try office.decide(Commands.userWrites(number: 2, after: .seconds(14)))
        #expect(office.latest()?.state == .escalated)
        try office.decide(Commands.resolve(after: .seconds(15)))
        #expect(office.latest()?.state == .resolved)
        #expect(office.latest()?.escalation == nil)
        #expect(office.forbiddenSteps == [])
    }

    @Test
    func `an escalation to nobody known is refused where the office has named its teams`() throws {
        var office = try office()
        office.rules.teams = ["support": Team(name: "support"), "senior": Team(name: "senior")]
        #expect(
            try office.decide(Self.escalate(to: "elsewhere", after: 10)).map { $0.fields["code"] } == ["unknown_team"]
        )
    }

    @Test
    func `a case that one team has by escalation is not given to another without being handed back`() throws {
        var office = try office()
        func assign(_ team: String, after seconds: Int) -> Input {
            Commands.event("case.assign", after: .seconds(seconds), ["admin": "a-9", "team": team])
        }
        try office.decide(Self.escalate(to: "senior", after: 10))
        #expect(try office.decide(assign("payments", after: 11)).map { $0.fields["code"] } == ["escalated_elsewhere"])
        #expect(office.latest()?.wantedTeam == nil)
        #expect(try office.decide(assign("senior", after: 12)).map(\.type) == ["case.unassigned"])
        try office.decide(Self.handBack(by: "s-1", after: 13))
        try office.decide(assign("payments", after: 14))
        #expect(office.latest()?.needs?.team == WantedTeam(name: "payments", claim: .named))
        // A department leaves the case with its owner, or its owner's team.
        try office.decide(Self.escalate(to: "legal", after: 15))
        #expect(try office.decide(assign("trust", after: 16)).map { $0.fields["code"] } == [nil])
    }

    @Test
    func `an escalation of before the last turn of the case is late`() throws {
        var office = try office()
        try office.decide(PausingTests.wait(after: .seconds(20)))
        #expect(try office.decide(Self.escalate(to: "it", after: 19)).map { $0.fields["code"] } == ["late"])
        #expect(office.latest()?.state == .waiting)
    }
}
