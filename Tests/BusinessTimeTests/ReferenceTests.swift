import BusinessTime
import Contract
import Foundation
import TestKit
import Testing

/// The library against a slow reference, in random cases.
///
/// `BUSINESS_TIME_CASES=100000 swift test --filter ReferenceTests` asks more than the usual 5,000 questions.
@Suite struct ReferenceTests {
    private static let questions = 20
    private static let cases = ProcessInfo.processInfo.environment["BUSINESS_TIME_CASES"].flatMap { Int($0) } ?? 5000
    private static let zones = [
        "Europe/Berlin", "America/New_York", "Africa/Johannesburg", "Asia/Kathmandu", "Pacific/Apia",
        "Africa/Casablanca", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Chatham", "UTC",
    ]
    /// In years after 1970; Apia skipped a day in 2011 and São Paulo gave summer time up in 2019.
    private static let years = 39..<58

    @Test(arguments: zones)
    func `due, elapsed, open and next change are those of the slow reference`(zone: String) async throws {
        let years = Self.years
        let wall = try #require(
            WallClock(
                zone,
                from: (years.lowerBound * 365 - 10) * 86_400,
                until: (years.upperBound * 365 + 90) * 86_400
            )
        )
        let place = try #require(Self.zones.firstIndex(of: zone))
        var generator = SeededGenerator(seed: UInt64(2026 + place))
        let round = Self.zones.count * Self.questions
        for _ in 0..<(Self.cases + round - 1) / round {
            let random = try RandomCalendar(wall: wall, using: &generator, years: years)
            let calendar = try BusinessCalendar(random.definition)
            for _ in 0..<Self.questions { try Self.ask(calendar, random, &generator) }
        }
    }

    private static func ask(
        _ calendar: BusinessCalendar,
        _ random: RandomCalendar,
        _ generator: inout SeededGenerator
    ) throws {
        let slow = random.slow
        let start = random.days.lowerBound * 86_400 + generator.number(in: 0..<40 * 86_400)
        let end = start + generator.number(in: 0..<6 * 86_400)
        let budget = generator.number(in: 0..<40 * 3600)
        var pauses: [(Int, Int)] = []
        for _ in 0..<generator.number(in: 0..<4) {
            let from = start + generator.number(in: -86_400..<3 * 86_400)
            pauses.append((from, from + generator.number(in: 0..<86_400)))
        }
        let periods = pauses.compactMap { Period(instant($0.0), instant($0.1)) }
        // Told only where something is wrong: to write it out takes longer than to ask it.
        func question() -> Comment {
            "\(random.definition) start \(start) end \(end) budget \(budget) pauses \(pauses)"
        }
        try #require(calendar.isOpen(at: instant(start)) == slow.isOpen(start), question())
        let elapsed = calendar.elapsed(from: instant(start), to: instant(end), pauses: periods)
        try #require(elapsed == .seconds(slow.elapsed(start, end, pauses: pauses)), question())
        // Where the cells end without an answer, the library's answer must lie beyond them.
        let horizon = instant(random.days.upperBound * 86_400)
        let due = try? calendar.due(start: instant(start), budget: .seconds(budget), pauses: periods)
        if let expected = slow.due(start, budget: budget, pauses: pauses) {
            try #require(due == instant(expected), question())
        } else {
            try #require(due.map { $0 > horizon } ?? true, question())
        }
        let change = calendar.nextChange(after: instant(start))
        if let expected = slow.nextChange(start) {
            try #require(change == instant(expected), question())
        } else {
            try #require(change.map { $0 >= horizon } ?? true, question())
        }
    }

    private static func instant(_ second: Int) -> Instant { Instant(microseconds: Int64(second) * 1_000_000) }
}
