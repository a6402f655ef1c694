import Blocking
import Testing

struct BackoffTests {
    @Test func `the limit of the pause doubles up to the maximum`() {
        var backoff = Backoff(initial: .milliseconds(50), maximum: .milliseconds(300))
        var longest = Longest()
        #expect(
            (0..<5).map { _ in backoff.next(using: &longest) } == [50, 100, 200, 300, 300].map { .milliseconds($0) }
        )
    }

    @Test func `a pause is anything between nothing and the limit`() {
        var backoff = Backoff(initial: .seconds(1), maximum: .seconds(1))
        let pauses = (0..<1_000).map { _ in backoff.next() }
        #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .seconds(1) })
        #expect(pauses.contains { $0 < .milliseconds(100) })
        #expect(pauses.contains { $0 > .milliseconds(900) })
    }

    @Test func `after a success the pauses are short again`() {
        var backoff = Backoff(initial: .milliseconds(50), maximum: .seconds(2))
        var longest = Longest()
        for _ in 0..<10 { _ = backoff.next(using: &longest) }
        backoff.reset()
        #expect(backoff.next(using: &longest) == .milliseconds(50))
    }
}

/// Draws the largest number of every range.
private struct Longest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
}
