import Contract
import Pipeline
import Postgres
import Testing

@testable import Routing

/// Commands that are handled after a message of a later time: what comes of them is what would have come of them in order.
struct LateCommandTests {
    private static let answered = [
        Commands.putAdmin("a-1"), Commands.presence("a-1", "online"), Commands.userWrites(),
        Commands.adminWrites(number: 2, after: .seconds(60)),
    ]

    private static func resolve(after seconds: Int) -> Input { Commands.resolve(after: .seconds(seconds)) }

    /// What a case must agree in, however its inputs came.
    private static func verdict(_ office: PaperOffice) -> [String?] {
        let found = office.latest()
        return [
            found?.state.rawValue, found?.assignee?.rawValue, found?.awaitingSince?.description,
            found?.resolvedAt?.description, found?.reopenedAt?.description, found?.turnedAt?.description,
            found?.cycle.description, found?.reopened.description, found?.waitingFor, found?.wakesAt?.description,
            office.admins[AdminID("a-1")]?.openCases.description,
        ]
    }

    private static func decided(_ inputs: [Input], inOneBatch: Bool = false) throws -> PaperOffice {
        var office = PaperOffice()
        for input in answered { try office.decide(input) }
        if inOneBatch { try office.decide(inputs) } else { for input in inputs { try office.decide(input) } }
        #expect(office.forbiddenSteps == [])
        return office
    }

    /// A command of after the first 60 seconds, and what was written after it and handled before it.
    private static let stories: [(name: String, command: Input, later: [Input])] = [
        ("a resolve", resolve(after: 100), [Commands.userWrites(number: 3, after: .seconds(110))]),
        (
            "a resolve, with an answer since", resolve(after: 100),
            [
                Commands.userWrites(number: 3, after: .seconds(110)),
                Commands.adminWrites(number: 4, after: .seconds(120)),
            ]
        ),
        ("a resolve of a moment before", resolve(after: 62), [Commands.userWrites(number: 3, after: .seconds(63))]),
        (
            "a resolve, with two messages since", resolve(after: 100),
            [
                Commands.userWrites(number: 3, after: .seconds(110)),
                Commands.userWrites(number: 4, after: .seconds(999)),
            ]
        ),
        (
            "a wait", PausingTests.wait(after: .seconds(100)), [Commands.userWrites(number: 3, after: .seconds(110))]
        ),
        (
            "a wait, with an answer since", PausingTests.wait(for: "third_party", after: .seconds(100)),
            [
                Commands.userWrites(number: 3, after: .seconds(110)),
                Commands.adminWrites(number: 4, after: .seconds(120)),
            ]
        ),
        (
            "a snooze", PausingTests.snooze(until: .seconds(999), after: .seconds(100)),
            [Commands.userWrites(number: 3, text: "ok", after: .seconds(110))]
        ),
    ]

    @Test(arguments: stories.indices, [false, true])
    func `what the user wrote after a command is not lost when the command comes late`(
        _ index: Int,
        _ inOneBatch: Bool
    ) throws {
        let story = Self.stories[index]
        let prompt = try Self.decided([story.command] + story.later)
        let late = try Self.decided(story.later + [story.command], inOneBatch: inOneBatch)
        #expect(Self.verdict(late) == Self.verdict(prompt), "\(story.name)")
    }

    @Test
    func `a late resolve ends the case at its own time and the user's message takes it up again at its own`() throws {
        var office = try Self.decided([Commands.userWrites(number: 3, after: .seconds(110))])
        let events = try office.decide(Self.resolve(after: 100))
        #expect(events.map(\.type) == ["case.resolved", "case.reopened", "case.assigned"])
        #expect(events.map(\.time) == [100, 110, 110].map { start + .seconds($0) })
        #expect(events[1].fields["actor"] == "user:u-1")
        #expect(events[1].fields["reason"] == "user_wrote")
        #expect(events[2].fields["admin"] == "a-1")
    }

    @Test
    func `a further message without an answer takes up again, too, what a late resolve has ended`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.userWrites(number: 2, after: .seconds(110)))
        try office.decide(Self.resolve(after: 100))
        #expect(office.latest()?.state == .open)
        #expect(office.latest()?.awaitingSince == start + .seconds(110))
        #expect(office.latest()?.reopened == 1)
    }

    @Test
    func `thanks that came after a late resolve take nothing up again`() throws {
        var office = try Self.decided([Commands.userWrites(number: 3, text: "Thanks!", after: .seconds(110))])
        #expect(office.latest()?.awaitingSince == start + .seconds(110))
        #expect(try office.decide(Self.resolve(after: 100)).map(\.type) == ["case.resolved"])
        #expect(office.latest()?.state == .resolved)
    }

    @Test
    func `a resolve that is late by more than the window is followed by a new cycle`() throws {
        let window = RoutingRules().reopenWindow
        var office = try Self.decided([Commands.userWrites(number: 3, after: .seconds(101) + window)])
        try office.decide(Self.resolve(after: 100))
        #expect(office.latest()?.state == .assigned)
        #expect(office.latest()?.cycle == 2)
    }

    @Test
    func `a late wait pauses until the user wrote`() throws {
        var office = try Self.decided([Commands.userWrites(number: 3, after: .seconds(110))])
        let events = try office.decide(PausingTests.wait(after: .seconds(100)))
        #expect(events.map(\.type) == ["case.waiting", "case.woken"])
        #expect(events.map(\.time) == [100, 110].map { start + .seconds($0) })
        #expect(events[1].fields["reason"] == "user_wrote")
        #expect(try office.pass(to: .seconds(40 * 86_400)).allSatisfy { $0.type != "case.resolved" })
    }

    @Test
    func `what is taken for spam is not what the user wrote later`() throws {
        var office = try Self.decided([Commands.userWrites(number: 3, after: .seconds(110))])
        let events = try office.decide(Commands.event("case.spam", after: .seconds(100), ["admin": "a-1"]))
        #expect(events.map { $0.fields["code"] } == ["late"])
        let later = try office.decide(Commands.event("case.spam", after: .seconds(111), ["admin": "a-1"]))
        #expect(later.map(\.type) == ["case.spam"])
    }

    @Test
    func `a burst of messages writes the row once`() throws {
        var office = PaperOffice()
        try office.decide(Commands.userWrites(), Commands.userWrites(number: 2, after: .seconds(10)))
        let kept = office.latest()
        for second in 11...14 { try office.decide(Commands.userWrites(number: second, after: .seconds(second))) }
        #expect(office.latest() == kept)
        #expect(office.latest()?.spokeAt == start + .seconds(10))
    }

    @Test
    func `the database keeps what a late command needs to know`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        for input in Self.answered + [Commands.userWrites(number: 3, after: .seconds(110)), Self.resolve(after: 100)] {
            try await office.decide([input], on: session)
        }
        let rows = try await office.texts(
            "SELECT concat_ws(' ', state, assignee, reopened, spoke_at = awaiting_since) FROM router.cases",
            on: session
        )
        #expect(rows == ["assigned a-1 1 t"])
        await session.close()
    }
}
