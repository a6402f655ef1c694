import Clocks
import Contract
import Policy
import Testing

/// Which promises are laid on a clock, from when on, and in whose hours.
@Suite struct PromiseTests {
    @Test func `the more special promise replaces the general one`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, ["kind": "conversation", "asks": "true", "tier": "P1"])
        let keys = story.clocks().filter { $0.key.metric == .firstResponse }.map(\.key.promise)
        #expect(keys == ["first_urgent"])
    }

    @Test func `a case that becomes urgent has the urgent time from then, and the general promise no more`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:50", .categorized, ["tier": "P1"])
        #expect(try story.clock("first").state == .cleared)
        #expect(try story.clock("first").ending?.reason == "not_promised")
        let urgent = try story.clock("first_urgent")
        #expect(try urgent.dueAt == at("2026-03-09 11:05"))
        #expect(try urgent.started.time == at("2026-03-09 10:00"), "the user has waited since")
    }

    @Test func `a case that becomes less urgent gains no time`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, ["kind": "conversation", "asks": "true", "tier": "P1"])
        try story.tell("2026-03-09 10:10", .categorized, ["tier": "P3"])
        #expect(try story.clock("first").dueAt == at("2026-03-09 11:00"))
    }

    @Test func `a promise that is withdrawn after it was broken stays broken`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 11:10", .categorized, ["tier": "P1"])
        #expect(try story.clock("first").state == .breached)
    }

    @Test func `the hours of each team count while it has the case`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 07:00", .opened, byMessage)
        try story.tell("2026-03-09 07:00", .assigned, ["admin": "a-1", "team": "dawn"])
        try story.tell("2026-03-09 12:00", .assigned, ["admin": "a-2", "team": "day"])
        // Three hours of the early team until ten, then six of the day team.
        #expect(try story.clock("work").dueAt == at("2026-03-10 10:00"))
        try story.tell("2026-03-10 09:30", .resolved)
        let work = try story.clock("work")
        #expect(work.businessElapsed == .seconds(8 * 3600 + 1800))
        #expect(work.segments.map(\.state) == [.running, .closedHours, .running, .closedHours, .running])
        #expect(work.segments.map(\.reason) == ["early", "early", "office", "office", "office"])
        #expect(work.hours == "early,office")
    }

    @Test func `a clock keeps the version of the policy that it started under`() throws {
        let old = try Terms.of("promises:\n  kept: { metric: resolution, target: 1h }\n", version: 1)
        let new = try Terms.of("promises:\n  kept: { metric: resolution, target: 2h }\n", version: 2)
        var story = Story(old)
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        var later = Story(new)
        try later.tell("2026-03-09 10:30", .posted)
        try later.tell("2026-03-09 11:00", .resolved)
        let moved = later.facts.map {
            Fact(event: EventID(high: $0.event.high + 10, low: 0), time: $0.time, policy: 2, kind: $0.kind)
        }
        let clocks = CaseClocks.clocks(of: story.facts + moved, asOf: try at("2026-03-09 12:00")) {
            $0 == 1 ? old : new
        }
        let kept = try #require(clocks.first { $0.key.promise == "kept" })
        #expect(kept.policy == 1)
        #expect(kept.state == .met)
        #expect(kept.target == .seconds(3600))
    }

    @Test func `a lead longer than the target warns at the start`() throws {
        let terms = try Terms.of("promises:\n  kept: { metric: resolution, target: 1h, warn: [2h, 75%] }\n")
        var story = Story(terms)
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        #expect(try story.clock("kept").warnings.map(\.at) == [at("2026-03-09 10:00"), at("2026-03-09 10:45")])
    }

    @Test func `the ladder goes on until somebody acknowledges, and waits while the clock stands still`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let times = ["2026-03-09 10:30", "2026-03-09 10:45", "2026-03-09 11:00"]
        #expect(try story.clock("first").calls.map(\.at) == times.map(at))
        try story.tell("2026-03-09 10:40", .acknowledged, ["admin": "a-1"])
        #expect(try story.clock("first").calls.map(\.level) == [1])
    }
}
