internal import Glibc
internal import Synchronization

/// The way to end a wait from another thread: it shuts the socket down, and the waiting thread sees the end of the stream.
final class Interruption: Sendable {
    private struct State {
        /// The sockets of the sessions, of which only a Cluster has several.
        var descriptors: Set<Int32> = []
        /// Whether a wait is under way that may be ended by itself.
        var isWaiting = false
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Whether `close()` was called; nothing may be sent any more.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Puts a new session's socket in reach; false if it is too late for a new session.
    func attach(_ descriptor: Int32) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.descriptors.insert(descriptor)
            return true
        }
    }

    /// Takes a socket out of reach; call it before the socket is closed, since its number may then be another's.
    func detach(_ descriptor: Int32) {
        state.withLock { state in
            _ = state.descriptors.remove(descriptor)
        }
    }

    func beginWait() {
        state.withLock { $0.isWaiting = true }
    }

    func endWait() {
        state.withLock { $0.isWaiting = false }
    }

    /// Ends the wait that is under way, if there is one.
    func cancelWait() {
        state.withLock { state in
            if state.isWaiting { Self.shutDown(state.descriptors) }
        }
    }

    /// Ends whatever is under way, for good.
    func close() {
        state.withLock { state in
            state.isClosed = true
            Self.shutDown(state.descriptors)
        }
    }

    private static func shutDown(_ descriptors: Set<Int32>) {
        for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
}
