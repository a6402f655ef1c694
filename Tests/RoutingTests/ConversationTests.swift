import Contract
import Pipeline
import Testing

@testable import Routing

struct ConversationTests {
    @Test
    func `the first message of a user opens a case`() throws {
        var office = PaperOffice()
        let events = try office.decide(Commands.userWrites("c-1", ["language": "fr-CA", "category": "listing"]))
        #expect(events.map(\.type) == ["case.opened", "message.posted"])
        #expect(events[0].fields["kind"] == "conversation")
        #expect(events[0].fields["user"] == "u-1")
        #expect(events[0].fields["asked"] == "My advert is gone")
        #expect(events[0].fields["language"] == "fr-CA")
        #expect(events[0].fields["message_no"] == "1")
        #expect(events[1].fields["text"] == "My advert is gone")
        #expect(events[0].case == events[1].case)
        let opened = try #require(office.latest())
        #expect(opened.state == .open)
        #expect(opened.openedAt == start)
        #expect(opened.awaitingSince == start)
        #expect(opened.messages == MessageSpans(text: "{[1,)}"))
    }

    @Test
    func `later messages of the user join the open case and change nothing but when they last wrote`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        var before = office.latest()
        let events = try office.decide(Commands.userWrites(number: 2, after: .seconds(9)))
        #expect(events.map(\.type) == ["message.posted"])
        #expect(events[0].case == before?.id)
        before?.spokeAt = start + .seconds(9)
        #expect(office.latest() == before)
    }

    @Test
    func `who has the case is told with a message what the case is, beside what the message says of itself`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        let first = try office.decide(Commands.userWrites("c-1", ["category": "listing", "tier": "P2"]))
        #expect(office.latest()?.assignee == AdminID("a-1"))
        #expect(first.first { $0.type == "message.posted" }?.fields["kind"] == nil)
        let second = try office.decide(Commands.userWrites(number: 2, after: .seconds(9)))
        let posted = try #require(second.first { $0.type == "message.posted" })
        let told = ["assignee", "kind", "case_category", "case_tier", "category", "tier"].map { posted.fields[$0] }
        #expect(told == ["a-1", "conversation", "listing", "P2", nil, nil])
    }

    @Test
    func `a message at the very time of the reply before it is waited for`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(5)))
        #expect(office.latest()?.awaitingSince == nil)
        try office.decide(Commands.userWrites(number: 3, after: .seconds(5)))
        #expect(office.latest()?.awaitingSince == start + .seconds(5))
    }

    @Test
    func `a message of an admin or a bot opens nothing`() throws {
        var office = PaperOffice()
        let events = try office.decide(
            Commands.adminWrites(number: 1, after: .zero),
            Commands.event(
                "message.post",
                "c-1",
                ["role": "bot", "bot": "b-1", "text": "Hello", "message": "m-2", "message_no": "2"]
            )
        )
        #expect(events.map(\.type) == ["message.posted", "message.posted"])
        #expect(events.allSatisfy { $0.case == nil })
        #expect(office.latest() == nil)
    }

    @Test
    func `public replies by people are first or next, and nothing else is a reply`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        let note = try office.decide(Commands.adminWrites(number: 2, after: .seconds(1), ["visibility": "private"]))
        #expect(note.map(\.type) == ["message.posted"])
        let bot = try office.decide(
            Commands.event(
                "message.post",
                after: .seconds(2),
                ["role": "bot", "bot": "b-1", "text": "Hello", "message": "m-3", "message_no": "3"]
            )
        )
        #expect(bot.map(\.type) == ["message.posted"])
        let first = try office.decide(Commands.adminWrites(number: 4, after: .seconds(3)))
        #expect(first.map(\.type) == ["message.posted", "case.replied"])
        #expect(first[1].fields["first"] == "true")
        #expect(first[1].fields["admin"] == "a-1")
        #expect(first[1].fields["message"] == "m-4")
        #expect(first[1].fields["message_no"] == "4")
        let next = try office.decide(Commands.adminWrites(number: 5, by: "a-2", after: .seconds(4)))
        #expect(next[1].fields["first"] == "false")
        let replied = try #require(office.latest())
        #expect(replied.replies == 2)
        #expect(replied.firstReplyAt == start + .seconds(3))
        #expect(replied.lastReplyAt == start + .seconds(4))
        #expect(replied.awaitingSince == nil)
    }

    @Test
    func `a user's message inside the reopen window reopens the case, to the microsecond`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.resolve(after: .seconds(60)))
        let window = office.rules.reopenWindow
        let events = try office.decide(Commands.userWrites(number: 2, after: .seconds(60) + window))
        #expect(events.map(\.type) == ["case.reopened", "message.posted"])
        let reopened = try #require(office.latest())
        #expect(reopened.number == 1)
        #expect(reopened.cycle == 1)
        #expect(reopened.reopened == 1)
        #expect(reopened.resolvedAt == nil)
        #expect(reopened.state == .open)
    }

    @Test
    func `a user's message after the reopen window opens a case that follows`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.resolve(after: .seconds(60)))
        let first = try #require(office.latest())
        let later = Duration.seconds(60) + office.rules.reopenWindow + .microseconds(1)
        let events = try office.decide(Commands.userWrites(number: 2, after: later))
        #expect(events.map(\.type) == ["case.closed", "case.opened", "message.posted"])
        #expect(events[0].case == first.id)
        #expect(events[0].time == start + .seconds(60) + office.rules.reopenWindow)
        #expect(events[1].fields["follows"] == first.id.rawValue)
        let second = try #require(office.latest())
        #expect(second.number == 2)
        #expect(second.follows == first.id)
        #expect(second.messages == MessageSpans(text: "{[2,)}"))
        #expect(office.cases.values.first?.first?.messages == MessageSpans(text: "{[1,2)}"))
    }

    @Test
    func `messages after a resolve belong to no case until one is open again`() throws {
        var office = PaperOffice()
        try office.decide(
            Commands.userWrites(),
            Commands.adminWrites(number: 2, after: .seconds(1)),
            Commands.resolve(after: .seconds(2))
        )
        let after = try office.decide(Commands.adminWrites(number: 3, after: .seconds(3)))
        #expect(after.map(\.type) == ["message.posted"])
        #expect(after[0].case == nil)
        try office.decide(Commands.userWrites(number: 4, after: .seconds(4)))
        #expect(office.latest()?.messages == MessageSpans(text: "{[1,3),[4,)}"))
    }

    private func botWrites(_ number: Int, after seconds: Int, _ more: Fields = [:]) -> Input {
        var fields: Fields = [
            "role": "bot", "bot": "b-1", "text": "Shipped", "message": "m-\(number)", "message_no": "\(number)",
        ]
        for field in more { fields.set(field.name, to: field.value) }
        return Commands.event("message.post", after: .seconds(seconds), fields)
    }

    @Test
    func `what an admin writes after the end, or first, is told by itself to the user of the conversation`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites("c-1", ["language": "fr"]))
        let reply = try office.decide(Commands.adminWrites(number: 2, after: .seconds(1)))
        #expect(reply.map(\.type) == ["message.posted", "case.replied"])
        #expect(reply[0].fields["told"] == nil)
        try office.decide(Commands.resolve(after: .seconds(2)))
        let late = try office.decide(Commands.adminWrites(number: 3, after: .seconds(3), ["backfill": "true"]))
        #expect(late.map(\.type) == ["message.posted"])
        #expect(late[0].case == nil)
        for (name, value) in ["told": "true", "user": "u-1", "user_language": "fr", "text": "It is back"] {
            #expect(late[0].fields[name] == value)
        }
        #expect(late[0].fields["backfill"] == "true")
        // The figures know messages by their own language.
        #expect(late[0].fields["language"] == nil)
        let note = try office.decide(Commands.adminWrites(number: 4, after: .seconds(4), ["visibility": "private"]))
        #expect(note[0].fields["told"] == nil)

        let first = try office.decide(Commands.adminWrites("c-2", number: 1, after: .zero, ["user": "u-2"]))
        #expect(first.map(\.type) == ["message.posted"])
        #expect(first[0].fields["told"] == "true")
        #expect(first[0].fields["user"] == "u-2")
        let unaddressed = try office.decide(Commands.adminWrites("c-3", number: 1, after: .zero))
        #expect(unaddressed[0].fields["told"] == nil)
    }

    @Test
    func `what a bot writes is told by itself, unless it is a note or in spam`() throws {
        var office = PaperOffice()
        let greeting = try office.decide(botWrites(1, after: 0))
        #expect(greeting[0].fields["told"] == nil)
        try office.decide(Commands.userWrites(number: 2, after: .seconds(1)))
        let told = try office.decide(botWrites(3, after: 2))
        #expect(told.map(\.type) == ["message.posted"])
        #expect(told[0].fields["told"] == "true")
        #expect(told[0].fields["user"] == "u-1")
        #expect(told[0].case == office.latest()?.id)
        #expect(office.latest()?.replies == 0)
        let note = try office.decide(botWrites(4, after: 3, ["visibility": "private"]))
        #expect(note[0].fields["told"] == nil)
        try office.decide(Commands.event("case.spam", after: .seconds(4), ["admin": "a-1"]))
        #expect(try office.decide(botWrites(5, after: 5))[0].fields["told"] == nil)
    }

    @Test
    func `a late message of the user does not reopen what was resolved after it`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.resolve(after: .seconds(60)))
        let events = try office.decide(Commands.userWrites(number: 2, after: .seconds(59)))
        #expect(events.map(\.type) == ["message.posted"])
        #expect(events[0].case == office.latest()?.id)
        #expect(office.latest()?.state == .resolved)
    }

    @Test
    func `a late reply counts, with its own time`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.adminWrites(number: 2, after: .seconds(50)))
        try office.decide(Commands.userWrites(number: 3, after: .seconds(60)))
        try office.decide(Commands.adminWrites(number: 4, after: .seconds(40)))
        let current = try #require(office.latest())
        #expect(current.firstReplyAt == start + .seconds(40))
        #expect(current.lastReplyAt == start + .seconds(50))
        #expect(current.awaitingSince == start + .seconds(60))
    }

    @Test
    func `a late reply to a resolved case is still a reply`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.resolve(after: .seconds(60)))
        let events = try office.decide(Commands.adminWrites(number: 2, after: .seconds(30)))
        #expect(events.map(\.type) == ["message.posted", "case.replied"])
        #expect(office.latest()?.state == .resolved)
    }

    @Test
    func `the message's own language goes before the directory's`() throws {
        var office = PaperOffice(partitions: 1)
        try office.decide(Commands.event("user.put", nil, ["user": "u-1", "language": "pt"]))
        let events = try office.decide(Commands.userWrites("c-1", ["language": "fr"]))
        #expect(events[0].fields["language"] == "fr")
    }

    @Test
    func `what comes by backfill says so in every event`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        let events = try office.decide(
            Commands.userWrites("c-1", ["backfill": "true"]),
            Commands.adminWrites(number: 2, after: .seconds(1), ["backfill": "true"]),
            Commands.resolve(after: .seconds(2), ["backfill": "true"])
        )
        #expect(
            events.map(\.type) == [
                "case.opened", "message.posted", "message.posted", "case.replied", "case.resolved",
            ]
        )
        #expect(events.allSatisfy { $0.fields["backfill"] == "true" })
    }
}
