import Contract
import Postgres

/// The database server's clock, as last read, gone on since then by this machine's steady clock.
///
/// It follows the server within the time of a trip, and a jump of this machine's own clock does not move it.
struct ServerClock: Sendable {
    private let read: Instant
    private let readAt: ContinuousClock.Instant

    /// To be the last statement of its trip, whose answers come together.
    static let read = Statement("SELECT clock_timestamp()")

    /// Takes over the time that ``read`` has just answered.
    init?(_ rows: Rows) {
        guard let row = rows.first else { return nil }
        read = Instant(microseconds: row.timestamp(0))
        readAt = .now
    }

    var now: Instant { read + (.now - readAt) }
}
