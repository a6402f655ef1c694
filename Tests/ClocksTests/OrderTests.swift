import Clocks
import Contract
import Policy
import TestKit
import Testing

/// However late and in whatever order events come, the clocks are the same in the end.
@Suite struct OrderTests {
    @Test(arguments: 0..<400)
    func `any order and any delay gives the same clocks, segments and verdicts`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let story = try Story.random(&random)
        let end = try at("2026-04-30 00:00")
        let prompt = try Diary(story.terms, story.facts, delays: [], end, &random)

        let delays = story.facts.map { _ in Duration.seconds(Int.random(in: 0...864_000, using: &random)) }
        let late = try Diary(story.terms, story.facts, delays: delays, end, &random)

        #expect(prompt.clocks == late.clocks)
        #expect(prompt.clocks == story.clocks(asOf: end))
        #expect(Set(prompt.told.values) == Set(prompt.clocks.map { prompt.expected($0) }))
        #expect(Set(late.told.values) == Set(late.clocks.map { late.expected($0) }))
        for diary in [prompt, late] {
            diary.expectEachOnce()
            for clock in diary.clocks { expectSound(clock) }
        }
    }

    @Test(arguments: 0..<400)
    func `any order and any delay gives the same, also when other policies come in the midst`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 1_000_000)
        let (story, revisions) = try Story.revised(&random)
        let end = try at("2026-04-30 00:00")
        let prompt = try Diary(story.versions, story.facts, revisions, delays: [], end, &random)

        func delay() -> Duration { .seconds(Int.random(in: 0...864_000, using: &random)) }
        let delays = (story.facts.map(\.time) + revisions.map(\.at)).map { _ in delay() }
        let late = try Diary(story.versions, story.facts, revisions, delays: delays, end, &random)

        #expect(prompt.clocks == late.clocks)
        #expect(prompt.clocks == story.clocks(asOf: end, revisions))
        #expect(Set(prompt.told.values) == Set(prompt.clocks.map { prompt.expected($0) }))
        #expect(Set(late.told.values) == Set(late.clocks.map { late.expected($0) }))
        for diary in [prompt, late] { diary.expectEachOnce() }
        let replanned = prompt.news.filter { $0.kind == .replanned && $0.fields["former_policy_version"] != nil }
        let steps = replanned.map { "\($0.fields["clock"] ?? "") \($0.fields["policy_version"] ?? "")" }
        #expect(Set(steps).count == steps.count, "each version re-plans a clock once")
    }

    private func expectSound(_ clock: Clock) {
        #expect(clock.segments.first.map { $0.from == clock.started.time } ?? (clock.stoppedAt == clock.started.time))
        for (one, next) in zip(clock.segments, clock.segments.dropFirst()) {
            #expect(one.to == next.from)
            #expect(one.from < next.from)
        }
        if let stopped = clock.stoppedAt {
            #expect(clock.segments.last.map { $0.to == stopped } ?? true)
        } else {
            #expect(clock.segments.last?.to == nil)
        }
        #expect((clock.breachedAt != nil) == (clock.state == .breached))
        if let breached = clock.breachedAt { #expect(breached == clock.dueAt) }
    }
}

extension Story {
    /// The same while up to three other versions of the policy are applied: with other targets, hours and pauses.
    static func revised(_ random: inout SeededGenerator) throws -> (story: Story, revisions: [Revision]) {
        var story = try Story.random(&random)
        var revisions: [Revision] = []
        var time = try at("2026-03-09 08:00")
        for version in 2...Int64.random(in: 2...4, using: &random) {
            time = time + .seconds(Int.random(in: 60...200_000, using: &random))
            let target = ["15m", "1h", "4h", "30h"].randomElement(using: &random) ?? "1h"
            let hours = ["office", "early", "always"].randomElement(using: &random) ?? "always"
            let close = ["12:00", "17:00", "19:00"].randomElement(using: &random) ?? "17:00"
            try story.revise(version) { sections in
                sections.replacing("target: 24h }", with: "target: \(target) }")
                    .replacing("target: 8h, hours: office", with: "target: \(target), hours: \(hours)")
                    .replacing("09:00-17:00", with: "09:00-\(close)")
            }
            revisions.append(Revision(version: version, at: time))
        }
        story.pin(revisions)
        return (story, revisions)
    }

    /// A case in which anything may happen, some of it at the same instant.
    static func random(_ random: inout SeededGenerator) throws -> Story {
        var story = Story(try .office())
        let kind = ["conversation", "flag", "dispute", "refund"].randomElement(using: &random) ?? "conversation"
        var time = try at("2026-03-09 08:00") + .seconds(Int.random(in: 0...36_000, using: &random))
        let opening = time
        story.tell(time, .opened, ["kind": kind, "cycle": "1", "asks": "true", "tier": "P3"])
        for _ in 0..<Int.random(in: 3...25, using: &random) {
            time = time + .seconds([0, 60, 1800, 7200, 40_000].randomElement(using: &random) ?? 60)
            story.happen(at: time, opening, &random)
        }
        return story
    }

    private mutating func happen(at time: Instant, _ opening: Instant, _ random: inout SeededGenerator) {
        let admin = "a-\(Int.random(in: 1...2, using: &random))"
        switch Int.random(in: 0..<22, using: &random) {
        case 0...2: tell(time, .posted, ["asks": "true"])
        case 3...4: tell(time, .replied, ["admin": admin])
        case 5: tell(time, .assigned, ["admin": admin, "team": Bool.random(using: &random) ? "day" : "dawn"])
        case 6: tell(time, .unassigned)
        case 7: tell(time, .waiting, ["for": Bool.random(using: &random) ? "user" : "third_party"])
        case 8: tell(time, .woken)
        case 9: tell(time, .snoozed)
        case 10: tell(time, .escalated, ["escalation": "department", "to": "legal"])
        case 11: tell(time, .handedBack, ["admin": admin])
        case 12: tell(time, .acknowledged, ["admin": admin])
        case 13: tell(time, .categorized, ["tier": Bool.random(using: &random) ? "P1" : "P3"])
        case 14: tell(time, .updated, ["stage": Bool.random(using: &random) ? "evidence" : "mediation"])
        case 15: tell(time, .resolved, ["summary": "true"])
        case 16: tell(time, .reopened, ["cycle": Bool.random(using: &random) ? "1" : "2", "asks": "true"])
        case 17...19:
            // A reply of the past has not arrived, or has after all.
            guard let reply = facts.filter({ $0.kind == .replied }).randomElement(using: &random) else { return }
            let kind = Int.random(in: 0..<4, using: &random) == 0 ? Fact.Kind.replyArrived : .replyFailed
            tell(time, kind, ["reply": reply.event.description])
        case 20: tell(time, .autoAnswered)
        default: tell(opening - .seconds(Int.random(in: 0...600, using: &random)), .posted, ["asks": "true"])
        }
    }
}
