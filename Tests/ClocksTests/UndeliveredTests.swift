import Clocks
import Contract
import Policy
import Testing

/// A reply that did not reach the user: the clocks that it had stopped run on from their start, and say so.
@Suite struct UndeliveredTests {
    /// What happens, at minutes after ten on a Monday; `lost` and `arrived` name the reply by its place among the steps.
    enum Step {
        case asks(Int)
        case replies(Int)
        case lost(Int, at: Int)
        case arrived(Int, at: Int)
        case resolved(Int)
        case merged(Int)
        case reopened(Int)
    }

    struct Row: CustomTestStringConvertible {
        let testDescription: String
        let steps: [Step]
        /// The clocks of responses in their order, each as `metric n: state, start–stop, breach, undelivered`.
        let clocks: [String]

        init(_ name: String, _ steps: [Step], _ clocks: [String]) {
            testDescription = name
            self.steps = steps
            self.clocks = clocks
        }
    }

    // The case is opened by a message at 0; the first response is due after 60 minutes, the next ones after 180.
    static let rows: [Row] = [
        Row("what arrives stops it", [.replies(20)], ["first 1: met 0–20"]),
        Row("it runs on from its start", [.replies(20), .lost(1, at: 30)], ["first 1: running 0–, 1 lost"]),
        Row(
            "it is broken by its own due time, however late the failure is told",
            [.replies(20), .lost(1, at: 400)],
            ["first 1: breached 0–, at 60, 1 lost"]
        ),
        Row(
            "a later reply stops it, in time",
            [.replies(20), .lost(1, at: 30), .replies(50)],
            ["first 1: met 0–50, 1 lost"]
        ),
        Row(
            "a later reply stops it, too late",
            [.replies(20), .lost(1, at: 30), .replies(90)],
            ["first 1: breached 0–90, at 60, 1 lost"]
        ),
        Row(
            "the later reply was there before the failure was told",
            [.replies(20), .replies(50), .lost(1, at: 400)],
            ["first 1: met 0–50, 1 lost"]
        ),
        Row(
            "each of several may fail",
            [.replies(20), .replies(30), .lost(2, at: 400), .lost(1, at: 401)],
            ["first 1: breached 0–, at 60, 2 lost"]
        ),
        Row(
            "it failed on one way and arrived by another",
            [.replies(20), .lost(1, at: 30), .arrived(1, at: 31)],
            ["first 1: met 0–20"]
        ),
        Row(
            "that it arrived is told and nothing else",
            [.replies(20), .arrived(1, at: 31)],
            ["first 1: met 0–20"]
        ),
        Row(
            "the failure of another reply changes nothing",
            [.replies(20), .replies(30), .lost(2, at: 40)],
            ["first 1: met 0–20"]
        ),
        Row(
            "the failure is told of twice",
            [.replies(20), .lost(1, at: 30), .lost(1, at: 45)],
            ["first 1: running 0–, 1 lost"]
        ),
        Row(
            "what the user asked meanwhile waits for the same answer",
            [.replies(20), .asks(30), .lost(1, at: 40)],
            ["first 1: running 0–, 1 lost"]
        ),
        Row(
            "so do questions that were answered since",
            [.replies(20), .asks(30), .replies(40), .asks(50), .lost(1, at: 60)],
            ["first 1: met 0–40, 1 lost", "next 1: running 50–"]
        ),
        Row(
            "a next response runs on from its own start",
            [.replies(20), .asks(30), .replies(40), .lost(3, at: 50)],
            ["first 1: met 0–20", "next 1: running 30–, 1 lost"]
        ),
        Row(
            "a next response is broken by its own due time",
            [.replies(20), .asks(30), .replies(40), .lost(3, at: 500)],
            ["first 1: met 0–20", "next 1: breached 30–, at 210, 1 lost"]
        ),
        Row(
            "a resolve since then stands: nothing was answered, and nothing runs",
            [.replies(20), .resolved(40), .lost(1, at: 50)],
            ["first 1: cleared 0–40, 1 lost"]
        ),
        Row(
            "a resolve that came too late",
            [.replies(20), .resolved(90), .lost(1, at: 100)],
            ["first 1: breached 0–90, at 60, 1 lost"]
        ),
        Row(
            "a resolve with a summary answers what a lost reply did not",
            [.replies(20), .asks(30), .replies(40), .resolved(50), .lost(3, at: 60)],
            ["first 1: met 0–20", "next 1: met 30–50, 1 lost"]
        ),
        Row(
            "a merged case stays merged",
            [.replies(20), .merged(40), .lost(1, at: 50)],
            ["first 1: cleared 0–40, 1 lost"]
        ),
        Row(
            "reopened, the first response goes on without the time in which the case was closed",
            [.replies(20), .resolved(40), .reopened(70), .lost(1, at: 75), .replies(80)],
            ["first 1: met 0–80, 1 lost"]
        ),
    ]

