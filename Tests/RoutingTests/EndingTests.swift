import Contract
import Policy
import Pipeline
import Testing

@testable import Routing

/// How cases end, and what comes after.
struct EndingTests {
    private func resolved(_ more: Fields = [:]) throws -> PaperOffice {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        try office.decide(Commands.resolve(after: .seconds(60), more))
        return office
    }

    @Test
    func `a resolved case is closed when the reopen window is over, and not before`() throws {
        var office = try resolved()
        let over = Duration.seconds(60) + office.rules.reopenWindow
        #expect(try office.pass(to: over - .microseconds(1)).isEmpty)
        let events = try office.pass(to: over)
        #expect(events.map(\.type) == ["case.closed"])
        #expect(events[0].fields["reason"] == "reopen_window_over")
        #expect(events[0].fields["resolved_at"] == (start + .seconds(60)).description)
        #expect(office.latest()?.closedAt == start + over)
    }

    @Test
    func `a case that was reopened is not closed by its first resolve`() throws {
        var office = try resolved()
        try office.decide(Commands.userWrites(number: 2, after: .seconds(100)))
        try office.decide(Commands.resolve(after: .seconds(200)))
        let window = office.rules.reopenWindow
        #expect(try office.pass(to: .seconds(199) + window).isEmpty)
        #expect(try office.pass(to: .seconds(200) + window).map(\.type) == ["case.closed"])
    }

    @Test
    func `a message of inside the window that comes late reopens a closed case`() throws {
        var office = try resolved()
        try office.pass(to: .seconds(3600) + office.rules.reopenWindow)
        #expect(office.latest()?.state == .closed)
        let events = try office.decide(Commands.userWrites(number: 2, after: office.rules.reopenWindow))
        #expect(events.map(\.type) == ["case.reopened", "message.posted"])
        #expect(office.latest()?.cycle == 1)
        #expect(office.latest()?.closedAt == nil)
    }

    @Test
    func `a message after the window opens a case that follows the closed one`() throws {
        var office = try resolved()
        try office.pass(to: .seconds(3600) + office.rules.reopenWindow)
        let first = office.latest()?.id
        let events = try office.decide(
            Commands.userWrites(number: 2, after: .seconds(7200) + office.rules.reopenWindow)
        )
        #expect(events.map(\.type) == ["case.opened", "message.posted"])
        #expect(events[0].fields["follows"] == first?.rawValue)
    }

    @Test
    func `an admin reopens a closed case in a new cycle`() throws {
        var office = try resolved()
        try office.pass(to: .seconds(3600) + office.rules.reopenWindow)
        let later = Duration.seconds(7200) + office.rules.reopenWindow
        let refused = try office.decide(Commands.event("case.reopen", after: later, ["by": "user"]))
        #expect(refused.map { $0.fields["code"] } == ["reopen_window_over"])
        try office.decide(Commands.event("case.reopen", after: later, ["by": "admin"]))
        #expect(office.latest()?.state == .open)
        #expect(office.latest()?.cycle == 2)
    }

    @Test(
        arguments: [
            ("Thanks!", "en"), ("thank you so much :)", "en"), ("OK, thanks a lot", "en-ZA"), ("ok thanks", nil),
            ("Merci beaucoup !", "fr"), ("Parfait, merci.", "fr-CA"), ("Vielen Dank!", "de"), ("Baie dankie", "af"),
            ("Muchas gracias", "es"), ("Muito obrigada", "pt"), ("Ngiyabonga", "zu"), ("Lovely, thank you!", "xx"),
            ("Great, thanks!", "af"), ("thanks", "de"), ("👍", "fr"),
        ] as [(String, String?)]
    )
    func `a courtesy after a resolve is kept and counted, and reopens nothing`(
        _ text: String,
        _ language: String?
    ) throws {
        var office = try resolved()
        var more = Fields()
        more.append("language", ifAny: language)
        let events = try office.decide(Commands.userWrites("c-1", number: 2, text: text, after: .seconds(90), more))
        #expect(events.map(\.type) == ["case.updated", "message.posted"])
        #expect(events[0].fields["reason"] == "courtesy")
        #expect(events[0].fields["courtesies"] == "1")
        #expect(events[1].fields["courtesy"] == "true")
        #expect(events[1].case == office.latest()?.id)
        #expect(office.latest()?.state == .resolved)
        #expect(office.latest()?.courtesies == 1)
        #expect(office.history.last?.reason == "courtesy")
        // It can be overturned.
        try office.decide(Commands.event("case.reopen", after: .seconds(99), ["by": "admin"]))
        #expect(office.latest()?.state == .open)
    }

