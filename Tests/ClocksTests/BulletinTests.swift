import Clocks
import Contract
import Policy
import Testing

/// What is told of a clock, and how it is put right when an event comes late.
@Suite struct BulletinTests {
    private let id = CaseID("case-1")

    private func bulletin(
        _ story: Story,
        _ told: [ToldClock] = [],
        asOf: String = "2026-03-09 00:00",
        isOfPast: Bool = false
    ) throws -> Bulletin {
        let asOf = try at(asOf)
        let time = story.facts.last?.time ?? asOf
        let clocks = story.clocks(asOf: asOf).filter { $0.key.promise == "first" }
        return Bulletin(clocks, told: told, of: id, asOf: asOf, time: time, isOfPast: isOfPast)
    }

    @Test func `a late reply that was in time takes an announced breach back`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let opened = try bulletin(story)
        #expect(opened.news.map(\.kind) == [.started])
        #expect(try opened.next == at("2026-03-09 10:30"))

        let broken = try bulletin(story, opened.changed.map(\.told), asOf: "2026-03-09 11:00")
        #expect(broken.news.map(\.kind) == [.warned, .warned, .breached])
        let breach = try #require(broken.news.last)
        #expect(breach.fields["breached_at"] == "2026-03-09T11:00:00.000Z")
        #expect(breach.fields["level"] == "3")
        #expect(breach.fields["raise_tier"] == "true")
        #expect(broken.next == nil)

        try story.tell("2026-03-09 10:59", .replied, ["admin": "a-1"])
        let put = try bulletin(story, broken.changed.map(\.told), asOf: "2026-03-09 11:00")
        #expect(put.news.map(\.kind) == [.corrected])
        #expect(put.news.first?.fields["former_state"] == "breached")
        #expect(put.news.first?.fields["state"] == "met")
        #expect(try bulletin(story, put.changed.map(\.told), asOf: "2026-03-09 11:00").news.isEmpty)
    }

    @Test func `a late reply that is in time and comes before the breach is told is met and nothing else`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let opened = try bulletin(story)
        try story.tell("2026-03-09 10:20", .replied, ["admin": "a-1"])
        let met = try bulletin(story, opened.changed.map(\.told))
        #expect(met.news.map(\.kind) == [.met])
        #expect(met.news.first?.fields["elapsed"] == "1200")
        #expect(met.news.first?.fields["by"] == "a-1")
        #expect(met.next == nil)
    }

    @Test func `a reply that comes too late is a breach by the event as it is by the timer`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let opened = try bulletin(story)
        let byTimer = try bulletin(story, opened.changed.map(\.told), asOf: "2026-03-09 11:00")
        try story.tell("2026-03-09 11:01", .replied, ["admin": "a-1"])
        let byEvent = try bulletin(story, opened.changed.map(\.told))
        #expect(byEvent.news.map(\.kind) == [.breached])
        #expect(byEvent.news.first?.time == byTimer.news.last?.time)
        #expect(byEvent.news.first?.fields["overrun"] == "60")
        let after = try bulletin(story, byTimer.changed.map(\.told), asOf: "2026-03-09 11:00")
        #expect(after.news.map(\.kind) == [.cleared], "the clock has stopped, and stays broken")
        #expect(after.news.first?.fields["state"] == "breached")
    }

    @Test func `of the past nobody is called`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        let told = try bulletin(story, asOf: "2026-03-09 12:00", isOfPast: true)
        #expect(told.news.map(\.kind) == [.started, .warned, .breached])
        #expect(told.news.allSatisfy { $0.fields["backfill"] == "true" && $0.fields["level"] == nil })
        #expect(told.changed.first?.told.level == 3)
        #expect(told.next == nil)
    }

    @Test func `facts are stored and read as they are`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:05", .assigned, ["admin": "a \"1\"", "team": "day"])
        try story.tell("2026-03-09 10:05", .snoozed)
        #expect([Fact](text: story.facts.text) == story.facts)
        #expect([Fact](text: "") == [])
        #expect([Fact](text: "{\"event\":\"x\"}\n") == nil)
        var again = story.facts
        #expect(again.take(story.facts[0]) == false)
        #expect(again == story.facts)
    }

    @Test func `an event gives a fact without texts and users, and only where a clock depends on it`() {
        func event(_ type: String, _ fields: Fields) -> Event {
            Event(
                topic: .cases,
                partition: 0,
                seq: 1,
                type: type,
                version: 1,
                event: EventID(high: 1, low: 1),
                time: Instant(microseconds: 0),
                fields: fields
            )
        }
        let opened = Fact(
            event("case.opened", ["kind": "flag", "user": "u-1", "asked": "help", "tier": "P2", "subject": "s"]),
            policy: 4
        )
        #expect(opened?.fields == ["kind": "flag", "tier": "P2", "asks": "true"])
        #expect(opened?.policy == 4)
        let posted: [(Fields, Bool)] = [
            (["role": "user"], true), (["role": "user", "courtesy": "true"], false), (["role": "admin"], false),
            (["role": "bot"], false),
        ]
        for (fields, counts) in posted { #expect((Fact(event("message.posted", fields), policy: 1) != nil) == counts) }
        #expect(Fact(event("case.refused", [:]), policy: 1) == nil)
        #expect(Fact(event("case.updated", ["reason": "reminder"]), policy: 1) == nil)
        let resolved: Fields = ["summary": "All is well", "silent": "true", "actor": "admin:a-1"]
        let resolve = Fact(event("case.resolved", resolved), policy: 1)
        #expect(resolve?.fields == ["silent": "true", "summary": "true", "by": "a-1"])
    }
}
