import Contract
import Pipeline
import Testing

@testable import Routing

struct AssignmentTests {
    @Test
    func `a new case goes to the admin with the fewest open cases, then to who has waited longest`() throws {
        var office = PaperOffice()
        for admin in ["a-1", "a-2", "a-3"] {
            try office.decide(Commands.putAdmin(admin, capacity: 3), Commands.presence(admin, "online"))
        }
        var taken: [String] = []
        for number in 1...9 {
            let events = try office.decide(Commands.userWrites("c-\(number)"))
            let assigned = try #require(events.last)
            #expect(assigned.type == "case.assigned")
            #expect(assigned.fields["reason"] == "fewest_open_cases")
            taken.append(try #require(assigned.fields["admin"]))
        }
        #expect(taken == ["a-1", "a-2", "a-3", "a-1", "a-2", "a-3", "a-1", "a-2", "a-3"])
        let tenth = try office.decide(Commands.userWrites("c-10"))
        #expect(tenth.map(\.type) == ["case.opened", "message.posted"])
        #expect(office.latest("c-10")?.queuedAt == start)
    }

    @Test
    func `a batch of new cases is spread evenly and never beyond capacity`() throws {
        var office = PaperOffice()
        for admin in ["a-1", "a-2", "a-3"] {
            try office.decide(Commands.putAdmin(admin, capacity: 4), Commands.presence(admin, "online"))
        }
        try office.decide((1...20).map { Commands.userWrites("c-\($0)", after: .seconds($0)) })
        #expect(office.admins.values.allSatisfy { $0.openCases == 4 })
        let waiting = office.cases.values.compactMap(\.last).filter { $0.queuedAt != nil }
        #expect(waiting.count == 8)
        #expect(waiting.map(\.openedAt).min() == start + .seconds(13))
    }

    @Test(arguments: ["away", "offline"])
    func `who is not online gets nothing`(_ status: String) throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", status))
        let events = try office.decide(Commands.userWrites())
        #expect(!events.map(\.type).contains("case.assigned"))
    }

