import Contract
import Figures
import Synchronization

/// Knows how long each due report has waited for stages that had not handled what had come by its time.
///
/// A stage that moves will be there, however long it takes, as after days of rest or when figures are folded again. One that
/// stands still for a day may have to wait for an operator, and a report is not kept back by it for ever.
final class Patience: Sendable {
    private static let longest = Duration.seconds(86_400)

    private struct Wait {
        /// How far those stages were.
        let place: Int64
        let since: Instant
    }

    private let waits = Mutex<[ReportPeriod: Wait]>([:])

    init() {}

    /// Whether the report has waited long enough; `place` is the sum of the positions of the stages that it waits for.
    func isExhausted(_ period: ReportPeriod, by place: Int64, at now: Instant) -> Bool {
        waits.withLock { waits in
            if let wait = waits[period], wait.place == place { return now - wait.since >= Self.longest }
            waits[period] = Wait(place: place, since: now)
            return false
        }
    }
}
