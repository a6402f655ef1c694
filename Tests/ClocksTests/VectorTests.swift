import Clocks
import Contract
import Testing

/// The vectors of the definition of business time, through a policy and a case's events.
@Suite struct VectorTests {
    struct Vector: Sendable {
        var zone = "UTC"
        var week = "mon-fri: [\"09:00-17:00\"]"
        var holidays: [String] = []
        let start: String
        let target: String
        var pauses: [(String, String)] = []
        var warn: (lead: String, at: String)?
        let due: String
    }

    // 2026-03-06 is a Friday. Times are UTC; Johannesburg is two hours ahead, Berlin one or two.
    static let vectors: [Vector] = [
        Vector(start: "2026-03-06 16:30", target: "1h", due: "2026-03-09 09:30"),
        Vector(start: "2026-03-06 16:00", target: "8h", due: "2026-03-09 16:00"),
        Vector(week: "mon-fri: [\"08:00-18:00\"]", start: "2026-03-06 17:00", target: "4h", due: "2026-03-09 11:00"),
        Vector(
            week: "mon-fri: [\"08:00-18:00\"]",
            start: "2026-03-09 17:00",
            target: "4h",
            warn: ("1h", "2026-03-10 10:00"),
            due: "2026-03-10 11:00"
        ),
        Vector(
            zone: "Europe/Berlin",
            week: "daily: [\"09:00-21:00\"]",
            holidays: ["2016-11-11", "2016-11-13"],
            start: "2016-11-09 22:00",
            target: "48h",
            due: "2016-11-15 20:00"
        ),
        Vector(
            zone: "Africa/Johannesburg",
            week: "mon-fri: [\"08:00-17:00\"]",
            holidays: ["2026-04-03", "2026-04-06"],
            start: "2026-04-02 14:30",
            target: "2h",
            due: "2026-04-07 07:30"
        ),
        Vector(
            zone: "Africa/Johannesburg",
            week: "mon-fri: [\"08:00-17:00\"]",
            holidays: ["2026-08-10"],
            start: "2026-08-07 14:30",
            target: "1h",
            due: "2026-08-11 06:30"
        ),
        Vector(
            zone: "Europe/Berlin",
            week: "daily: [\"00:00-24:00\"]",
            start: "2026-03-28 21:00",
            target: "6h",
            due: "2026-03-29 03:00"
        ),
        Vector(
            zone: "Europe/Berlin",
            week: "daily: [\"00:00-24:00\"]",
            start: "2026-10-24 20:00",
            target: "6h",
            due: "2026-10-25 02:00"
        ),
        Vector(
            start: "2026-03-09 09:00",
            target: "8h",
            pauses: [("2026-03-09 11:00", "2026-03-09 15:00")],
            due: "2026-03-10 13:00"
        ),
        Vector(
            start: "2026-03-09 09:00",
            target: "8h",
            pauses: [("2026-03-09 16:00", "2026-03-10 10:00")],
            due: "2026-03-10 11:00"
        ),
    ]

    @Test(arguments: vectors)
    func `a clock is due at the instant of the vector`(vector: Vector) throws {
        let holidays = vector.holidays.map { "{ date: \($0) }" }.joined(separator: ", ")
        let terms = try Terms.of(
            """
            calendars:
              hours: { zone: \(vector.zone), week: { \(vector.week) }, holidays: [\(holidays)] }
            promises:
              kept:
                metric: resolution
                target: \(vector.target)
                hours: hours
                pauses: [user]
                warn: [\(vector.warn?.lead ?? "")]

            """
        )
        var story = Story(terms)
        try story.tell(vector.start, .opened, byMessage)
        for (from, to) in vector.pauses {
            try story.tell(from, .waiting, ["for": "user"])
            try story.tell(to, .woken)
        }
        let clock = try story.clock("kept")
        #expect(try clock.dueAt == at(vector.due))
        #expect(try clock.warnings.map(\.at) == (vector.warn.map { [try at($0.at)] } ?? []))

        // What is resolved at the due instant itself has used up the budget and not a second more.
        try story.tell(vector.due, .resolved)
        let met = try story.clock("kept")
        #expect(met.state == .met)
        #expect(met.businessElapsed == met.target)
        #expect(met.segments.first?.from == met.started.time)
        #expect(try met.segments.last?.to == at(vector.due))
        for (one, next) in zip(met.segments, met.segments.dropFirst()) { #expect(one.to == next.from) }
    }
}
