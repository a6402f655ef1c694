import Contract
import Pipeline
import TestKit
import Testing

@testable import Routing

/// What an article answers by itself, and what becomes of it.
struct AnswerTests {
    private static let question = "reset my password"

    private func asks(_ text: String = question, _ more: Fields = [:]) -> Input {
        var fields: Fields = ["language": "en"]
        for field in more { fields.set(field.name, to: field.value) }
        return Commands.userWrites(text: text, fields)
    }

    private func writes(_ text: String, number: Int = 2, after time: Duration) -> Input {
        Commands.userWrites(number: number, text: text, after: time, ["language": "en"])
    }

    /// An office with an admin who is free.
    private func office(_ knowledge: String = "solved_after: 24h", templates: String = "") throws -> PaperOffice {
        var office = try PaperKnowledge.office(knowledge, templates: templates)
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        return office
    }

    @Test
    func `a question that an article is sure to answer is answered at once, and nobody is sought`() throws {
        var office = try office()
        let events = try office.decide(asks())
        #expect(events.map(\.type) == ["case.opened", "message.posted", "case.auto_answered"])
        let opened = try #require(events.first)
        #expect(opened.fields["answered_by"] == "password")
        let answered = try #require(events.last)
        #expect(answered.fields["article"] == "password")
        #expect(answered.fields["title"] == "Reset your password")
        #expect(answered.fields["confidence"] == "1")
        #expect(answered.fields["answer"] == "Choose it anew.")
        #expect(answered.fields["article_language"] == "en")
        #expect(answered.fields["reason"] == "auto_answered")
        #expect(answered.fields["answered_by"] == "password")
        #expect(answered.fields["actor"] == "system")
        let found = try #require(office.latest())
        #expect(found.state == .waiting)
        #expect(found.waitingFor == "user")
        #expect(found.queueReason == "auto_answered")
        #expect(found.answeredBy == "password")
        #expect(found.assignee == nil)
        #expect(found.queuedAt == nil)
        #expect(found.awaitingSince == nil)
        #expect(found.firstReplyAt == nil)
        #expect(found.replies == 0)
        #expect(office.admins[AdminID("a-1")]?.openCases == 0)
    }

    @Test
    func `the policy's template stands around the article`() throws {
        let templates = """
            templates:
              automatic: { variables: [user_name, answer], texts: { en: "Dear {{user_name}}: {{answer}} Bye." } }
            """
        var office = try office("template: automatic", templates: templates)
        let partition = Partitioning(count: 4).partition(of: "u-1")
        try office.decide(
            Commands.event("user.put", nil, partition: partition, ["user": "u-1", "name": "Awa", "language": "en"])
        )
        let events = try office.decide(Commands.userWrites(text: Self.question))
        #expect(events.last?.fields["answer"] == "Dear Awa: Choose it anew. Bye.")
    }

    @Test(arguments: ["That did not help", "reset my password", "?"])
    func `any further message says that it is not solved, and a person is sought from then on`(_ text: String) throws {
        var office = try office()
        try office.decide(asks())
        let events = try office.decide(writes(text, after: .seconds(600)))
        #expect(events.map(\.type) == ["case.woken", "message.posted", "case.assigned"])
        let woken = try #require(events.first)
        #expect(woken.fields["reason"] == "not_solved")
        #expect(woken.fields["was"] == "waiting")
        #expect(woken.fields["answered_by"] == "password")
        #expect(woken.fields["actor"] == "user:u-1")
        let found = try #require(office.latest())
        #expect(found.state == .assigned)
        #expect(found.awaitingSince == start + .seconds(600))
        #expect(found.answeredBy == "password")
        let later = try office.pass(to: .seconds(2 * 86_400))
        #expect(later.allSatisfy { $0.type != "case.resolved" })
    }

    @Test
    func `not solved can be said by a tap, which is a reopen by the user`() throws {
        var office = try office()
        try office.decide(asks())
        let tap = Commands.event("case.reopen", after: .seconds(60), ["by": "user"])
        let events = try office.decide(tap)
        #expect(events.map(\.type) == ["case.woken", "case.assigned"])
        #expect(events.first?.fields["reason"] == "not_solved")
        #expect(events.first?.fields["actor"] == "user:u-1")
        let found = try #require(office.latest())
        #expect(found.awaitingSince == start + .seconds(60))
        #expect(found.reopened == 0)
        let again = try office.decide(Commands.event("case.reopen", after: .seconds(61), ["by": "user"]))
        #expect(again.map(\.type) == ["case.refused"])
    }

