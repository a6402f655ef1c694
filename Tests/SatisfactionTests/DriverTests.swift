import Satisfaction
import Testing

/// Which factor explains the negative ratings.
@Suite struct DriverTests {
    private func answer(_ value: Int, _ factors: [String: Int]) throws -> Driver.Answer {
        Driver.Answer(
            rating: try #require(Rating(value, on: .five)),
            factors: try factors.mapValues { try #require(Rating($0, on: .five)) }
        )
    }

    @Test func `the factor comes first whose low ratings go with the negatives`() throws {
        var answers: [Driver.Answer] = []
        for _ in 0..<40 { answers.append(try answer(5, ["clarity": 5, "response_time": 4])) }
        for _ in 0..<8 { answers.append(try answer(1, ["clarity": 4, "response_time": 1])) }
        for _ in 0..<2 { answers.append(try answer(2, ["clarity": 2, "response_time": 5])) }
        let drivers = Driver.all(in: answers)
        #expect(drivers.map(\.factor) == ["response_time", "clarity"])
        let first = try #require(drivers.first)
        #expect((first.answers, first.low, first.negativeWhereLow, first.negativeElsewhere) == (50, 8, 8, 2))
        #expect(abs(first.explained - 0.7619) < 0.0001)
        #expect(try abs(#require(first.ratio) - 21) < 0.0001)
        #expect(abs(first.meanStars - 3.56) < 0.0001)
    }

    @Test func `a factor that was never rated low explains nothing, and few answers are left out`() throws {
        let answers = [try answer(1, ["clarity": 5]), try answer(5, ["clarity": 5, "helpfulness": 1])]
        let drivers = Driver.all(in: answers)
        #expect(drivers.map(\.explained) == [0, 0])
        #expect(Driver.all(in: answers, minimum: 2).map(\.factor) == ["clarity"])
        #expect(Driver.all(in: []).isEmpty)
    }
}
