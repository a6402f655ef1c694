internal import Blocking
internal import Synchronization

/// Sends mail through one server over one connection, which stays open between messages.
///
/// Everything runs on a thread of the client's own, one message after another; for more at a time, make more clients. The process
/// must ignore SIGPIPE: OpenSSL writes to sockets as to files.
package actor MailClient {
    private let executor: BlockingExecutor
    private let server: MailServer
    private let limits: MailLimits
    private var session: Session?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Safe because the actor keeps the executor alive.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// A client of that server; it connects with the first message.
    package init(server: MailServer, limits: MailLimits = MailLimits()) {
        executor = BlockingExecutor(name: "mail")
        self.server = server
        self.limits = limits
    }

    /// Freed on the client's thread: the farewell to the server may take a while.
    isolated deinit {
        session = nil
    }

    /// Sends the messages in their order and returns what became of each.
    ///
    /// Each takes no longer than the limits say, or twice as long when the connection had ended meanwhile. When the task is
    /// cancelled, a message that was sent as a whole still gets its answer; all others are `.postponed`.
    package func deliver(_ messages: [Message]) async -> [DeliveryOutcome] {
        let cancellation = Cancellation()
        return await withTaskCancellationHandler {
            deliver(messages, unless: cancellation)
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// Says farewell to the server; the next message connects again.
    package func close() {
        session = nil
    }

    private func deliver(_ messages: [Message], unless cancellation: Cancellation) -> [DeliveryOutcome] {
        executor.checkIsolated()
        return messages.map { message in
            guard !cancellation.isCancelled else {
                return .postponed(.init(step: .connecting, cause: .cancelled))
            }
            if session == nil { session = Session(server: server, limits: limits) }
            // Without a handle there is no memory, or no libcurl of a kind that will do.
            guard let session else { return .postponed(.init(step: .connecting, cause: .connection(.unreachable))) }
            return session.deliver(message, unless: cancellation)
        }
    }
}

/// Whether the work was called off, in reach of all threads.
final class Cancellation: Sendable {
    private let state = Atomic(false)

    var isCancelled: Bool { state.load(ordering: .relaxed) }

    func cancel() {
        state.store(true, ordering: .relaxed)
    }
}