    @Test(arguments: rows)
    func `the clock takes the reply as never written`(_ row: Row) throws {
        let story = try story(row.steps)
        let all = story.clocks(asOf: story.facts.map(\.time).max() ?? .init(microseconds: 0))
        #expect(described(all) == row.clocks)
        // In whatever order the facts become known.
        #expect(Array(story.facts.reversed()).sorted() == story.facts.sorted())
        var facts: [Fact] = []
        for fact in story.facts.reversed() {
            let isNew = facts.take(fact)
            #expect(isNew)
        }
        #expect(facts == story.facts.sorted())
        #expect([Fact](text: facts.text) == facts)
    }

    @Test func `the assignee has answered, whatever became of the answer on its way`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:00", .assigned, ["admin": "a-1"])
        try story.tell("2026-03-09 10:20", .replied, ["admin": "a-1"])
        try story.tell("2026-03-09 10:30", .replyFailed, ["reply": EventID(high: 3, low: 0).description])
        #expect(try story.clock("own").state == .met)
        #expect(try story.clock("own").undelivered == 0)
        #expect(try story.clock("first").state == .running)
        #expect(!story.clocks().contains { $0.key.metric == .update }, "nothing has been promised to follow it")
    }

    @Test func `what was told is corrected, and a breach of the past is told as a breach`() throws {
        var story = Story(try .office())
        try story.tell("2026-03-09 10:00", .opened, byMessage)
        try story.tell("2026-03-09 10:20", .replied, ["admin": "a-1"])
        func bulletin(_ told: [ToldClock], asOf: String) throws -> Bulletin {
            let instant = try at(asOf)
            return Bulletin(
                story.clocks(asOf: instant).filter { $0.key.promise == "first" },
                told: told,
                of: CaseID("case-1"),
                asOf: instant,
                time: try at("2026-03-09 12:00"),
                isOfPast: false
            )
        }
        let met = try bulletin([], asOf: "2026-03-09 10:20").changed.map(\.told)
        #expect(met.map(\.state) == [.met])
        try story.tell("2026-03-09 12:00", .replyFailed, ["reply": EventID(high: 2, low: 0).description])

        // Where time is known up to the reply, the clock first runs on, and what is overdue is due at once.
        let again = try bulletin(met, asOf: "2026-03-09 10:20")
        #expect(again.news.map(\.kind) == [.corrected])
        #expect(again.news.first?.fields["former_state"] == "met")
        #expect(again.news.first?.fields["state"] == "running")
        #expect(again.news.first?.fields["undelivered"] == "1")
        #expect(try again.next == at("2026-03-09 10:30"))
        let broken = try bulletin(again.changed.map(\.told), asOf: "2026-03-09 12:00")
        #expect(broken.news.last?.kind == .breached)
        #expect(try broken.news.last?.time == at("2026-03-09 11:00"))

        // Where another of its clocks has brought time further, both come together.
        let late = try bulletin(met, asOf: "2026-03-09 12:00")
        #expect(late.news.map(\.kind) == [.warned, .warned, .breached, .corrected], "in the order of their times")
        let breach = late.news.first { $0.kind == .breached }
        #expect(breach?.fields["breached_at"] == "2026-03-09T11:00:00.000Z")
        #expect(try bulletin(late.changed.map(\.told), asOf: "2026-03-09 12:00").news.isEmpty)
    }

    private func story(_ steps: [Step]) throws -> Story {
        var story = Story(try .office())
        let opening = try at("2026-03-09 10:00")
        func time(_ minutes: Int) -> Instant { opening + .seconds(60 * minutes) }
        story.tell(opening, .opened, byMessage)
        for step in steps {
            switch step {
            case .asks(let at): story.tell(time(at), .posted, ["asks": "true"])
            case .replies(let at): story.tell(time(at), .replied, ["admin": "a-1"])
            case .lost(let step, let at): story.tell(time(at), .replyFailed, reply(step))
            case .arrived(let step, let at): story.tell(time(at), .replyArrived, reply(step))
            case .resolved(let at): story.tell(time(at), .resolved, ["summary": "true", "by": "a-1"])
            case .merged(let at): story.tell(time(at), .merged)
            case .reopened(let at): story.tell(time(at), .reopened, ["cycle": "1"])
            }
        }
        return story
    }

    /// The step of that place names its event: the opening is the first fact.
    private func reply(_ step: Int) -> Fields { ["reply": EventID(high: UInt64(step) + 1, low: 0).description] }

    private func described(_ clocks: [Clock]) -> [String] {
        clocks.compactMap { clock in
            guard let promise = clock.key.promise, ["first", "next"].contains(promise) else { return nil }
            var text = "\(promise) \(clock.key.instance): \(clock.state) \(minutes(clock.started.time))–"
            if let stopped = clock.stoppedAt { text += minutes(stopped) }
            if let breached = clock.breachedAt { text += ", at \(minutes(breached))" }
            if clock.undelivered > 0 { text += ", \(clock.undelivered) lost" }
            return text
        }
    }

    private func minutes(_ instant: Instant) -> String {
        let opening = Instant(microseconds: 1_773_050_400_000_000)
        return String((instant - opening).wholeMicroseconds / 60_000_000)
    }
}
