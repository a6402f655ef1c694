import Contract
import Pipeline
import Postgres
import TestKit
import Testing

@testable import Routing

/// What the router does when it is told that a reply did not reach its user.
struct ReplyDeliveryTests {
    private static func answered() throws -> PaperOffice {
        var office = PaperOffice()
        try office.decide(Commands.userWrites())
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(60)))
        return office
    }

    /// The notifier's letter about the reply of that second.
    static func letter(
        _ kind: String = LetterKind.replyFailed,
        of id: CaseID,
        repliedAt seconds: Int = 60,
        at time: Int,
        partition: Int = 0
    ) -> Input {
        let fields: Fields = [
            "case": id.rawValue, "reply": "event-of-\(seconds)", "replied_at": (start + .seconds(seconds)).description,
            "failure": "smtp_550_5.1.1", "time": (start + .seconds(time)).description, "cause": "event-of-\(seconds)",
        ]
        let letter = Letter(from: 3, kind: kind, conversation: "c-1", fields: fields)
        return Input(partition: partition, content: .letter(letter), conversation: "c-1")
    }

    @Test
    func `the case waits again since when its user had waited, and history and subscribers are told once`() throws {
        var office = try Self.answered()
        let id = try #require(office.latest()?.id)
        #expect(office.latest()?.awaitingSince == nil)
        let told = try office.decide(Self.letter(of: id, at: 300), Self.letter(of: id, at: 301))
        #expect(told.map(\.type) == ["case.reply_failed"])
        #expect(told.first?.fields["reply"] == "event-of-60")
        #expect(told.first?.fields["failure"] == "smtp_550_5.1.1")
        #expect(told.first?.time == start + .seconds(300))
        #expect(told.first?.case == id)
        #expect(office.latest()?.awaitingSince == start)
        #expect(office.latest()?.state == .open)
        #expect(try office.decide(Self.letter(of: id, at: 302)).isEmpty)
        let noted = office.history.filter { $0.type == "case.reply_failed" }
        #expect(noted.map(\.reason) == ["smtp_550_5.1.1"])
        try office.decide(Commands.adminWrites(number: 3, after: .seconds(400)))
        #expect(office.latest()?.awaitingSince == nil)
    }

    /// What happens after the reply at second 60, and since when the user waits once that reply has failed.
    @Test(
        arguments: [
            ("nothing", [], 0),
            ("the user asks on", [Commands.userWrites(number: 3, after: .seconds(90))], 0),
            ("another reply arrives", [Commands.adminWrites(number: 3, after: .seconds(90))], nil),
            (
                "another reply arrives, and the user asks on",
                [
                    Commands.adminWrites(number: 3, after: .seconds(90)),
                    Commands.userWrites(number: 4, after: .seconds(100)),
                ], 100
            ),
            ("the case is resolved", [Commands.resolve(after: .seconds(90))], nil),
            (
                "the case is resolved and opened again",
                [
                    Commands.resolve(after: .seconds(90)), Commands.userWrites(number: 3, after: .seconds(120)),
                ], 120
            ),
        ] as [(String, [Input], Int?)]
    )
    func `what happened since stands`(_ name: String, _ since: [Input], _ waits: Int?) throws {
        var office = try Self.answered()
        let id = try #require(office.latest()?.id)
        for input in since { try office.decide(input) }
        let before = try #require(office.latest())
        #expect(try office.decide(Self.letter(of: id, at: 300)).map(\.type) == ["case.reply_failed"], "\(name)")
        let after = try #require(office.latest())
        #expect(after.state == before.state, "\(name)")
        #expect(after.assignee == before.assignee)
        #expect(after.awaitingSince == waits.map { start + .seconds($0) }, "\(name)")
        #expect(office.forbiddenSteps.isEmpty)
    }

    @Test
    func `of several replies all have to fail, in whatever order that is told`() throws {
        for order in [[60, 90], [90, 60]] {
            var office = try Self.answered()
            let id = try #require(office.latest()?.id)
            try office.decide(Commands.adminWrites(number: 3, after: .seconds(90)))
            try office.decide(Self.letter(of: id, repliedAt: order[0], at: 300))
            #expect(office.latest()?.awaitingSince == nil)
            try office.decide(Self.letter(of: id, repliedAt: order[1], at: 301))
            #expect(office.latest()?.awaitingSince == start)
        }
    }

    @Test
    func `what arrives after all is told where a failure was told before`() throws {
        var office = try Self.answered()
        let id = try #require(office.latest()?.id)
        #expect(try office.decide(Self.letter(LetterKind.replyArrived, of: id, at: 299)).isEmpty)
        try office.decide(Self.letter(of: id, at: 300))
        let told = try office.decide(
            Self.letter(LetterKind.replyArrived, of: id, at: 301),
            Self.letter(LetterKind.replyArrived, of: id, at: 302)
        )
        #expect(told.map(\.type) == ["case.reply_arrived"])
        #expect(office.latest()?.awaitingSince == start, "whether the user has written meanwhile is not known")
    }

    @Test
    func `of a case that another follows clocks and history are told, once, and the other is left alone`() throws {
        var office = try Self.answered()
        let id = try #require(office.latest()?.id)
        try office.decide(Commands.resolve(after: .seconds(90)))
        try office.decide(Commands.userWrites(number: 3, after: .seconds(90 * 86_400)))
        let next = try #require(office.latest())
        #expect(next.id != id)
        let last = try #require(office.history.last { $0.place?.id == id }?.place?.seq)
        let told = try office.decide(Self.letter(of: id, at: 91 * 86_400))
        #expect(told.map(\.type) == ["case.reply_failed"])
        #expect(told.first?.case == id)
        #expect(try office.decide(Self.letter(of: id, at: 91 * 86_400 + 1)).isEmpty)
        let noted = office.history.filter { $0.place?.id == id && $0.type == "case.reply_failed" }
        #expect(noted.map(\.place?.seq) == [last + 1])
        #expect(noted.map(\.detail["replied_at"]) == [(start + .seconds(60)).description])
        #expect(office.latest() == next)
    }

    @Test
    func `history says since when the user had waited, and what was told before`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        try await office.decide([Commands.userWrites()], on: session)
        try await office.decide([Commands.adminWrites(number: 2, after: .seconds(60))], on: session)
        let id = CaseID(try #require(try await office.texts("SELECT id FROM router.cases", on: session)[0]))
        for _ in 0..<2 { try await office.decide([Self.letter(of: id, at: 300)], on: session) }
        let waiting = "SELECT count(*) FROM router.cases WHERE awaiting_since = '\(start)'"
        #expect(try await office.count(waiting, on: session) == 1)
        let failures = "SELECT count(*) FROM api.case_history WHERE type = 'case.reply_failed' AND reason LIKE 'smtp%'"
        #expect(try await office.count(failures, on: session) == 1)
        try await office.decide([Commands.resolve(after: .seconds(400))], on: session)
        try await office.decide([Commands.userWrites(number: 3, after: .seconds(90 * 86_400))], on: session)
        for kind in [LetterKind.replyArrived, LetterKind.replyFailed] {
            try await office.decide([Self.letter(kind, of: id, at: 91 * 86_400)], on: session)
        }
        #expect(try await office.texts("SELECT count(*)::text FROM router.cases", on: session) == ["2"])
        #expect(try await office.count(failures, on: session) == 2)
        await session.close()
    }
}
