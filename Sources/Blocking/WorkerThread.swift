internal import Glibc

/// A thread that runs closures in the order in which they were submitted.
///
/// The thread keeps its queue alive, not this object: `finish()` lets it end after what was submitted before.
final class WorkerThread: Sendable {
    private let queue = WorkQueue()

    init(name: String) {
        let body = Body(queue: queue, name: name)
        var thread = pthread_t()
        // Safe because the new thread takes over the one retain that is made here, and nothing else holds the pointer.
        let context = unsafe Unmanaged.passRetained(body).toOpaque()
        let status = unsafe pthread_create(&thread, nil, runBody, context)
        precondition(status == 0, "The system refused a thread (error \(status)); raise the limit of tasks.")
        pthread_detach(thread)
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool { queue.isServedByCurrentThread }

    func submit(_ work: @escaping @Sendable () -> Void) {
        queue.append(work)
    }

    func finish() {
        queue.close()
    }
}

/// What a thread needs to start.
private final class Body {
    let queue: WorkQueue
    let name: String

    init(queue: WorkQueue, name: String) {
        self.queue = queue
        self.name = name
    }
}

private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    // Safe because `init` passed a retained `Body` to exactly this call.
    let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
    nameCurrentThread(body.name)
    acceptSignals()
    body.queue.serve()
    return nil
}

/// Gives the thread the name that `top`, `ps` and debuggers show; a courtesy, so failures are ignored.
private func nameCurrentThread(_ name: String) {
    let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    // Safe because the bytes outlive the call.
    _ = unsafe Array(name.utf8.prefix(15)).withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    close(file)
}

/// Blocks no signal, unlike the pool threads that make these threads: programs started from here inherit the mask.
private func acceptSignals() {
    var none = sigset_t()
    // Safe because the set is initialised first and outlives the calls.
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
}