    @Test(
        arguments: [
            ("Thanks, but it is still gone", "en"), ("no thanks to you", "en"), ("so much", "en"), ("thank", "en"),
            ("Merci, mais non", "fr"), ("?", "en"), ("not ok", "en"), ("thanksgiving", "en"),
        ]
    )
    func `what says more than thanks reopens the case`(_ text: String, _ language: String) throws {
        var office = try resolved()
        let message = Commands.userWrites("c-1", number: 2, text: text, after: .seconds(90), ["language": language])
        let events = try office.decide(message)
        #expect(events.map(\.type) == ["case.reopened", "message.posted"])
    }

    @Test
    func `thanks that come with a file reopen the case, since the file may show what is wrong`() throws {
        var office = try resolved()
        let file: Fields = [
            "attachments": #"[{"name":"a.png","type":"image/png","size":1,"url":"https://example.org/a.png"}]"#
        ]
        let events = try office.decide(
            Commands.userWrites("c-1", number: 2, text: "Thanks!", after: .seconds(90), file)
        )
        #expect(events.map(\.type) == ["case.reopened", "message.posted"])
    }

    @Test
    func `spam ends a case, frees its admin and is brought back by an admin only`() throws {
        var office = PaperOffice()
        try office.decide(Commands.putAdmin("a-1", capacity: 1), Commands.presence("a-1", "online"))
        try office.decide(Commands.userWrites(), Commands.userWrites("c-2", after: .seconds(1), partition: 1))
        let events = try office.decide(Commands.event("case.spam", after: .seconds(5), ["admin": "a-1"]))
        #expect(events.map(\.type) == ["case.spam", "case.assigned"])
        #expect(events[1].conversation == ConversationID("c-2"))
        #expect(office.latest()?.state == .spam)
        let user = try office.decide(Commands.event("case.reopen", after: .seconds(6), ["by": "user"]))
        #expect(user.map { $0.fields["code"] } == ["case_not_open"])
        try office.decide(Commands.event("case.reopen", after: .seconds(7), ["by": "admin"]))
        #expect(office.latest()?.state == .open)
    }

    @Test(
        arguments: [
            ("verification", "rejected", "reason_required", [:]),
            ("verification", "rejected", "next_steps_required", ["reason": "blurred"]),
            ("verification", "rejected", nil, ["reason": "blurred", "next_steps": "Send a sharper one"]),
            ("verification", "approved", nil, [:]),
            ("suspension", "suspended", "next_steps_required", ["reason": "fraud"]),
            ("suspension", "upheld", "reason_required", [:]),
            ("suspension", "upheld", nil, ["reason": "fraud"]),
            ("listing", "revise", nil, ["reason": "price", "next_steps": "Say the price"]),
            ("refund", "refused", "reason_required", ["next_steps": "x"]),
            ("dispute", "shared", nil, [:]),
            ("visibility", "fixed", nil, [:]),
            ("payment", "recovered", nil, [:]),
            ("platform_issue", "known", nil, [:]),
            ("flag", "dismissed", nil, [:]),
        ] as [(String, String, String?, Fields)]
    )
    func `an outcome that says no has a reason, the next steps and the way to appeal`(
        _ kind: String,
        _ outcome: String,
        _ code: String?,
        _ more: Fields
    ) throws {
        var office = PaperOffice()
        try office.decide(StateTests.open(kind))
        var fields = more
        fields.append("outcome", outcome)
        let events = try office.decide(Commands.resolve(after: .seconds(9), fields))
        #expect(events.first?.type == (code == nil ? "case.resolved" : "case.refused"))
        #expect(events.first?.fields["code"] == code)
        guard code == nil, CaseKind(rawValue: kind)?.outcomesWithSteps.contains(outcome) ?? false else { return }
        #expect(events[0].fields["appeal"] == office.rules.appeal)
        #expect(office.latest()?.appeal == office.rules.appeal)
        #expect(office.latest()?.nextSteps == more["next_steps"])
    }

