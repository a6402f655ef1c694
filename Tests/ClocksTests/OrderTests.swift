import Clocks
import Contract
import Policy
import Testing

/// However late and in whatever order events come, the clocks are the same in the end.
@Suite struct OrderTests {
    @Test(arguments: 0..<400)
    func `any order and any delay gives the same clocks, segments and verdicts`(_ seed: Int) throws {
        var random = Numbers(seed: UInt64(seed))
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

/// What a monitor that gets a case's facts one by one tells and stores, with the timers that come due between.
struct Diary {
    private(set) var told: [ClockKey: ToldClock] = [:]
    private(set) var clocks: [Clock] = []
    private(set) var news: [News] = []
    private let terms: Terms
    private var facts: [Fact] = []
    private var asOf = Instant(microseconds: .min)
    private var next: Instant?
    private let id = CaseID("case-1")

    /// A fact comes so long after it happened; without delays each comes at once, some of them twice.
    init(_ terms: Terms, _ told: [Fact], delays: [Duration], _ end: Instant, _ random: inout Numbers) throws {
        self.terms = terms
        var arrivals = told.enumerated().map { place, fact in
            (at: fact.time + (delays.isEmpty ? .zero : delays[place]), fact: fact)
        }
        arrivals += arrivals.filter { _ in Bool.random(using: &random) }.map { ($0.at + .seconds(60), $0.fact) }
        arrivals.sort { ($0.at, $0.fact) < ($1.at, $1.fact) }
        for arrival in arrivals {
            pass(to: arrival.at)
            guard facts.take(arrival.fact) else { continue }
            tell(at: arrival.fact.time)
        }
        pass(to: end)
        asOf = end
        tell(at: end)
    }

    /// The stored form of a clock with what this diary has told of it.
    func expected(_ clock: Clock) -> ToldClock {
        var row = told[clock.key]
        row?.state = clock.state
        row?.startedAt = clock.started.time
        row?.promisedAt = clock.promisedAt
        row?.setting = clock.setting.fields.json
        row?.segments = clock.segments.json
        row?.dueAt = clock.dueAt
        row?.stoppedAt = clock.stoppedAt
        row?.breachedAt = clock.breachedAt
        return row
            ?? ToldClock(
                key: clock.key,
                state: clock.state,
                startedAt: clock.started.time,
                promisedAt: nil,
                dueAt: nil,
                policy: clock.policy,
                stoppedAt: nil,
                breachedAt: nil,
                warned: [],
                level: 0,
                segments: "",
                setting: ""
            )
    }

    /// Every warning and level once a clock; a breach once, unless it was taken back in between.
    func expectEachOnce() {
        var seen: Set<String> = []
        var broken: Set<String> = []
        for item in news {
            let clock = item.fields["clock"] ?? ""
            // A clock that turned out never to have run is forgotten.
            if item.fields["reason"] == "superseded" {
                seen = seen.filter { !$0.hasPrefix(clock + " ") }
                broken.remove(clock)
                continue
            }
            if let lead = item.fields["warning"] { #expect(seen.insert("\(clock) \(lead)").inserted) }
            if let level = item.fields["level"] { #expect(seen.insert("\(clock) level \(level)").inserted) }
            if item.kind == .breached { #expect(broken.insert(clock).inserted) }
            if item.kind == .corrected || item.kind == .resumed { broken.remove(clock) }
        }
    }

    private mutating func pass(to instant: Instant) {
        while let due = next, due <= instant {
            asOf = max(asOf, due)
            tell(at: due)
        }
    }

    private mutating func tell(at time: Instant) {
        clocks = CaseClocks.clocks(of: facts, asOf: asOf) { [terms] in $0 == terms.version ? terms : nil }
        let bulletin = Bulletin(
            clocks,
            told: Array(told.values),
            of: id,
            asOf: asOf,
            time: time,
            isOfPast: false
        )
        for (clock, row) in bulletin.changed { told[clock.key] = row }
        for key in bulletin.removed { told[key] = nil }
        news += bulletin.news
        #expect(bulletin.next.map { $0 > asOf } ?? true, "what is due is told")
        next = bulletin.next
    }
}

extension Story {
    /// A case in which anything may happen, some of it at the same instant.
    static func random(_ random: inout Numbers) throws -> Story {
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

    private mutating func happen(at time: Instant, _ opening: Instant, _ random: inout Numbers) {
        let admin = "a-\(Int.random(in: 1...2, using: &random))"
        switch Int.random(in: 0..<18, using: &random) {
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
        default: tell(opening - .seconds(Int.random(in: 0...600, using: &random)), .posted, ["asks": "true"])
        }
    }
}

/// Numbers that a seed gives again and again.
struct Numbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
