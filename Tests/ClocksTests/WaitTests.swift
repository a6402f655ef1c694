import Clocks
import Contract
import Policy
import Testing

/// Which waits pause the clocks, and what ends them, however late they are told.
struct WaitTests {
    // 2026-03-09 is a Monday.
    @Test func `a case that an article has answered waits for its user, who ends that by asking on`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .posted, ["asks": "true"])
        try story.tell("2026-03-09 10:00", .autoAnswered)
        let night = try at("2026-03-10 09:00")
        for name in ["wait", "work", "working"] {
            let clock = try story.clock(name, asOf: night)
            #expect(clock.state == .paused, "\(name)")
            #expect(clock.dueAt == nil, "\(name)")
            #expect(clock.warnings.isEmpty && clock.calls.isEmpty, "\(name)")
        }
        #expect(try story.clock("whole", asOf: night).dueAt == at("2026-03-10 10:00"), "calendar time is not paused")

        try story.tell("2026-03-10 09:00", .posted, ["asks": "true"])
        try story.tell("2026-03-10 09:00", .woken, ["asks": "true"])
        #expect(try story.clock("wait", asOf: night).dueAt == at("2026-03-11 09:00"))
        #expect(try story.clock("working", asOf: night).dueAt == at("2026-03-10 17:00"))
        #expect(try story.clock("first", asOf: night).started.time == at("2026-03-10 09:00"))
    }

    @Test func `what was written before the answer was read asks from the answer on`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:05", .autoAnswered)
        try story.tell("2026-03-09 10:03", .posted, ["asks": "true"])
        #expect(try story.clock("wait").state == .paused)
        try story.tell("2026-03-09 10:05", .woken, ["asks": "true"])
        #expect(try story.clock("wait").state == .running)
        #expect(try story.clock("wait").dueAt == at("2026-03-10 10:00"))
    }

    @Test func `an answer that is silently taken for one ends the wait with the case`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .autoAnswered)
        try story.tell("2026-03-09 21:00", .resolved, ["silent": "true"])
        #expect(try story.clock("wait").state == .met)
        #expect(try story.clock("wait").elapsed == .zero)
        #expect(try story.clock("whole").elapsed == .seconds(11 * 3600))
    }

    @Test(
        arguments: [
            ("2026-03-09 11:00", "2026-03-09 11:30", .running, "2026-03-10 10:30"),
            ("2026-03-09 11:30", "2026-03-09 11:30", .paused, nil),
            ("2026-03-09 11:31", "2026-03-09 11:30", .paused, nil),
        ] as [(String, String, Clock.State, String?)]
    )
    func `a wait that is told of late was over with what the user wrote after it`(
        waiting: String,
        posted: String,
        state: Clock.State,
        due: String?
    ) throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:10", .replied, ["admin": "a-1"])
        try story.tell(posted, .posted, ["asks": "true"])
        try story.tell(waiting, .waiting, ["for": "user"])
        let clock = try story.clock("wait")
        #expect(clock.state == state)
        #expect(try clock.dueAt == due.map { try at($0) })
    }
}
