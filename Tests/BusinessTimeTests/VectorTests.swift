import BusinessTime
import Contract
import Testing

/// The vectors of the definition of business time, exactly.
@Suite struct VectorTests {
    struct Vector: Sendable {
        var zone = "UTC"
        var week: [(String, [String])] = [("mon-fri", ["09:00-17:00"])]
        var holidays: [String] = []
        var start: String
        var hours: Int
        var pauses: [(String, String)] = []
        var due: String
    }

    // 2026-03-06 is a Friday.
    static let vectors: [Vector] = [
        Vector(start: "2026-03-06 16:30", hours: 1, due: "2026-03-09 09:30"),
        Vector(start: "2026-03-06 16:00", hours: 8, due: "2026-03-09 16:00"),
        Vector(week: [("mon-fri", ["08:00-18:00"])], start: "2026-03-06 17:00", hours: 4, due: "2026-03-09 11:00"),
        Vector(week: [("mon-fri", ["08:00-18:00"])], start: "2026-03-09 17:00", hours: 4, due: "2026-03-10 11:00"),
        // The warning an hour before: what is left of the budget without its lead.
        Vector(week: [("mon-fri", ["08:00-18:00"])], start: "2026-03-09 17:00", hours: 3, due: "2026-03-10 10:00"),
        Vector(
            zone: "Europe/Berlin",
            week: [("daily", ["09:00-21:00"])],
            holidays: ["2016-11-11", "2016-11-13"],
            start: "2016-11-09 23:00",
            hours: 48,
            due: "2016-11-15 21:00"
        ),
        Vector(
            zone: "Africa/Johannesburg",
            week: [("mon-fri", ["08:00-17:00"])],
            holidays: ["2026-04-03", "2026-04-06"],
            start: "2026-04-02 16:30",
            hours: 2,
            due: "2026-04-07 09:30"
        ),
        Vector(
            zone: "Africa/Johannesburg",
            week: [("mon-fri", ["08:00-17:00"])],
            holidays: ["2026-08-10"],
            start: "2026-08-07 16:30",
            hours: 1,
            due: "2026-08-11 08:30"
        ),
        Vector(
            zone: "Europe/Berlin",
            week: [("daily", ["00:00-24:00"])],
            start: "2026-03-28 22:00",
            hours: 6,
            due: "2026-03-29T05:00:00+02:00"
        ),
        Vector(
            zone: "Europe/Berlin",
            week: [("daily", ["00:00-24:00"])],
            start: "2026-10-24 22:00",
            hours: 6,
            due: "2026-10-25T03:00:00+01:00"
        ),
        Vector(
            start: "2026-03-09 09:00",
            hours: 8,
            pauses: [("2026-03-09 11:00", "2026-03-09 15:00")],
            due: "2026-03-10 13:00"
        ),
        Vector(
            start: "2026-03-09 09:00",
            hours: 8,
            pauses: [("2026-03-09 16:00", "2026-03-10 10:00")],
            due: "2026-03-10 11:00"
        ),
    ]

    @Test(arguments: vectors)
    func `a budget is used up at the instant of the vector, and that much has elapsed by then`(vector: Vector) throws {
        let calendar = try calendar(vector.zone, vector.week, holidays: vector.holidays.map { ($0, []) })
        let start = try calendar.at(vector.start)
        let pauses = try calendar.pauses(vector.pauses)
        let due = try calendar.due(start: start, budget: .seconds(vector.hours * 3600), pauses: pauses)
        #expect(try due == calendar.at(vector.due))
        #expect(calendar.elapsed(from: start, to: due, pauses: pauses) == .seconds(vector.hours * 3600))
    }

    @Test(arguments: [
        ("2026-03-09 08:00", "2026-03-09 10:00"), ("2026-03-09 09:00", "2026-03-09 10:00"),
        ("2026-03-09 17:00", "2026-03-10 10:00"), ("2026-03-09 16:00", "2026-03-09 17:00"),
        ("2026-03-06 17:00", "2026-03-09 10:00"), ("2026-03-07 12:00", "2026-03-09 10:00"),
    ])
    func `an hour counts from the next opening, and may end exactly at the closing`(start: String, due: String) throws {
        let calendar = try calendar("Africa/Johannesburg", [("mon-fri", ["09:00-17:00"])])
        #expect(try calendar.due(start: calendar.at(start), budget: .seconds(3600)) == calendar.at(due))
    }

    @Test func `a budget of nothing is used up at the start, even when it is closed`() throws {
        let calendar = try calendar("UTC", [("mon-fri", ["09:00-17:00"])])
        let night = try calendar.at("2026-03-09 03:00")
        #expect(try calendar.due(start: night, budget: .zero) == night)
        #expect(throws: CalendarFault.negativeBudget) { try calendar.due(start: night, budget: .seconds(-1)) }
    }

    @Test func `microseconds are kept`() throws {
        let calendar = try calendar("Europe/Berlin", [("mon-fri", ["09:00-12:30", "13:15-17:00"])])
        let start = try calendar.at("2026-03-09T12:29:59.999999")
        let due = try calendar.due(start: start, budget: .microseconds(3))
        #expect(due == (try calendar.at("2026-03-09T13:15:00.000002")))
        #expect(calendar.elapsed(from: start, to: due) == .microseconds(3))
        #expect(try calendar.due(start: start, budget: .nanoseconds(1)) == calendar.at("2026-03-09 12:30"))
    }
}
