import Glibc
import Synchronization

/// A step of a lane's work at which a test can have the process killed.
package enum FaultPoint: String, CaseIterable, Sendable {
    case afterRead = "after-read"
    case afterHandle = "after-handle"
    case beforeCommit = "before-commit"
    case afterCommit = "after-commit"
    case beforePublish = "before-publish"
    case midPublish = "mid-publish"
    case afterPublish = "after-publish"
}

/// Kills the process at a chosen step, the way a crash would, so that tests can prove that no step loses anything.
package final class FaultPoints: Sendable {
    private let point: FaultPoint?
    private let remaining: Atomic<Int>

    /// No fault at all, as in production.
    package static let none = FaultPoints(point: nil, nth: 0)

    package init(point: FaultPoint?, nth: Int) {
        self.point = point
        self.remaining = Atomic(nth)
    }

    /// Reads `<point>:<nth>`, such as `after-commit:3`.
    package convenience init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let point = FaultPoint(rawValue: String(parts[0])), let nth = Int(parts[1]), nth > 0
        else { return nil }
        self.init(point: point, nth: nth)
    }

    /// True when the process will be killed the next time that it reaches the point.
    func isArmed(_ armed: FaultPoint) -> Bool {
        armed == point && remaining.load(ordering: .relaxed) == 1
    }

    func reach(_ reached: FaultPoint) {
        guard reached == point, remaining.subtract(1, ordering: .relaxed).newValue == 0 else { return }
        kill(getpid(), SIGKILL)
    }
}
