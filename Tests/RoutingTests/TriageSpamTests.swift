import Contract
import Pipeline
import Testing
import Triage

@testable import Routing

/// What is kept out, and what is only told.
struct TriageSpamTests {
    private static let spam = """
        CONGRATULATIONS you have won the lottery! To claim your prize send the processing fee by western union and \
        whatsapp me your bank details http://bit.ly/x http://win.example
        """

    private static var blocking: [(line: String, by: String)] {
        [
            ("    blocked_users: []", "    blocked_users: [u-1]"),
            ("    blocked_addresses: []", "    blocked_addresses: [\"bad@mail.example\", \"@spam.example\"]"),
        ]
    }

    @Test
    func `spam is opened and put aside at once, and nobody is sought for it`() throws {
        var office = try TriageOffice.paper()
        try #require(TriageOffice.model.get().model.judge(Self.spam).spam.score >= 0.95)
        try office.decide(Commands.putAdmin("a-1", ["languages": "en"]), Commands.presence("a-1", "online"))
        let events = try office.decide(Commands.userWrites(text: Self.spam))
        #expect(events.map(\.type) == ["case.opened", "case.spam", "message.posted"])
        #expect(events[0].fields["spam"] == "true")
        #expect(events[1].fields["reason"] == "score")
        #expect(events[1].fields["actor"] == "system")
        #expect(events[1].fields["spam_score"] != nil)
        #expect(events[1].fields["spam_signs"]?.contains("prize") == true)
        #expect(events[2].case == events[0].case)
        #expect(events[2].fields["spam_reason"] == "score")
        let opened = try #require(office.latest())
        #expect(opened.state == .spam)
        #expect(opened.queuedAt == nil && opened.queueReason == nil && opened.awaitingSince == nil)
        #expect((opened.notes.spamScore ?? 0) >= 0.95)
        #expect(office.history.map(\.type).suffix(2) == ["case.opened", "case.spam"])
        #expect(office.pending.keys.allSatisfy { $0.key.hasPrefix("look:") })
        #expect(office.forbiddenSteps == [])
    }

