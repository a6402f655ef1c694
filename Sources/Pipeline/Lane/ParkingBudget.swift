import Synchronization

/// How many conversations a lane may park: more than a few a minute is a bug of the stage, not a poison.
final class ParkingBudget: Sendable {
    static let perMinute = 5

    private let parked = Mutex<[ContinuousClock.Instant]>([])

    /// Takes one from the budget; answers how long to stop for when it is used up.
    func take(at now: ContinuousClock.Instant = .now) -> Duration? {
        parked.withLock { parked in
            parked.removeAll { $0 + .seconds(60) <= now }
            guard parked.count < Self.perMinute else { return parked[0] + .seconds(60) - now }
            parked.append(now)
            return nil
        }
    }
}
