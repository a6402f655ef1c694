import Clocks
import Contract
import Policy
import TestKit
import Testing

/// What a monitor that gets a case's facts one by one tells and stores, with the timers that come due between.
struct Diary {
    private(set) var told: [ClockKey: ToldClock] = [:]
    private(set) var clocks: [Clock] = []
    private(set) var news: [News] = []
    private let terms: [Int64: Terms]
    private let revisions: [Revision]
    /// The versions that the case was looked at for.
    private var looked: Instant?
    private var facts: [Fact] = []
    private var asOf = Instant(microseconds: .min)
    private var next: Instant?
    private let id = CaseID("case-1")

    /// A fact comes so long after it happened; without delays each comes at once, some of them twice.
    init(_ terms: Terms, _ told: [Fact], delays: [Duration], _ end: Instant, _ random: inout SeededGenerator) throws {
        try self.init([terms.version: terms], told, [], delays: delays, end, &random)
    }

    /// The same where other versions of the policy are applied, and the case is looked at for each after its delay.
    init(
        _ terms: [Int64: Terms],
        _ told: [Fact],
        _ revisions: [Revision],
        delays: [Duration],
        _ end: Instant,
        _ random: inout SeededGenerator
    ) throws {
        self.terms = terms
        self.revisions = revisions
        var arrivals = told.enumerated().map { place, fact in
            (at: fact.time + (delays.isEmpty ? .zero : delays[place]), fact: Fact?.some(fact), time: fact.time)
        }
        arrivals += arrivals.filter { _ in Bool.random(using: &random) }
            .map { (at: $0.at + .seconds(60), fact: $0.fact, time: $0.time) }
        arrivals += revisions.enumerated().map { place, revision in
            let delay = delays.isEmpty ? .zero : delays[told.count + place]
            return (at: revision.at + delay, fact: Fact?.none, time: revision.at)
        }
        arrivals.sort { ($0.at, $0.time, $0.fact?.event ?? .zero) < ($1.at, $1.time, $1.fact?.event ?? .zero) }
        for arrival in arrivals {
            pass(to: arrival.at)
            if let fact = arrival.fact {
                guard facts.take(fact) else { continue }
            } else {
                looked = max(looked ?? arrival.time, arrival.time)
                if facts.isEmpty { continue }
            }
            tell(at: arrival.time)
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
        row?.policy = clock.policy
        row?.setting = clock.setting.fields.json
        row?.segments = clock.segments.json
        row?.dueAt = clock.dueAt
        row?.stoppedAt = clock.stoppedAt
        row?.breachedAt = clock.breachedAt
        row?.undelivered = clock.undelivered
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

    /// Every warning and level once a clock, and again where a re-planning put it ahead; a breach once, unless it was
    /// taken back in between.
    func expectEachOnce() {
        var seen: Set<String> = []
        var ahead: [String: (since: Instant, told: Set<String>)] = [:]
        func expectNew(_ what: String, _ clock: String, at time: Instant) {
            if seen.insert("\(clock) \(what)").inserted { return }
            #expect(ahead[clock].map { $0.since <= time } == true)
            let isFirst = ahead[clock]?.told.insert(what).inserted
            #expect(isFirst == true)
        }
        var broken: Set<String> = []
        for item in news {
            let clock = item.fields["clock"] ?? ""
            // A clock that turned out never to have run is forgotten.
            if item.fields["reason"] == "superseded" {
                seen = seen.filter { !$0.hasPrefix(clock + " ") }
                ahead[clock] = nil
                broken.remove(clock)
                continue
            }
            if let lead = item.fields["warning"] { expectNew(lead, clock, at: item.time) }
            if let level = item.fields["level"] { expectNew("level \(level)", clock, at: item.time) }
            if item.kind == .replanned, item.fields["former_policy_version"] != nil { ahead[clock] = (item.time, []) }
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
        // As the monitor has it: what is known of the case says that those versions were applied.
        let horizon = [looked, facts.last?.time, asOf].compactMap(\.self).max() ?? asOf
        let since = facts.first?.time ?? horizon
        let known = revisions.filter { since < $0.at && $0.at <= horizon }
        clocks = CaseClocks.clocks(of: facts, asOf: asOf, revisions: known) { [terms] in terms[$0] }
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

extension EventID {
    fileprivate static let zero = EventID(high: 0, low: 0)
}