    @Test
    func `more of the same opens no other case, and an honest message does`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites(text: Self.spam))
        let first = office.latest()?.id
        let more = try office.decide(Commands.userWrites(number: 2, text: Self.spam, after: .seconds(5)))
        #expect(more.map(\.type) == ["message.posted"])
        #expect(more[0].case == first)
        let honest = try office.decide(Commands.userWrites(number: 3, text: "My advert is gone", after: .seconds(9)))
        #expect(honest.map(\.type) == ["case.opened", "message.posted"])
        #expect(office.latest()?.state == .open)
        #expect(office.latest()?.number == 2)
    }

    @Test
    func `what is taken back stays back, and its user has waited all the time`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites(text: Self.spam))
        let reopened = try office.decide(
            Commands.event("case.reopen", after: .seconds(60), ["by": "admin", "admin": "a-1"])
        )
        #expect(reopened.map(\.type) == ["case.reopened"])
        #expect(office.latest()?.state == .open)
        #expect(office.latest()?.awaitingSince == start)
        #expect(office.latest()?.queuedAt == start)
        let more = try office.decide(Commands.userWrites(number: 2, text: Self.spam, after: .seconds(70)))
        #expect(more.map(\.type) == ["message.posted"])
        #expect(office.latest()?.state == .open)
    }

    @Test
    func `what is only suspect is told, and goes to a person`() throws {
        var office = try TriageOffice.paper([("    spam: 95%", "    spam: 100%")])
        let events = try office.decide(Commands.userWrites(text: Self.spam))
        #expect(events.map(\.type) == ["case.opened", "message.posted"])
        #expect(events.allSatisfy { $0.fields["suspect"] == "true" && $0.fields["spam"] == nil })
        #expect(events[0].fields["spam_score"] != nil && events[0].fields["spam_signs"] != nil)
        #expect(office.latest()?.state == .open)
        let honest = try office.decide(Commands.userWrites("c-2", text: "My advert is gone"))
        #expect(honest.allSatisfy { $0.fields["suspect"] == nil && $0.fields["spam_score"] == nil })
        #expect((office.latest("c-2")?.notes.spamScore ?? 1) < 0.7)
    }

    @Test(
        arguments: [
            ("u-1", "", "blocked_user"), ("u-2", "bad@mail.example", "blocked_address"),
            ("u-2", "Bad@Mail.Example", "blocked_address"), ("u-2", "anybody@spam.example", "blocked_address"),
            ("u-2", "good@mail.example", nil), ("u-2", "anybody@not.spam.example", nil), ("u-2", "", nil),
        ] as [(String, String, String?)]
    )
    func `who is blocked is spam whatever is said`(_ user: String, _ email: String, _ reason: String?) throws {
        var office = try TriageOffice.paper(Self.blocking)
        if !email.isEmpty {
            let partition = Partitioning(count: 4).partition(of: user)
            try office.decide(Commands.event("user.put", nil, partition: partition, ["user": user, "email": email]))
        }
        try office.decide(Commands.userWrites(text: "My advert is gone", ["user": user]))
        #expect(office.latest()?.state == (reason == nil ? .open : .spam))
        #expect(office.history.last?.reason == reason)
        #expect(office.latest()?.notes.spamScore == 1 || reason == nil)
    }

    @Test
    func `who is blocked opens nothing again, and in an open case is told once`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites())
        try office.decide(Commands.userWrites("c-2"))
        try office.decide(Commands.resolve("c-2", after: .seconds(5)))
        let triage = try TriageOffice.triage(Self.blocking)
        office.triage = triage
        let told = try office.decide(Commands.userWrites(number: 2, after: .seconds(10)))
        #expect(told.map(\.type) == ["case.updated", "message.posted"])
        #expect(told[0].fields["reason"] == "blocked_user")
        #expect(told[1].fields["spam_reason"] == "blocked_user")
        #expect(told[1].case == office.latest()?.id)
        let again = try office.decide(Commands.userWrites(number: 3, after: .seconds(11)))
        #expect(again.map(\.type) == ["message.posted"])
        #expect(again[0].fields["suspect"] == "true")
        #expect(office.latest()?.state == .open)
        let settled = try office.decide(Commands.userWrites("c-2", number: 2, after: .seconds(12)))
        #expect(settled.map(\.type) == ["case.updated", "message.posted"])
        #expect(office.latest("c-2")?.state == .resolved)
    }

    @Test
    func `who has had a case takes it up again whatever the message looks like, and a person is told`() throws {
        var office = try TriageOffice.paper()
        try office.decide(Commands.userWrites())
        try office.decide(Commands.resolve(after: .seconds(5)))
        let events = try office.decide(Commands.userWrites(number: 2, text: Self.spam, after: .seconds(60)))
        #expect(events.map(\.type) == ["case.reopened", "message.posted"])
        #expect(events.allSatisfy { $0.fields["suspect"] == "true" && $0.fields["spam_score"] != nil })
        #expect(office.latest()?.state == .open)
    }

    @Test
    func `what the site opens about a blocked user is no spam, and a rule may say that a message is`() throws {
        var office = try TriageOffice.paper(Self.blocking)
        let open: Fields = ["kind": "suspension", "subject": "u-1", "user": "u-1"]
        try office.decide(Commands.event("case.open", "c-1", open))
        #expect(office.latest()?.state == .open)
        var strict = try TriageOffice.paper([
            (
                "    money_back:\n",
                "    seo:\n      when: { words: { en: [backlinks] } }\n      spam: true\n    money_back:\n"
            )
        ])
        let events = try strict.decide(Commands.userWrites(text: "Buy backlinks for your site", ["language": "en"]))
        #expect(events.map(\.type) == ["case.opened", "case.spam", "message.posted"])
        #expect(events[1].fields["reason"] == "rule:seo")
    }
}
