import Contract
import Pipeline
import Testing

@testable import Routing

/// Conversations whose matter goes on in another, of whatever partition.
struct MergingTests {
    private static let partitioning = Partitioning(count: 4)

    private static func partition(_ conversation: String) -> Int { partitioning.partition(of: conversation) }

    private static func writes(_ conversation: String, number: Int = 1, after seconds: Int) -> Input {
        Commands.userWrites(
            conversation,
            number: number,
            after: .seconds(seconds),
            partition: partition(conversation)
        )
    }

    private static func merge(_ conversation: String, into: String, after seconds: Int) -> Input {
        Commands.event(
            "case.merge",
            conversation,
            after: .seconds(seconds),
            partition: partition(conversation),
            traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ["admin": "a-1", "into": into]
        )
    }

    private func latest(_ conversation: String, _ office: PaperOffice) -> Case? {
        office.latest(conversation, partition: Self.partition(conversation))
    }

    @Test
    func `a merged case ends and its matter joins the other conversation's case`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        let events = try office.decide(Self.merge("c-a", into: "c-b", after: 20))
        #expect(events.map(\.type) == ["case.merged", "case.updated"])
        #expect(events[0].fields["into"] == "c-b")
        #expect(events[1].conversation == ConversationID("c-b"))
        #expect(events[1].fields["merged_from"] == "c-a")
        // A letter goes on in the trace of what wrote it.
        #expect(events.allSatisfy { $0.traceparent?.hasPrefix("00-0af7651916cd43dd8448eb211c80319c-") == true })
        #expect(Set(events.map(\.cause)).count == 1)
        #expect(events[1].fields["merged_opened_at"] == (start + .seconds(5)).description)
        #expect(latest("c-a", office)?.state == .merged)
        #expect(latest("c-b", office)?.awaitingSince == start + .seconds(5))
        #expect(office.admins[AdminID("a-1")]?.openCases == 1)
    }

    @Test
    func `what is written to a merged conversation stays there and takes effect in the other`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        try office.decide(Self.merge("c-a", into: "c-b", after: 20))
        let target = Self.partition("c-b")
        try office.decide(
            Commands.adminWrites("c-b", number: 2, after: .seconds(30), partition: target),
            Commands.event("case.wait", "c-b", after: .seconds(31), partition: target, ["admin": "a-1", "for": "user"])
        )
        let events = try office.decide(Self.writes("c-a", number: 2, after: 40))
        #expect(events.map(\.type) == ["message.posted", "case.woken"])
        #expect(events[0].conversation == ConversationID("c-a"))
        #expect(events[0].case == latest("c-a", office)?.id)
        #expect(events[1].conversation == ConversationID("c-b"))
        #expect(events[1].fields["merged_from"] == "c-a")
        #expect(latest("c-a", office)?.messages == MessageSpans(text: "{[1,)}"))
        #expect(latest("c-b", office)?.messages == MessageSpans(text: "{[1,)}"))

        let reply = Commands.adminWrites("c-a", number: 3, after: .seconds(50), partition: Self.partition("c-a"))
        #expect(try office.decide(reply).map(\.type) == ["message.posted", "case.replied"])
        #expect(latest("c-b", office)?.replies == 2)
        #expect(latest("c-b", office)?.awaitingSince == nil)
    }

    @Test
    func `what an admin writes to a merged conversation after the end is news of the case that it came to`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        try office.decide(Self.merge("c-a", into: "c-b", after: 20))
        try office.decide(Commands.resolve("c-b", after: .seconds(30), partition: Self.partition("c-b")))
        let replies = try #require(latest("c-b", office)).replies
        let partition = Self.partition("c-a")
        let events = try office.decide(
            Commands.adminWrites("c-a", number: 2, after: .seconds(40), partition: partition)
        )
        #expect(events.map(\.type) == ["message.posted", "case.updated"])
        #expect(events[0].fields["told"] == nil)
        #expect(events[1].case == latest("c-b", office)?.id)
        for (name, value) in ["user": "u-1", "text": "It is back", "actor": "admin:a-1", "merged_from": "c-a"] {
            #expect(events[1].fields[name] == value)
        }
        #expect(latest("c-b", office)?.state == .resolved)
        #expect(latest("c-b", office)?.replies == replies)
    }

    @Test(arguments: [(60, ["case.merged", "case.updated"]), (80, ["case.merged", "case.updated", "case.reopened"])])
    func `a resolve ends what was merged before it, though that is known only later`(
        merged: Int,
        expected: [String]
    ) throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        let target = Self.partition("c-b")
        try office.decide(
            Commands.adminWrites("c-b", number: 2, after: .seconds(30), partition: target),
            Commands.event(
                "case.resolve",
                "c-b",
                after: .seconds(70),
                partition: target,
                ["admin": "a-1", "summary": "Both matters are settled"]
            )
        )
        let events = try office.decide(Self.merge("c-a", into: "c-b", after: merged))
        #expect(events.map(\.type) == expected)
        #expect(latest("c-b", office)?.state == (merged < 70 ? .resolved : .open))
        #expect(latest("c-b", office)?.awaitingSince == (merged < 70 ? nil : start + .seconds(5)))
        #expect(events.last?.fields["merged_from"] == "c-a" || merged > 70)
    }

    @Test
    func `a matter that is merged into a resolved case reopens it`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        try office.decide(Commands.resolve("c-b", after: .seconds(15), partition: Self.partition("c-b")))
        let events = try office.decide(Self.merge("c-a", into: "c-b", after: 20))
        #expect(events.map(\.type) == ["case.merged", "case.updated", "case.reopened"])
        #expect(latest("c-b", office)?.state == .open)
    }

    @Test
    func `a matter that is merged into a conversation without a case is opened there`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        let events = try office.decide(Self.merge("c-a", into: "c-new", after: 20))
        #expect(events.map(\.type) == ["case.merged", "case.opened"])
        #expect(latest("c-new", office)?.user == "u-1")
        #expect(latest("c-new", office)?.awaitingSince == start + .seconds(5))
    }

    @Test
    func `a matter follows from merge to merge`() throws {
        var office = PaperOffice()
        for (index, name) in ["c-a", "c-b", "c-c"].enumerated() { try office.decide(Self.writes(name, after: index)) }
        try office.decide(Self.merge("c-b", into: "c-c", after: 10))
        try office.decide(Self.merge("c-a", into: "c-b", after: 11))
        #expect(latest("c-c", office)?.awaitingSince == start)
        let events = try office.decide(Self.writes("c-a", number: 2, after: 20))
        #expect(events.map(\.conversation) == [ConversationID("c-a")])
        #expect(latest("c-c", office)?.state == .open)
    }

    @Test
    func `a message behind more merges than are followed opens a case where it has come to`() throws {
        var office = PaperOffice()
        let names = (1...11).map { "m-\($0)" }
        for (index, name) in names.enumerated() { try office.decide(Self.writes(name, after: index)) }
        for (index, name) in names.dropLast().enumerated() {
            try office.decide(Self.merge(name, into: names[index + 1], after: 20 + index))
        }
        try office.decide(Commands.resolve("m-11", after: .seconds(40), partition: Self.partition("m-11")))
        #expect(try office.decide(Self.writes("m-3", number: 2, after: 50)).map(\.type).contains("case.reopened"))

        let reply = Commands.adminWrites("m-1", number: 2, after: .seconds(55), partition: Self.partition("m-1"))
        #expect(try office.decide(reply).map(\.type) == ["message.posted"])
        let events = try office.decide(Self.writes("m-1", number: 3, after: 60))
        #expect(events.map(\.type) == ["message.posted", "case.opened"])
        #expect(events[1].conversation == ConversationID("m-9"))
        #expect(latest("m-9", office)?.number == 2)
        #expect(latest("m-9", office)?.awaitingSince == start + .seconds(60))
        // What else is written there joins it.
        #expect(try office.decide(Self.writes("m-1", number: 4, after: 61)).map(\.type) == ["message.posted"])
        #expect(office.forbiddenSteps == [])
    }

    @Test
    func `what is merged on and on keeps its earliest start`() throws {
        var office = PaperOffice()
        for (index, name) in ["c-a", "c-b", "c-c"].enumerated() { try office.decide(Self.writes(name, after: index)) }
        try office.decide(Self.merge("c-a", into: "c-b", after: 10))
        let joined = try office.decide(Self.merge("c-b", into: "c-c", after: 11))
        #expect(joined.last?.fields["merged_opened_at"] == start.description)
        let opened = try office.decide(Self.merge("c-c", into: "c-d", after: 12))
        #expect(opened.last?.type == "case.opened")
        #expect(opened.last?.fields["merged_opened_at"] == start.description)
        #expect(latest("c-d", office)?.startedAt == start)
    }

    @Test
    func `what the user wrote after a resolve takes it up again although it comes with a merge of before`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        try office.decide(Self.writes("c-b", after: 10))
        try office.decide(Commands.resolve("c-b", after: .seconds(70), partition: Self.partition("c-b")))
        try office.decide(Self.writes("c-a", number: 2, after: 80))
        let events = try office.decide(Self.merge("c-a", into: "c-b", after: 60))
        #expect(events.map(\.type) == ["case.merged", "case.updated", "case.reopened"])
        #expect(events.last?.time == start + .seconds(80))
        #expect(latest("c-b", office)?.awaitingSince == start + .seconds(80))
    }

    @Test
    func `a circle of merges ends with an open case`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 1), Self.writes("c-b", after: 2))
        // The two merges cross: neither conversation knows of the other's yet.
        let first = try office.lettersOf([Self.merge("c-a", into: "c-b", after: 10)])
        let second = try office.lettersOf([Self.merge("c-b", into: "c-a", after: 10)])
        try office.decide(first + second)
        let open = office.cases.values.compactMap(\.last).filter(\.state.isOpen)
        #expect(!open.isEmpty)
        #expect(office.forbiddenSteps == [])
    }

    @Test
    func `a conversation is not merged into itself`() throws {
        var office = PaperOffice()
        try office.decide(Self.writes("c-a", after: 5))
        let events = try office.decide(Self.merge("c-a", into: "c-a", after: 6))
        #expect(events.map { $0.fields["code"] } == ["merge_into_itself"])
    }
}
