internal import Blocking
internal import CLibpq

/// What is needed to ask the server from any thread to cancel what a session is doing: the owner of a `PGcancel`.
// Safe because libpq never changes the object after it was made, and documents `PQcancel` as thread-safe.
@safe
final class Cancellation: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe PQfreeCancel(pointer)
    }

    /// Opens a connection, sends the request and waits until the server has taken it.
    fileprivate func send() {
        // The outcome shows in the session: its statement ends with 57014, or it had already ended.
        _ = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
            unsafe PQcancel(pointer, message.baseAddress, 256)
        }
    }
}

/// Sends cancel requests on a thread of its own, since each one waits for the network.
actor Canceller {
    static let shared = Canceller()

    private nonisolated let executor = BlockingExecutor(name: "pg-cancel")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps its executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    func send(_ cancellation: Cancellation) {
        cancellation.send()
    }
}