    @Test
    func `an appeal is decided by somebody else, and reinstates when it overturns`() throws {
        var office = PaperOffice()
        try office.decide(StateTests.open("suspension"))
        let no: Fields = ["outcome": "suspended", "reason": "fraud", "next_steps": "Appeal"]
        try office.decide(Commands.resolve(by: "a-1", after: .seconds(10), no))
        let suspension = try #require(office.latest())
        try office.decide(Commands.putAdmin("a-1"), Commands.presence("a-1", "online"))
        let opened = try office.decide(StateTests.open("appeal", after: .seconds(20)))
        #expect(opened.map(\.type) == ["case.closed", "case.opened"])
        #expect(opened[1].fields["follows"] == suspension.id.rawValue)
        #expect(office.latest()?.assignee == nil)
        #expect(office.latest()?.queueReason == "only_excluded_admins_free")

        let own = try office.decide(Commands.resolve(by: "a-1", after: .seconds(30), ["outcome": "overturned"]))
        #expect(own.map { $0.fields["code"] } == ["decided_before"])
        let given = try office.decide(StateTests.assign(to: "a-1", after: .seconds(31)))
        #expect(given.map { $0.fields["code"] } == ["decided_before"])
        try office.decide(Commands.putAdmin("a-2"), Commands.presence("a-2", "online"))
        #expect(office.latest()?.assignee == AdminID("a-2"))
        let other = try office.decide(Commands.resolve(by: "a-2", after: .seconds(40), ["outcome": "overturned"]))
        #expect(other[0].type == "case.resolved")
        #expect(other[0].fields["reinstated"] == "true")
        #expect(other[0].fields["reinstates"] == suspension.id.rawValue)
    }

    @Test
    func `a flag's decision says what was done to the item and its owner`() throws {
        var office = PaperOffice()
        try office.decide(StateTests.open("flag"))
        let events = try office.decide(
            Commands.resolve(
                after: .seconds(5),
                ["outcome": "upheld", "reason": "fake", "impact": "item_removed,user_warned"]
            )
        )
        #expect(events[0].fields["item_removed"] == "true")
        #expect(events[0].fields["user_warned"] == "true")
    }

    @Test
    func `a dispute's stages go forward only, to its decision`() throws {
        var office = PaperOffice()
        try office.decide(StateTests.open("dispute"))
        #expect(office.latest()?.stage == "opened")
        func stage(_ name: String, after seconds: Int) -> Input {
            Commands.event("case.update", after: .seconds(seconds), ["service": "true", "stage": name])
        }
        let evidence = try office.decide(stage("evidence", after: 1))
        #expect(evidence[0].fields["former_stage"] == "opened")
        try office.decide(stage("mediation", after: 2))
        #expect(try office.decide(stage("evidence", after: 3)).map { $0.fields["code"] } == ["stage_over"])
        #expect(try office.decide(stage("elsewhere", after: 4)).map { $0.fields["code"] } == ["unknown_stage"])
        let decided = try office.decide(Commands.resolve(after: .seconds(5), ["outcome": "user"]))
        #expect(decided[0].fields["stage"] == "decided")
        #expect(office.latest()?.stage == "decided")
        // The decision is off again: the dispute is where it was.
        let reopened = try office.decide(Commands.userWrites(number: 2, after: .seconds(6)))
        #expect(reopened[0].type == "case.reopened")
        #expect(reopened[0].fields["stage"] == "mediation")
        #expect(try office.decide(stage("mediation", after: 7)).map(\.type) == ["case.updated"])
        #expect(try office.decide(stage("evidence", after: 8)).map { $0.fields["code"] } == ["stage_over"])
    }

    @Test
    func `of several matters in one message each further one has a case in a conversation of its own`() throws {
        var office = PaperOffice(partitions: 4)
        let partitioning = Partitioning(count: 4)
        try office.decide(Commands.userWrites("c-1", partition: partitioning.partition(of: "c-1")))
        let events = try office.decide(
            Commands.event(
                "case.open",
                "c-1-refund",
                after: .seconds(9),
                partition: partitioning.partition(of: "c-1-refund"),
                ["kind": "refund", "subject": "order 7", "user": "u-1", "x-split-from": "c-1"]
            )
        )
        #expect(events.map(\.type) == ["case.opened", "case.updated"])
        #expect(events[0].fields["split_from"] == "c-1")
        #expect(events[1].conversation == ConversationID("c-1"))
        #expect(events[1].fields["split_case"] == events[0].case?.rawValue)
        #expect(events[1].fields["split_into"] == "c-1-refund")
    }
}
