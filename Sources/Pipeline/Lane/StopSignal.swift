import Synchronization

/// Says that a lane is to finish what it has in hand and go.
final class StopSignal: Sendable {
    private let requested = Atomic(false)

    var isRequested: Bool { requested.load(ordering: .acquiring) }

    func request() {
        requested.store(true, ordering: .releasing)
    }
}
