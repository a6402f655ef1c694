import Contract
import Pipeline
import Testing

@testable import Routing

/// Cases that wait, sleep and wake.
struct PausingTests {
    private static let hour = Duration.seconds(3600)

    static func wait(for party: String = "user", until: Duration? = nil, after time: Duration) -> Input {
        var fields: Fields = ["admin": "a-1", "for": party]
        fields.append("until", ifAny: until.map { (start + $0).description })
        return Commands.event("case.wait", after: time, fields)
    }

    static func snooze(until: Duration, after time: Duration) -> Input {
        Commands.event("case.snooze", after: time, ["admin": "a-1", "until": (start + until).description])
    }

    /// An office with an answered case of admin `a-1`.
    private func answered() throws -> PaperOffice {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(10)))
        return office
    }

    @Test(arguments: ["user", "third_party"])
    func `a message of the user wakes a waiting case, which its admin keeps`(_ party: String) throws {
        var office = try answered()
        let waiting = try office.decide(Self.wait(for: party, after: .seconds(20)))
        #expect(waiting.map(\.type) == ["case.waiting"])
        #expect(waiting[0].fields["for"] == party)
        #expect(office.latest()?.state == .waiting)
        #expect(office.latest()?.waitingFor == party)
        #expect(office.admins[AdminID("a-1")]?.openCases == 1)

        let events = try office.decide(Commands.userWrites(number: 3, after: .seconds(30)))
        #expect(events.map(\.type) == ["case.woken", "message.posted"])
        #expect(events[0].fields["reason"] == "user_wrote")
        #expect(events[0].fields["was"] == "waiting")
        #expect(events[0].fields["message"] == "m-3")
        #expect(office.latest()?.state == .assigned)
        #expect(office.latest()?.assignee == AdminID("a-1"))
        #expect(office.latest()?.awaitingSince == start + .seconds(30))
    }

    @Test
    func `a message of before the wait does not wake the case`() throws {
        var office = try answered()
        try office.decide(Self.wait(after: .seconds(20)))
        let events = try office.decide(Commands.userWrites(number: 3, after: .seconds(19)))
        #expect(events.map(\.type) == ["message.posted"])
        #expect(events[0].case == office.latest()?.id)
        #expect(office.latest()?.state == .waiting)
    }

    @Test
    func `a reply and a private note leave a waiting case waiting`() throws {
        var office = try answered()
        try office.decide(Self.wait(after: .seconds(20)))
        try office.decide(
            Commands.adminWrites(number: 3, after: .seconds(30)),
            Commands.adminWrites(number: 4, after: .seconds(31), ["visibility": "private"])
        )
        #expect(office.latest()?.state == .waiting)
        #expect(office.latest()?.replies == 2)
    }

    @Test
    func `a snoozed case wakes at its time, to the microsecond`() throws {
        var office = try answered()
        try office.decide(Self.snooze(until: .seconds(500), after: .seconds(20)))
        #expect(office.latest()?.state == .snoozed)
        #expect(try office.pass(to: .seconds(500) - .microseconds(1)).isEmpty)
        let events = try office.pass(to: .seconds(500))
        #expect(events.map(\.type) == ["case.woken"])
        #expect(events[0].time == start + .seconds(500))
        #expect(events[0].fields["reason"] == "snooze_over")
        #expect(events[0].fields["actor"] == "system")
        #expect(office.latest()?.state == .assigned)
    }

    @Test
    func `a case that is nobody's goes back into the queue when it wakes`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        try office.decide(Self.snooze(until: .seconds(500), after: .seconds(20)))
        #expect(office.latest()?.queuedAt == nil)
        #expect(office.latest()?.queueReason == "put_off")
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online", after: .seconds(30)))
        #expect(office.latest()?.assignee == nil)
        let events = try office.pass(to: .seconds(500))
        #expect(events.map(\.type) == ["case.woken", "case.assigned"])
    }

    @Test
    func `a case is put off for no longer than the policy lets it be`() throws {
        var office = try answered()
        office.rules.snoozeLimit = .seconds(3600)
        let refused = try office.decide(Self.snooze(until: .seconds(3621), after: .seconds(20)))
        #expect(refused.map { $0.fields["code"] } == ["until_too_far"])
        #expect(office.latest()?.state == .assigned)
        let put = try office.decide(Self.snooze(until: .seconds(3620), after: .seconds(20)))
        #expect(put.map(\.type) == ["case.snoozed"])
    }

    @Test
    func `a wait that a later one has replaced does not wake the case`() throws {
        var office = try answered()
        try office.decide(Self.wait(for: "third_party", until: .seconds(500), after: .seconds(20)))
        try office.decide(Self.wait(for: "third_party", until: .seconds(900), after: .seconds(30)))
        #expect(try office.pass(to: .seconds(899)).isEmpty)
        let events = try office.pass(to: .seconds(900))
        #expect(events.map(\.type) == ["case.woken"])
        #expect(events[0].fields["reason"] == "wait_over")
    }

    @Test
    func `a user who stays silent is reminded twice, then the case is resolved and later closed`() throws {
        var office = try answered()
        try office.decide(Self.wait(after: Self.hour))
        let first = try office.pass(to: Self.hour * 49)
        #expect(first.map(\.type) == ["case.updated"])
        #expect(first[0].time == start + Self.hour * 49)
        #expect(first[0].fields["reminder"] == "1")
        #expect(first[0].fields["resolves_at"] == (start + Self.hour * 169).description)
        let second = try office.pass(to: Self.hour * 100)
        #expect(second.map { $0.fields["reminder"] } == ["2"])
        #expect(second[0].time == start + Self.hour * 97)
        let resolved = try office.pass(to: Self.hour * 169)
        #expect(resolved.map(\.type) == ["case.resolved"])
        #expect(resolved[0].time == start + Self.hour * 169)
        #expect(resolved[0].fields["reason"] == "no_answer")
        #expect(resolved[0].fields["actor"] == "system")
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
        let closed = try office.pass(to: Self.hour * 241)
        #expect(closed.map(\.type) == ["case.closed"])
        #expect(closed[0].time == start + Self.hour * 241)
        #expect(office.latest()?.state == .closed)
        #expect(office.forbiddenSteps == [])
    }

    @Test(arguments: ["reminder", "merged", "split", "courtesy"])
    func `what an admin gives as a reason is not taken for the router's own`(reason: String) throws {
        var office = try answered()
        let news: Fields = ["admin": "a-1", "reason": reason, "text": "We have asked the bank"]
        let events = try office.decide(Commands.event("case.update", after: .seconds(30), news))
        #expect(events.map(\.type) == ["case.updated"])
        let own = ["reminder", "merged_case", "split_case", "courtesy"]
        #expect(own.allSatisfy { events[0].fields[$0] == nil })
        #expect(events[0].fields["actor"] == "admin:a-1")
    }

    @Test
    func `a user who answers in between is not reminded of it, and the next wait begins anew`() throws {
        var office = try answered()
        try office.decide(Self.wait(after: Self.hour))
        try office.decide(Commands.userWrites(number: 3, after: Self.hour * 2))
        try office.decide(Commands.adminWrites(number: 4, after: Self.hour * 3))
        try office.decide(Self.wait(after: Self.hour * 10))
        #expect(try office.pass(to: Self.hour * 57).isEmpty)
        let events = try office.pass(to: Self.hour * 58)
        #expect(events.map { $0.fields["reminder"] } == ["1"])
    }

    @Test
    func `nobody is reminded for a third party's silence`() throws {
        var office = try answered()
        try office.decide(Self.wait(for: "third_party", after: Self.hour))
        #expect(try office.pass(to: Self.hour * 1000).isEmpty)
    }

    @Test
    func `a case of the past is put off by its own time, once its conversation is quiet`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites("c-1", ["backfill": "true"]))
        try office.decide(
            Commands.event(
                "case.snooze",
                after: .seconds(20),
                ["admin": "a-1", "until": (start + .seconds(50)).description, "backfill": "true"]
            ),
            // The office is far ahead of what it is told.
            Commands.userWrites("c-9", after: .seconds(9000), partition: 1)
        )
        let timer = try #require(office.pending.values.first { $0.key.hasPrefix("wake:") })
        #expect(timer.due >= start + .seconds(50))
        let events = try office.pass(to: .seconds(20_000))
        let woken = try #require(events.first { $0.type == "case.woken" })
        #expect(woken.time == start + .seconds(50))
    }
}
