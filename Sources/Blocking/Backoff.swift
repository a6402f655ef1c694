/// The pauses between attempts to reach something that is down: random between nothing and a limit that doubles.
///
/// Full jitter keeps many clients of one server from coming back at the same moment.
package struct Backoff: Sendable {
    private let initial: Duration
    private let maximum: Duration
    private var limit: Duration

    /// Makes a backoff whose first pause is at most `initial`, and no pause more than `maximum`.
    package init(initial: Duration = .milliseconds(50), maximum: Duration = .seconds(2)) {
        self.initial = min(initial, maximum)
        self.maximum = maximum
        limit = self.initial
    }

    /// Draws the pause before the next attempt.
    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    /// Draws the pause before the next attempt with the caller's source of randomness.
    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let pause = limit * Double.random(in: 0...1, using: &generator)
        limit = min(limit * 2, maximum)
        return pause
    }

    /// Starts again with the shortest pauses, after a success.
    package mutating func reset() {
        limit = initial
    }
}