    @Test
    func `who is not active gets nothing`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", ["active": "false"]), Commands.presence("a-1", "online"))
        let events = try office.decide(Commands.userWrites())
        #expect(!events.map(\.type).contains("case.assigned"))
    }

    @Test
    func `who comes online gets the longest-waiting cases, wherever they are`() throws {
        var office = PaperOffice()
        for number in 1...4 {
            try office.decide(
                Commands.userWrites("c-\(number)", after: .seconds(100 - number), partition: number % 4)
            )
        }
        try office.decide(Commands.putAdmin("a-1", capacity: 2, partition: 3))
        let events = try office.decide(Commands.presence("a-1", "online", after: .seconds(200), partition: 3))
        let assigned = events.filter { $0.type == "case.assigned" }
        #expect(assigned.compactMap(\.conversation?.rawValue).sorted() == ["c-3", "c-4"])
        #expect(assigned.map(\.partition).sorted() == [0, 3])
        #expect(assigned.allSatisfy { $0.fields["reason"] == "longest_waiting" })
        #expect(assigned.allSatisfy { $0.time == start + .seconds(200) })
        #expect(office.admins[AdminID("a-1")]?.openCases == 2)
        #expect(office.calls.isEmpty)
    }

    @Test
    func `a resolve gives the freed place to the longest-waiting case`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", capacity: 1), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites("c-1"))
        try office.decide(Commands.userWrites("c-2", after: .seconds(2), partition: 1))
        try office.decide(Commands.userWrites("c-3", after: .seconds(1), partition: 2))
        let events = try office.decide(Commands.resolve("c-1", after: .seconds(9)))
        #expect(events.map(\.type) == ["case.resolved", "case.assigned"])
        #expect(events[1].conversation == ConversationID("c-3"))
        #expect(office.latest("c-2", partition: 1)?.state == .open)
    }

    @Test
    func `more capacity is used at once`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", capacity: 1), Commands.presence("a-1", "online"))
        for number in 1...4 { try office.decide(Commands.userWrites("c-\(number)", partition: number % 4)) }
        let events = try office.decide(Commands.putAdmin("a-1", capacity: 3, after: .seconds(9)))
        #expect(events.filter { $0.type == "case.assigned" }.count == 2)
        #expect(office.admins[AdminID("a-1")]?.openCases == 3)
    }

    @Test
    func `more waiting cases than one batch calls are called by the next`() throws {
        var office = PaperOffice()
        office.rules.callsPerBatch = 3
        for number in 1...10 { try office.decide(Commands.userWrites("c-\(number)", partition: number % 4)) }
        try office.decide(Commands.putAdmin("a-1", capacity: 8))
        let events = try office.decide(Commands.presence("a-1", "online"))
        #expect(events.filter { $0.type == "case.assigned" }.count == 8)
    }

    @Test
    func `a reopened case goes back to who had it, if there is room`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites(), Commands.userWrites("c-2"))
        try office.decide(Commands.resolve(after: .seconds(5)))
        try office.decide(Commands.putAdmin("a-0"), Commands.presence("a-0", "online"))
        let events = try office.decide(Commands.userWrites(number: 2, after: .seconds(9)))
        #expect(events.map(\.type) == ["case.reopened", "message.posted", "case.assigned"])
        #expect(events[2].fields["admin"] == "a-1")
        #expect(events[2].fields["reason"] == "had_it_before")
        #expect(office.admins[AdminID("a-1")]?.openCases == 2)
    }

    @Test
    func `an admin who goes offline leaves unanswered cases to others and keeps the answered ones`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", capacity: 3), Commands.presence("a-1", "online"))
        for number in 1...3 { try office.decide(Commands.userWrites("c-\(number)", partition: number % 4)) }
        try office.decide(Commands.adminWrites("c-1", number: 2, after: .seconds(3), partition: 1))
        try office.decide(Commands.putAdmin("a-2", capacity: 1), Commands.presence("a-2", "online"))
        let events = try office.decide(Commands.presence("a-1", "offline", after: .seconds(9)))
        #expect(events.filter { $0.type == "case.unassigned" }.count == 2)
        #expect(events.filter { $0.type == "case.assigned" }.count == 1)
        #expect(office.latest("c-1", partition: 1)?.assignee == AdminID("a-1"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 1)
        #expect(office.admins[AdminID("a-2")]?.openCases == 1)
        let waiting = office.cases.values.compactMap(\.last).filter { $0.queuedAt != nil }
        #expect(waiting.map(\.queuedAt) == [start])
    }

    @Test
    func `who writes to a case whose admin has gone is given another`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(1)))
        try office.decide(Commands.presence("a-1", "offline", after: .seconds(2)))
        #expect(office.latest()?.assignee == AdminID("a-1"))
        try office.decide(Commands.putAdmin("a-2"), Commands.presence("a-2", "online"))
        let events = try office.decide(Commands.userWrites("c-1", number: 3, after: .seconds(3)))
        #expect(events.map(\.type) == ["case.unassigned", "message.posted", "case.assigned"])
        #expect(office.latest()?.assignee == AdminID("a-2"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
    }

    @Test
    func `an admin who is back before the letter arrives keeps the cases`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", capacity: 3), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites("c-1", partition: 1))
        let events = try office.decide(
            Commands.presence("a-1", "offline", after: .seconds(9)),
            Commands.presence("a-1", "online", after: .seconds(10))
        )
        #expect(!events.map(\.type).contains("case.unassigned"))
    }

    @Test
    func `a case that was resolved while it was called gives the place back`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites("c-1", partition: 1), Commands.userWrites("c-2", partition: 2))
        // The resolve and the call meet in one batch of the case's partition, the resolve first.
        try office.decide(Commands.putAdmin("a-1", capacity: 1))
        let letters = try office.lettersOf([Commands.presence("a-1", "online", after: .seconds(3))])
        #expect(letters.count == 1)
        try office.decide([Commands.resolve("c-1", after: .seconds(4), partition: 1)] + letters)
        #expect(office.latest("c-1", partition: 1)?.state == .resolved)
        #expect(office.latest("c-2", partition: 2)?.assignee == AdminID("a-1"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 1)
        #expect(office.calls.isEmpty)
    }

    @Test
    func `an admin who has left when the call arrives is replaced`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites("c-1", partition: 1))
        try office.decide(Commands.putAdmin("a-1", capacity: 1), Commands.putAdmin("a-2", capacity: 1))
        let letters = try office.lettersOf([Commands.presence("a-1", "online", after: .seconds(3))])
        try office.decide(
            Commands.presence("a-1", "offline", after: .seconds(4)),
            Commands.presence("a-2", "online", after: .seconds(4))
        )
        try office.decide(letters)
        #expect(office.latest("c-1", partition: 1)?.assignee == AdminID("a-2"))
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
        #expect(office.admins[AdminID("a-2")]?.openCases == 1)
    }

    @Test
    func `an assignment by hand moves the place`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.putAdmin("a-2"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites())
        let events = try office.decide(
            Commands.event("case.assign", after: .seconds(3), ["admin": "a-9", "to": "a-2", "reason": "knows it"])
        )
        #expect(events.map(\.type) == ["case.assigned"])
        #expect(events[0].fields["former_assignee"] == "a-1")
        #expect(events[0].fields["actor"] == "admin:a-9")
        #expect(events[0].fields["reason"] == "knows it")
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
        #expect(office.admins[AdminID("a-2")]?.openCases == 1)
    }

    @Test
    func `a case of the past waits until its conversation is quiet`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites("c-1", ["backfill": "true"]))
        let opened = try #require(office.latest())
        #expect(opened.assignee == nil)
        #expect(opened.queuedAt == nil)
        guard case .set(_, let key, let due, let conversation, let fields) = try #require(office.timers.last) else {
            Issue.record("no timer was set")
            return
        }
        let timer = DueTimer(key: key, due: due, conversation: conversation, fields: fields)
        let events = try office.decide(
            Input(partition: 0, content: .timer(timer), conversation: conversation)
        )
        #expect(events.map(\.type) == ["case.assigned"])
        #expect(events[0].fields["backfill"] == nil)
    }
}
