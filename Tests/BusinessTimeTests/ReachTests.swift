import BusinessTime
import Contract
import Testing

/// Nothing that can be asked runs without end.
@Suite struct ReachTests {
    @Test(
        arguments: [
            ([], []), ([("mon", [])], []), ([], [("2026-04-03", [])]), ([], [("12-24", ["09:00-12:00"])]),
        ] as [([(String, [String])], [(String, [String])])]
    )
    func `a calendar that never opens is refused`(week: [(String, [String])], holidays: [(String, [String])]) {
        #expect(throws: CalendarFault.neverOpens) { try calendar("UTC", week, holidays: holidays) }
    }

    @Test func `a calendar that holidays close every day of every year is refused`() throws {
        let days = try (0..<366).map { try #require(LocalDate("2024-01-01")).day + $0 }
        let holidays = days.map { (String(LocalDate(day: $0).description.dropFirst(5)), [String]()) }
        #expect(throws: CalendarFault.neverOpens) {
            try calendar("UTC", [("daily", ["09:00-17:00"])], holidays: holidays)
        }
        let leap = try calendar("UTC", [("daily", ["09:00-17:00"])], holidays: holidays.filter { $0.0 != "02-29" })
        let start = try leap.at("2096-02-29 17:00")
        #expect(try leap.due(start: start, budget: .seconds(8 * 3600)) == leap.at("2104-02-29 17:00"))
    }

    @Test func `open time that lies decades ahead is found, and when it is over there is a clear answer`() throws {
        let calendar = try calendar("Europe/Berlin", [], holidays: [("2071-06-01", ["09:00-12:00"])])
        let start = try calendar.at("2026-03-09 09:00")
        #expect(try calendar.due(start: start, budget: .seconds(3 * 3600)) == calendar.at("2071-06-01 12:00"))
        #expect(throws: CalendarFault.outOfReach) { try calendar.due(start: start, budget: .seconds(3 * 3600 + 1)) }
        #expect(try calendar.nextChange(after: start) == calendar.at("2071-06-01 09:00"))
        #expect(try calendar.nextChange(after: calendar.at("2071-06-01 12:00")) == nil)
        #expect(try calendar.elapsed(from: start, to: calendar.at("9999-12-31 00:00")) == .seconds(3 * 3600))
    }

    @Test(arguments: [[("mon-fri", ["09:00-17:00"])], [("daily", ["00:00-24:00"])]])
    func `budgets and instants beyond all reach have an answer`(week: [(String, [String])]) throws {
        let calendar = try calendar("America/New_York", week)
        let start = try calendar.at("2026-03-09 09:00")
        for budget in [Duration.seconds(Int64.max), .microseconds(Int64.max)] {
            #expect(throws: CalendarFault.outOfReach) { try calendar.due(start: start, budget: budget) }
        }
        for far in [Instant(microseconds: .min), Instant(microseconds: .max)] {
            #expect(!calendar.isOpen(at: far))
            #expect(calendar.nextChange(after: far) == nil)
            #expect(throws: CalendarFault.outOfReach) { try calendar.due(start: far, budget: .seconds(1)) }
        }
        let all = calendar.elapsed(from: Instant(microseconds: .min), to: Instant(microseconds: .max))
        #expect(all > .seconds(9998 * 365 * 86_400 * Int64(week[0].0 == "daily" ? 100 : 23) / 100))
        let pause = try #require(Period(Instant(microseconds: .min), Instant(microseconds: .max)))
        #expect(throws: CalendarFault.outOfReach) {
            try calendar.due(start: start, budget: .seconds(1), pauses: [pause])
        }
        #expect(calendar.elapsed(from: start, to: Instant(microseconds: .max), pauses: [pause]) == .zero)
    }

    @Test func `a hundred years of office hours are used up to the second`() throws {
        let calendar = try calendar("UTC", [("daily", ["09:00-17:00"])])
        let start = try calendar.at("2026-01-01 00:00")
        let days = try #require(LocalDate("2126-01-01")).day - #require(LocalDate("2026-01-01")).day
        let due = try calendar.due(start: start, budget: .seconds(days * 8 * 3600))
        #expect(due == (try calendar.at("2125-12-31 17:00")))
    }

    @Test func `many may ask one calendar at once`() async throws {
        let calendar = try calendar("Africa/Johannesburg", [("mon-fri", ["08:00-12:30", "13:15-17:00"])])
        let start = try calendar.at("2026-03-02 08:00")
        let answers = await withTaskGroup(of: [Duration].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<60).map { calendar.elapsed(from: start, to: start + .seconds($0 * 28 * 86_400)) }
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(answers.first?[1] == .seconds(20 * 8.25 * 3600))
    }
}