    @Test
    func `an admin does not reopen what is open`() throws {
        var office = try office()
        try office.decide(asks())
        let events = try office.decide(Commands.event("case.reopen", after: .seconds(60), ["by": "admin"]))
        #expect(events.first?.fields["code"] == "case_already_open")
        #expect(office.latest()?.state == .waiting)
    }

    @Test
    func `silence counts as solved, and the user gets no second letter`() throws {
        var office = try office()
        try office.decide(asks())
        let early = try office.pass(to: .seconds(86_399))
        #expect(early.isEmpty)
        let events = try office.pass(to: .seconds(86_500))
        #expect(events.map(\.type) == ["case.resolved"])
        let resolved = try #require(events.first)
        #expect(resolved.fields["reason"] == "answered_by_article")
        #expect(resolved.fields["silent"] == "true")
        #expect(resolved.fields["answered_by"] == "password")
        #expect(resolved.fields["replies"] == "0")
        #expect(resolved.fields["actor"] == "system")
        let found = try #require(office.latest())
        #expect(found.state == .resolved)
        #expect(found.reason == "answered_by_article")
        #expect(found.firstReplyAt == nil)
    }

    @Test
    func `thanks count as solved`() throws {
        var office = try office()
        try office.decide(asks())
        let events = try office.decide(writes("Thanks!", after: .seconds(60)))
        #expect(events.map(\.type) == ["message.posted", "case.resolved"])
        #expect(events.last?.fields["reason"] == "answered_by_article")
        #expect(office.latest()?.resolvedAt == start + .seconds(60))
        let later = try office.decide(writes("It is back again", number: 3, after: .seconds(3600)))
        #expect(later.map(\.type) == ["case.reopened", "message.posted", "case.assigned"])
    }

    @Test
    func `a suggestion is shown to the admin, and nothing goes out`() throws {
        var office = try office()
        let events = try office.decide(asks("please reset the password"))
        #expect(events.map(\.type) == ["case.opened", "message.posted", "case.assigned"])
        #expect(events.first?.fields["suggested_article"] == "password")
        #expect(events.first?.fields["article_confidence"]?.hasPrefix("0.") == true)
        #expect(events.last?.fields["suggested_article"] == "password")
        #expect(events.first?.fields["answered_by"] == nil)
        #expect(office.latest()?.answeredBy == nil)
    }

    @Test(
        arguments: [
            ("nothing that an article knows", "The weather is fine", [:], "solved_after: 24h"),
            ("a language without articles", question, ["language": "fr"], "solved_after: 24h"),
            ("an unknown language", question, ["language": ""], "solved_after: 24h"),
            ("the past", question, ["backfill": "true"], "solved_after: 24h"),
            ("a message that nobody else reads", question, ["visibility": "private"], "solved_after: 24h"),
            ("another channel", question, ["channel": "email"], "channels: [web]"),
            ("another language", question, [:], "languages: [fr]"),
            ("another category", question, ["category": "refund"], "categories: [login_issue]"),
            ("no automatic answers", question, [:], "answers_per_case: 0"),
        ] as [(String, String, Fields, String)]
    )
    func `no answer goes out to`(_ name: String, _ text: String, _ more: Fields, _ knowledge: String) throws {
        var office = try office(knowledge)
        let events = try office.decide(asks(text, more))
        #expect(!events.contains { $0.type == "case.auto_answered" }, "\(name)")
        #expect(office.latest()?.state != .waiting)
        #expect(office.latest()?.answeredBy == nil)
    }

    @Test
    func `a case that is opened by name, or has been opened, is not answered`() throws {
        var office = try office()
        try office.decide(Commands.userWrites(text: "The weather is fine", ["language": "en"]))
        let joined = try office.decide(writes(Self.question, after: .seconds(60)))
        #expect(joined.map(\.type) == ["message.posted"])
        let named: Fields = ["kind": "platform_issue", "subject": "app", "user": "u-2", "text": Self.question]
        let opened = try office.decide(Commands.event("case.open", "c-2", named))
        #expect(!opened.contains { $0.type == "case.auto_answered" })
    }

