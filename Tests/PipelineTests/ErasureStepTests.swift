import Contract
import Testing

@testable import Pipeline

@Suite struct ErasureStepTests {
    @Test(arguments: [
        // From the beginning of the log on, a window at a time, to the last place.
        (0, 50, 1, 1..<11), (10, 50, 1, 11..<21), (40, 50, 1, 41..<51), (45, 50, 1, 46..<51),
        // What was let go or numbered anew is not counted through.
        (0, 1050, 1001, 1001..<1011), (0, 1005, 1001, 1001..<1006), (1010, 1050, 1001, 1011..<1021),
        // Nothing is left of it.
        (0, 50, 60, 51..<51), (50, 50, 1, 51..<51),
    ])
    func `events are looked at from where the log begins`(
        after: Int,
        upto: Int,
        first: Int,
        expected: Range<Int>
    ) {
        let erasure = Erasure(id: "e-1", person: "u-1", pseudonym: "erased-1", conversations: [:])
        var step = ErasureStep(erasure, upto: Int64(upto), since: Instant.now())
        step.after = Int64(after)
        let places = step.places(from: Int64(first), window: 10)
        #expect(Int(places.lowerBound)..<Int(places.upperBound) == expected)
    }
}
