import Contract
import Pipeline
import Testing

@testable import Routing

/// Cases whose users would wait for somebody who is not there.
struct AbsentAdminTests {
    private static let partitioning = Partitioning(count: 4)

    /// An office in which `a-1` has a case, before `a-2` comes.
    private static func office() throws -> PaperOffice {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites())
        return office
    }

    private static func comes(_ admin: String, after seconds: Int) -> [Input] {
        [
            Commands.putAdmin(admin, after: .seconds(seconds)),
            Commands.presence(admin, "online", after: .seconds(seconds)),
        ]
    }

    @Test(
        arguments: [
            (Commands.presence("a-1", "offline", after: .seconds(20)), "admin_left"),
            (Commands.putAdmin("a-1", after: .seconds(20), ["active": "false"]), "admin_left"),
        ]
    )
    func `a case that comes back from a department goes to who is there`(_ leaving: Input, _ reason: String) throws {
        var office = try Self.office()
        try office.decide(EscalationTests.escalate(to: "it", after: 10))
        try office.decide([leaving] + Self.comes("a-2", after: 21))
        #expect(office.latest()?.assignee == AdminID("a-1"))
        let events = try office.decide(EscalationTests.handBack(by: "engineer", after: 30))
        #expect(events.map(\.type) == ["case.handed_back", "case.unassigned", "case.assigned"])
        #expect(events[1].fields["reason"] == reason)
        #expect(office.latest()?.assignee == AdminID("a-2"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
    }

    @Test
    func `what is merged into an answered case goes to who is there`() throws {
        var office = PaperOffice()
        let (target, source) = (Self.partitioning.partition(of: "t-1"), Self.partitioning.partition(of: "s-1"))
        try office.decide(Self.comes("a-2", after: 0))
        try office.decide(Commands.userWrites("t-1", partition: target))
        try office.decide(
            Commands.adminWrites("t-1", number: 2, by: "a-2", after: .seconds(5), partition: target),
            Commands.presence("a-2", "offline", after: .seconds(6))
        )
        try office.decide(Commands.userWrites("s-1", after: .seconds(10), partition: source))
        try office.decide(Commands.putAdmin("a-3", capacity: 1))
        try office.decide(
            Commands.event(
                "case.merge",
                "s-1",
                after: .seconds(20),
                partition: source,
                ["admin": "a-3", "into": "t-1"]
            )
        )
        try office.decide(Commands.presence("a-3", "online", after: .seconds(30)))
        #expect(office.latest("t-1", partition: target)?.assignee == AdminID("a-3"))
        #expect(office.latest("t-1", partition: target)?.awaitingSince == start + .seconds(10))
    }

    @Test
    func `a case whose reply did not arrive goes to who is there`() throws {
        var office = try Self.office()
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(60)))
        try office.decide([Commands.presence("a-1", "offline", after: .seconds(70))] + Self.comes("a-2", after: 80))
        let id = try #require(office.latest()?.id)
        let events = try office.decide(ReplyDeliveryTests.letter(of: id, at: 300))
        #expect(events.map(\.type) == ["case.reply_failed", "case.unassigned", "case.assigned"])
        #expect(office.latest()?.assignee == AdminID("a-2"))
    }

    @Test(arguments: ["away", "online"])
    func `who says over and over to be there still loses what is not answered in time`(_ status: String) throws {
        var office = try Self.office()
        office.rules.assignmentTimeout = .seconds(60)
        try office.decide(Commands.presence("a-1", status, after: .seconds(1)))
        try office.decide(Self.comes("a-2", after: 2))
        for second in stride(from: 10, through: 100, by: 10) {
            try office.pass(to: .seconds(second))
            try office.decide(Commands.presence("a-1", status, after: .seconds(second)))
        }
        #expect(office.latest()?.assignee == AdminID("a-2"))
        #expect(office.history.contains { $0.type == "case.unassigned" && $0.reason == "timed_out" })
    }

    @Test
    func `a presence that is handled before a timer which is due already does what the timer was for`() throws {
        var office = try Self.office()
        office.rules.assignmentTimeout = .seconds(60)
        try office.decide(Self.comes("a-2", after: 2))
        let events = try office.decide(Commands.presence("a-1", "away", after: .seconds(90)))
        #expect(events.map(\.type) == ["admin.changed", "case.unassigned", "case.assigned"])
    }
}