    @Test
    func `suspicious messages go to a person`() throws {
        var office = try office()
        office.triage = try TriageOffice.triage([("    blocked_users: []", "    blocked_users: [u-1]")])
        let events = try office.decide(asks())
        #expect(events.map(\.type) == ["case.opened", "case.spam", "message.posted"])
    }

    @Test
    func `what a person takes up meanwhile is no longer the article's`() throws {
        var office = try office()
        try office.decide(asks())
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(60)))
        let passed = try office.pass(to: .seconds(86_500))
        #expect(passed.allSatisfy { $0.fields["reason"] != "answered_by_article" })
        #expect(office.latest()?.state == .waiting)
        let end = try office.pass(to: .seconds(9 * 86_400)).first { $0.type == "case.resolved" }
        #expect(end?.fields["reason"] == "no_answer")
    }

    @Test
    func `an admin who is given the case has it when the user writes`() throws {
        var office = try office()
        try office.decide(asks())
        try office.decide(Commands.event("case.assign", after: .seconds(60), ["admin": "a-1", "to": "a-1"]))
        #expect(office.latest()?.state == .waiting)
        #expect(office.latest()?.isAutoAnswered == false)
        let events = try office.decide(writes("It did not help", after: .seconds(120)))
        #expect(events.map(\.type) == ["case.woken", "message.posted"])
        #expect(office.latest()?.state == .assigned)
        #expect(office.latest()?.awaitingSince == start + .seconds(120))
    }

    @Test
    func `a message from before the answer that comes late brings a person too`() throws {
        var office = try office()
        let late = Commands.userWrites(number: 2, text: "and my name is wrong", after: .seconds(10), ["language": "en"])
        try office.decide(
            Commands.userWrites(text: Self.question, after: .seconds(20), ["language": "en"])
        )
        let events = try office.decide(late)
        #expect(events.first?.type == "case.woken")
        #expect(office.latest()?.state == .assigned)
        #expect(office.latest()?.awaitingSince == start + .seconds(20))
    }

    @Test(arguments: 0..<30)
    func `in any order and number, answers keep the books right`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var office = try office()
        var inputs: [Input] = []
        for thread in 1...6 {
            let conversation = "c-\(thread)"
            let more: Fields = ["language": "en", "user": "u-\(thread)"]
            let texts = [Self.question, "thanks", "no", "where is my refund", "thanks"]
            for (number, text) in texts.enumerated() {
                inputs.append(
                    Commands.userWrites(
                        conversation,
                        number: number + 1,
                        text: text,
                        after: .seconds(number * 40_000 + thread),
                        partition: thread % 4,
                        more
                    )
                )
            }
            for (type, fields) in [
                ("case.reopen", ["by": "user"]), ("case.wait", ["admin": "a-1", "for": "user"]),
                ("case.assign", ["admin": "a-1", "to": "a-1"]), ("case.resolve", ["admin": "a-1", "summary": "x"]),
                ("case.snooze", ["admin": "a-1", "until": (start + .seconds(200_000)).description]),
            ] as [(String, Fields)] where Bool.random(using: &random) {
                let time = Duration.seconds(Int.random(in: 1...200_000, using: &random))
                inputs.append(Commands.event(type, conversation, after: time, partition: thread % 4, fields))
            }
        }
        inputs += inputs.shuffled(using: &random).prefix(20)
        inputs.shuffle(using: &random)
        var rest = inputs[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Int.random(in: 1...6, using: &random)))
            rest = rest.dropFirst(batch.count)
            try office.decide(batch)
        }
        for day in 0..<20 { try office.pass(to: .seconds(day * 86_400)) }
        #expect(office.forbiddenSteps == [])
        for found in office.cases.values.joined() {
            #expect(!found.isAutoAnswered, "the time that silence has is over")
            #expect(found.state != .resolved || found.reason != "answered_by_article" || found.answeredBy != nil)
            #expect(found.queuedAt == nil || found.lacksAdmin)
        }
        let places = Dictionary(grouping: office.history.compactMap(\.place), by: \.id)
        for place in places.values { #expect(place.map(\.seq) == Array(1...place.count)) }
    }
}
