import Clocks
import Contract
import Policy
import Testing

/// Each row of the table of metrics: what starts, stops and pauses its clocks, and how often they come.
@Suite struct MetricTests {
    // 2026-03-09 is a Monday.
    @Test func `the first response runs from the user's first message to the first public human reply`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .posted, ["asks": "true"])
        try story.tell("2026-03-09 10:20", .posted, ["asks": "true"])
        #expect(try story.clock("first").state == .running)
        try story.tell("2026-03-09 11:00", .replied, ["admin": "a-1"])
        let clock = try story.clock("first")
        #expect(try clock.dueAt == at("2026-03-09 11:00"))
        #expect(clock.state == .met, "what is done at the due instant is in time")
        #expect(clock.ending?.admin == "a-1")
        #expect(clock.elapsed == .seconds(3600))
        #expect(story.clocks().filter { $0.key.metric == .firstResponse }.count == 1)
    }

    @Test func `a reply after the due time leaves a breach at the due time`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 12:00", .replied, ["admin": "a-1"])
        let clock = try story.clock("first")
        #expect(clock.state == .breached)
        #expect(try clock.breachedAt == at("2026-03-09 11:00"))
        #expect(clock.businessElapsed == .seconds(7200))
    }

    @Test func `the office's first message starts nothing until the user writes`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, ["kind": "payment", "cycle": "1"])
        try story.tell("2026-03-09 10:05", .replied, ["admin": "a-1"])
        #expect(!story.clocks().contains { $0.key.metric == .firstResponse })
        try story.tell("2026-03-09 10:30", .posted, ["asks": "true"])
        #expect(try story.clock("first").started.time == at("2026-03-09 10:30"))
    }

    @Test func `a bot's answer takes the first response back until the user asks on`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .autoAnswered)
        #expect(!story.clocks().contains { $0.key.metric == .firstResponse })
        try story.tell("2026-03-09 10:30", .posted, ["asks": "true"])
        #expect(try story.clock("first").started.time == at("2026-03-09 10:30"))
    }

    @Test func `the next response runs once for each run of unanswered messages`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:10", .replied, ["admin": "a-1"])
        try story.tell("2026-03-09 11:00", .posted, ["asks": "true"])
        try story.tell("2026-03-09 11:30", .posted, ["asks": "true"])
        try story.tell("2026-03-09 12:00", .replied, ["admin": "a-2"])
        try story.tell("2026-03-09 13:00", .posted, ["asks": "true"])
        #expect(try story.clock("next", 1).started.time == at("2026-03-09 11:00"))
        #expect(try story.clock("next", 1).stoppedAt == at("2026-03-09 12:00"))
        #expect(try story.clock("next", 2).dueAt == at("2026-03-09 16:00"))
        #expect(try story.clock("next", 2).state == .running)
    }

    static let resolves: [(Fields, Clock.State)] = [
        (["summary": "true"], .met), (["summary": "true", "silent": "true"], .cleared), ([:], .cleared),
    ]

    @Test(arguments: resolves)
    func `a resolve with a word to the user answers, a silent one clears`(_ how: Fields, _ state: Clock.State) throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:10", .replied, ["admin": "a-1"])
        try story.tell("2026-03-09 11:00", .posted, ["asks": "true"])
        try story.tell("2026-03-09 12:00", .resolved, how)
        #expect(try story.clock("next").state == state)
    }

    @Test func `an update is owed from each public human message, but not while the user is waited for`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:10", .replied, ["admin": "a-1"])
        try story.tell("2026-03-09 12:10", .waiting, ["for": "user"])
        #expect(try story.clock("news").state == .paused)
        #expect(try story.clock("news").dueAt == nil)
        try story.tell("2026-03-09 14:10", .woken)
        #expect(try story.clock("news").dueAt == at("2026-03-10 12:10"))
        try story.tell("2026-03-09 15:00", .waiting, ["for": "third_party"])
        #expect(try story.clock("news").state == .running)
        try story.tell("2026-03-10 10:00", .replied, ["admin": "a-1"])
        #expect(try story.clock("news", 1).state == .met)
        #expect(try story.clock("news", 2).started.time == at("2026-03-10 10:00"))
        try story.tell("2026-03-10 11:00", .resolved, ["summary": "true"])
        #expect(try story.clock("news", 2).state == .cleared)
    }

    @Test func `the user's wait pauses for the user, the office's work for everybody else, the 24 hours for nobody`()
        throws
    {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .assigned, ["admin": "a-1", "team": "day"])
        try story.tell("2026-03-09 11:00", .waiting, ["for": "user"])
        try story.tell("2026-03-09 12:00", .woken)
        try story.tell("2026-03-09 13:00", .waiting, ["for": "third_party"])
        try story.tell("2026-03-09 14:00", .woken)
        try story.tell("2026-03-09 14:00", .escalated, ["escalation": "department", "to": "legal"])
        try story.tell("2026-03-09 15:00", .handedBack, ["admin": "a-1"])
        try story.tell("2026-03-09 15:00", .snoozed)
        try story.tell("2026-03-09 16:00", .woken)
        try story.tell("2026-03-09 16:00", .resolved, ["summary": "true", "by": "a-1"])
        #expect(try story.clock("wait").elapsed == .seconds(5 * 3600))
        #expect(try story.clock("work").elapsed == .seconds(3 * 3600))
        #expect(try story.clock("whole").elapsed == .seconds(6 * 3600))
        #expect(try story.clock("working").businessElapsed == .seconds(5 * 3600))
        #expect(try story.clock("whole").ending?.admin == "a-1")
    }

    @Test func `a reopening inside the window goes on without the closed time, one after it begins anew`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 11:00", .resolved, ["summary": "true"])
        #expect(try story.clock("whole").state == .met)
        #expect(try story.clock("first").state == .cleared, "nobody has replied")
        try story.tell("2026-03-10 11:00", .reopened, ["cycle": "1", "asks": "true"])
        #expect(try story.clock("whole").state == .running)
        #expect(try story.clock("whole").dueAt == at("2026-03-11 10:00"))
        #expect(try story.clock("first").state == .running)
        try story.tell("2026-03-10 12:00", .resolved, ["summary": "true"])
        let resolution = try story.clock("whole")
        #expect(resolution.elapsed == .seconds(7200))
        #expect(resolution.segments.map(\.state) == [.running, .paused, .running])
        #expect(resolution.segments.map(\.reason) == ["always", "resolved", "always"])

        try story.tell("2026-03-30 12:00", .reopened, ["cycle": "2", "asks": "true"])
        #expect(try story.clock("whole", 1) == resolution)
        #expect(try story.clock("whole", 2).cycle == 2)
        #expect(try story.clock("first", 2).started.time == at("2026-03-30 12:00"))
    }

    @Test func `an assignee's answer is owed by that assignee alone`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .assigned, ["admin": "a-1", "team": "day"])
        try story.tell("2026-03-09 10:10", .replied, ["admin": "a-2"])
        #expect(try story.clock("own").state == .running)
        try story.tell("2026-03-09 10:20", .unassigned)
        try story.tell("2026-03-09 10:30", .assigned, ["admin": "a-2", "team": "day"])
        try story.tell("2026-03-09 10:40", .replied, ["admin": "a-2"])
        #expect(try story.clock("own", 1).state == .cleared)
        #expect(try story.clock("own", 2).state == .met)
        #expect(try story.clock("own", 2).subject == "a-2")
    }

    @Test func `each leg to a department has a clock, with the target of that department`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 16:00", .escalated, ["escalation": "department", "to": "legal"])
        #expect(try story.clock("leg").dueAt == at("2026-03-10 16:00"))
        try story.tell("2026-03-10 10:00", .handedBack, ["admin": "a-9"])
        try story.tell("2026-03-10 11:00", .escalated, ["escalation": "department", "to": "it"])
        #expect(try story.clock("leg", 1).businessElapsed == .seconds(7200))
        #expect(try story.clock("department", 2).key.promise == nil, "only legal has promised something")
        try story.tell("2026-03-10 12:00", .resolved, ["summary": "true"])
        #expect(try story.clock("department", 2).state == .met)
        #expect(try story.clock("department", 2).businessElapsed == nil, "there is no calendar")
    }

    @Test func `a flag is decided within twelve hours of the calendar`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-07 10:00", .opened, ["kind": "flag", "cycle": "1"])
        #expect(try story.clock("decided").dueAt == at("2026-03-07 22:00"))
        #expect(try story.clock("decided", asOf: at("2026-03-07 22:00")).state == .breached)
        try story.tell("2026-03-07 12:00", .resolved, ["summary": "true"])
        #expect(try story.clock("decided").state == .met)
    }

    @Test func `each stage has a clock, with the target of that stage`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, ["kind": "dispute", "cycle": "1", "stage": "opened"])
        try story.tell("2026-03-10 10:00", .updated, ["stage": "evidence"])
        try story.tell("2026-03-10 12:00", .waiting, ["for": "user"])
        try story.tell("2026-03-11 12:00", .woken)
        #expect(try story.clock("stage", 1).state == .met)
        #expect(try story.clock("evidence", 2).dueAt == at("2026-03-14 10:00"))
        try story.tell("2026-03-12 12:00", .updated, ["stage": "mediation"])
        #expect(try story.clock("evidence", 2).state == .met)
        #expect(try story.clock("stage", 3).state == .running)
    }

    @Test(arguments: [Fact.Kind.spam, .merged])
    func `spam and merges clear what is promised`(_ end: Fact.Kind) throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:05", .assigned, ["admin": "a-1", "team": "day"])
        try story.tell("2026-03-09 10:30", end)
        #expect(story.clocks().allSatisfy { $0.state == .cleared })
        #expect(story.clocks().count == 6)
    }

    @Test func `a merge keeps the earliest start of the user`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let merged: Fields = ["merged_opened_at": "2026-03-09T09:00:00Z", "awaiting_since": "2026-03-09T09:10:00Z"]
        try story.tell("2026-03-09 10:30", .updated, merged)
        #expect(try story.clock("whole").dueAt == at("2026-03-10 09:00"))
        #expect(try story.clock("first").dueAt == at("2026-03-09 10:10"))
    }

    @Test func `a case that nothing is promised about is measured`() throws {
        var story = Story(try .of(""))
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 11:00", .replied, ["admin": "a-1"])
        let clock = try story.clock("first_response")
        #expect(clock.key.promise == nil)
        #expect(clock.dueAt == nil)
        #expect(clock.state == .met)
        #expect(clock.elapsed == .seconds(3600))
        #expect(clock.businessElapsed == nil)
    }
}
