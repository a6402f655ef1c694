import Synchronization

/// How many conversations a lane may park: more than a few a minute is a bug of the stage, not a poison.
final class ParkingBudget: Sendable {
    static let perWindow = 5

    private let window: Duration
    private let parked = Mutex<[ContinuousClock.Instant]>([])

    /// Makes a budget; the window is a minute but in tests.
    init(window: Duration) {
        self.window = window
    }

    /// Takes one from the budget; answers how long to stop for when it is used up.
    func take(at now: ContinuousClock.Instant = .now) -> Duration? {
        parked.withLock { parked in
            parked.removeAll { $0 + window <= now }
            guard parked.count < Self.perWindow else { return parked[0] + window - now }
            parked.append(now)
            return nil
        }
    }
}
