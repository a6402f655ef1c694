import Contract
import Redis

/// What a committed batch has to say to Redis.
struct Publication: Sendable {
    /// The batch's events, in each partition's order.
    var events: [Event] = []
    /// Best-effort commands of the stage, such as receipts.
    var courtesies: [Command] = []
    /// How far `inbound` streams have been handled, and so may be trimmed.
    var handled: [DoorMove] = []
    /// Partitions of the stage that have mail, but are not this lane's.
    var pokes = false

    var isEmpty: Bool { events.isEmpty && courtesies.isEmpty && handled.isEmpty && !pokes }
}
