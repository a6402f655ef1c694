import BusinessTime
import Contract
import Foundation
import Testing

/// How long answers take, in release, run by hand.
///
///     BUSINESS_TIME_SPEED=1 swift test -c release --enable-testing --disable-xctest --filter SpeedTests
@Suite struct SpeedTests {
    private static let isWanted = ProcessInfo.processInfo.environment["BUSINESS_TIME_SPEED"] != nil

    @Test(.enabled(if: isWanted, "by hand, in release: BUSINESS_TIME_SPEED=1"))
    func `a usual calendar answers within microseconds`() throws {
        let holidays = (1...12).map { ("2026-\($0 < 10 ? "0" : "")\($0)-05", [String]()) }
        let week = [("mon-fri", ["08:00-12:30", "13:15-17:00"])]
        let calendar = try calendar("Europe/Berlin", week, holidays: holidays)
        let first = try calendar.at("2026-01-05 08:00")
        let pauses = try calendar.pauses([
            ("2026-03-09 10:00", "2026-03-09 11:00"), ("2026-03-10 00:00", "2026-03-11 00:00"),
        ])
        let rounds = 200_000
        var sum: Int64 = 0
        let measured: [(String, (Int) throws -> Int64)] = [
            ("due", { try calendar.due(start: first + .seconds($0 * 97), budget: .seconds(28_800)).microseconds }),
            (
                "due with two pauses",
                {
                    let start = first + .seconds($0 * 97)
                    return try calendar.due(start: start, budget: .seconds(28_800), pauses: pauses).microseconds
                }
            ),
            (
                "elapsed over a month",
                {
                    let start = first + .seconds($0 * 97)
                    return calendar.elapsed(from: start, to: start + .seconds(30 * 86_400)).wholeMicroseconds
                }
            ),
            ("isOpen", { calendar.isOpen(at: first + .seconds($0 * 97)) ? 1 : 0 }),
            ("nextChange", { calendar.nextChange(after: first + .seconds($0 * 97))?.microseconds ?? 0 }),
        ]
        for (name, ask) in measured {
            let time = try ContinuousClock().measure {
                for round in 0..<rounds { sum &+= try ask(round) }
            }
            print("\(name): \(time / rounds)")
            #expect(time / rounds < .microseconds(10))
        }
        let definition = calendar.definition
        let building = try ContinuousClock().measure {
            for _ in 0..<1000 {
                let fresh = try BusinessCalendar(definition)
                sum &+= try fresh.due(start: first, budget: .seconds(28_800)).microseconds
            }
        }
        print("a new calendar and its first answer: \(building / 1000)")
        #expect(sum != 0)
    }
}
