import Clocks
import Contract
import Policy
import Testing

/// What another version of the policy does to clocks that are open when it is applied.
struct ReplanTests {
    private static let calendars = """
        calendars:
          office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } }

        """
    private static let first = "promises: { first: { metric: first_response, target: 4h, hours: office } }\n"

    /// A case opened on Monday 9 March 2026 at 10:00, with another version applied at 12:00.
    private func clocks(
        _ later: String,
        from earlier: String = calendars + first,
        at applied: String = "2026-03-09 12:00",
        asOf: String = "2026-03-09 12:00",
        _ more: (inout Story) throws -> Void = { _ in }
    ) throws -> [Clock] {
        let versions = [1: try Terms.of(earlier), 2: try Terms.of(later, version: 2)]
        var story = Story(try #require(versions[1]))
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try more(&story)
        return CaseClocks.clocks(
            of: story.facts.sorted(),
            asOf: try at(asOf),
            revisions: [Revision(version: 2, at: try at(applied))]
        ) { versions[Int($0)] }
    }

    private func first(_ clocks: [Clock]) throws -> Clock {
        try #require(clocks.first { $0.key.promise == "first" })
    }

    @Test(arguments: [
        ("6h", "2026-03-09T16:00:00.000Z", Clock.State.running),
        ("3h", "2026-03-09T13:00:00.000Z", .running),
        ("8h", "2026-03-10T10:00:00.000Z", .running),
    ])
    func `the new target less what has passed already is what is left`(
        target: String,
        due: String,
        state: Clock.State
    ) throws {
        let clock = try first(clocks(Self.calendars + Self.first.replacing("4h", with: target)))
        #expect(clock.dueAt?.description == due)
        #expect(clock.state == state)
        #expect(clock.policy == 2)
        #expect(try clock.replannedAt == at("2026-03-09 12:00"))
        #expect(!clock.isBrokenByPolicy)
    }

    @Test
    func `a target that is used up already breaks with the change, not before`() throws {
        let clock = try first(clocks(Self.calendars + Self.first.replacing("4h", with: "1h")))
        #expect(clock.state == .breached)
        #expect(clock.isBrokenByPolicy)
        #expect(try clock.dueAt == at("2026-03-09 11:00"))
        #expect(try clock.breachedAt == at("2026-03-09 12:00"))
    }

    @Test
    func `a version that says the same about clocks leaves them with theirs`() throws {
        let clock = try first(clocks(Self.calendars + Self.first + "rewards: {}\n"))
        #expect(clock.policy == 1)
        #expect(clock.replannedAt == nil)
        let other = try first(
            clocks(Self.calendars + Self.first + "teams: { a: { calendar: office } }\n")
        )
        #expect(other.policy == 1)
    }

    @Test
    func `an emergency closure after the fact is taken out of what has passed`() throws {
        let closed = Self.calendars.replacing(
            "} }",
            with: "}, holidays: [{ date: 2026-03-09, name: Storm, open: [\"11:00-12:00\"] }] }"
        )
        let clock = try first(clocks(closed + Self.first))
        #expect(clock.dueAt?.description == "2026-03-10T12:00:00.000Z")
        #expect(clock.policy == 2)
    }

    @Test
    func `what was met or breached by then never changes`() throws {
        let later = Self.calendars + Self.first.replacing("4h", with: "1h")
        let met = try first(
            clocks(later) { try $0.tell("2026-03-09 11:30", .replied, ["admin": "a-1"]) }
        )
        #expect(met.state == .met)
        #expect(met.policy == 1)
        #expect(met.dueAt?.description == "2026-03-09T14:00:00.000Z")

        let breached = try first(
            clocks(
                Self.calendars + Self.first.replacing("4h", with: "9h"),
                at: "2026-03-09 15:00",
                asOf: "2026-03-09 16:00"
            )
        )
        #expect(breached.state == .breached)
        #expect(breached.policy == 1)
        #expect(breached.breachedAt?.description == "2026-03-09T14:00:00.000Z")
    }

    @Test
    func `a late event from before the change has its verdict by the old terms`() throws {
        let later = Self.calendars + Self.first.replacing("4h", with: "1h")
        let prompt = try first(clocks(later))
        #expect(prompt.state == .breached)
        let corrected = try first(
            clocks(later, asOf: "2026-03-09 13:00") { try $0.tell("2026-03-09 11:59", .replied, ["admin": "a-1"]) }
        )
        #expect(corrected.state == .met)
    }

    @Test
    func `a promise that goes is cleared, and one that comes begins with the version`() throws {
        let other = "promises: { second: { metric: first_response, target: 5h, hours: office } }\n"
        let found = try clocks(Self.calendars + other).filter { $0.key.metric == .firstResponse }
        #expect(found.map(\.key.promise) == ["first", "second"])
        #expect(found[0].state == .cleared)
        #expect(found[0].ending?.reason == "policy_change")
        #expect(try found[0].stoppedAt == at("2026-03-09 12:00"))
        #expect(try found[1].promisedAt == at("2026-03-09 12:00"))
        #expect(found[1].dueAt?.description == "2026-03-09T15:00:00.000Z")
    }

    private static let ladder = """
        ladder:
          steps: { start: warning, levels: [{ notify: [assignee], acknowledge_within: 1h }, { notify: [team] }] }
        promises:
          first: { metric: first_response, target: 4h, hours: office, warn: [50%], ladder: steps }

        """

    @Test(arguments: [
        ("8h", ["replanned 12:30"], ["warned 14:00 50% 1"], ["warned 15:00 2"]),
        // Its new time for the warning had passed when the version came, so that nothing of it lies ahead.
        ("270m", ["replanned 12:30"], ["warned 13:30 2"], ["breached 14:30"]),
    ])
    func `a re-planned clock is warned of again, and its ladder called, where that lies ahead now`(
        target: String,
        replanned: [String],
        next: [String],
        last: [String]
    ) throws {
        var told: [ClockKey: ToldClock] = [:]
        func news(_ target: String, at time: String) throws -> [String] {
            let clocks = try self.clocks(
                Self.calendars + Self.ladder.replacing("4h", with: target),
                from: Self.calendars + Self.ladder,
                at: "2026-03-09 12:30",
                asOf: "2026-03-09 \(time)"
            )
            let bulletin = Bulletin(
                clocks,
                told: Array(told.values),
                of: CaseID("case-1"),
                asOf: try at("2026-03-09 \(time)"),
                time: try at("2026-03-09 \(time)"),
                isOfPast: false
            )
            for (clock, row) in bulletin.changed { told[clock.key] = row }
            return bulletin.news.filter { $0.fields["promise"] == "first" }.map { item in
                let words = [item.kind.rawValue.dropFirst(6), item.time.description.dropFirst(11).prefix(5)]
                    .map { String($0) }
                return (words + [item.fields["warning"], item.fields["level"]].compactMap(\.self))
                    .joined(separator: " ")
            }
        }
        #expect(try news("4h", at: "12:10") == ["started 10:00", "warned 12:00 50% 1"])
        #expect(try news(target, at: "12:30") == replanned)
        #expect(try news(target, at: "14:00") == next)
        #expect(try news(target, at: "15:00") == last)
    }

    @Test
    func `the news are the change, then the breach with its reason, each told once`() throws {
        let id = CaseID("case-1")
        let before = Bulletin(
            try clocks(Self.calendars + Self.first),
            told: [],
            of: id,
            asOf: try at("2026-03-09 10:00"),
            time: try at("2026-03-09 10:00"),
            isOfPast: false
        )
        let told = before.changed.map(\.told)
        let later = try clocks(Self.calendars + Self.first.replacing("4h", with: "1h"))
        let after = Bulletin(
            later,
            told: told,
            of: id,
            asOf: try at("2026-03-09 10:00"),
            time: try at("2026-03-09 12:00"),
            isOfPast: false
        )
        #expect(after.news.map(\.kind) == [.replanned, .breached])
        #expect(after.news[0].fields["former_due_at"] == "2026-03-09T14:00:00.000Z")
        #expect(after.news[0].fields["due_at"] == "2026-03-09T11:00:00.000Z")
        #expect(after.news[0].fields["former_policy_version"] == "1")
        #expect(after.news[0].fields["policy_version"] == "2")
        #expect(after.news[1].fields["breach_reason"] == "policy_change")
        #expect(after.news[1].fields["breached_at"] == "2026-03-09T12:00:00.000Z")
        let changed = Dictionary(after.changed.map { ($0.told.key, $0.told) }) { $1 }
        let again = Bulletin(
            later,
            told: told.map { changed[$0.key] ?? $0 },
            of: id,
            asOf: try at("2026-03-09 10:00"),
            time: try at("2026-03-09 12:00"),
            isOfPast: false
        )
        #expect(again.isEmpty)
    }
}
