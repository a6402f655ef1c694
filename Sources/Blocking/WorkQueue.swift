internal import Glibc

/// A queue of work that one thread waits on.
// Safe because the pointers never leave the class, and `lock` guards every stored variable.
@safe
final class WorkQueue: @unchecked Sendable {
    typealias Work = @Sendable () -> Void

    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [Work] = []
    private var server: pthread_t?
    private var isIdle = false
    private var isClosed = false

    init() {
        // Safe because both objects are initialised here, at an address that does not change, and destroyed in `deinit`.
        unsafe lock = .allocate(capacity: 1)
        unsafe arrival = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe arrival.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(arrival, nil)
    }

    deinit {
        // Safe because nobody holds the lock or waits: whoever did would keep the queue alive.
        unsafe pthread_cond_destroy(arrival)
        unsafe pthread_mutex_destroy(lock)
        unsafe arrival.deallocate()
        unsafe lock.deallocate()
    }

    var isServedByCurrentThread: Bool {
        locked { server.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    func append(_ work: @escaping Work) {
        let mustWake = locked {
            waiting.append(work)
            return isIdle
        }
        if mustWake { wake() }
    }

    /// Lets `serve()` return when the queue is empty.
    func close() {
        locked { isClosed = true }
        wake()
    }

    /// Runs what arrives, on the calling thread, until the queue is closed and empty.
    func serve() {
        locked { server = pthread_self() }
        var batch: [Work] = []
        while take(into: &batch) {
            for index in batch.indices {
                let work = batch[index]
                batch[index] = {}
                work()
            }
            batch.removeAll(keepingCapacity: true)
        }
        locked { server = nil }
    }

    /// Waits for work and swaps it into the empty `batch`; false when there will be no more.
    private func take(into batch: inout [Work]) -> Bool {
        locked {
            while waiting.isEmpty && !isClosed {
                isIdle = true
                // Safe because the lock is held, and both objects live as long as `self`.
                unsafe pthread_cond_wait(arrival, lock)
                isIdle = false
            }
            swap(&waiting, &batch)
            return !batch.isEmpty
        }
    }

    /// Done without the lock, which the woken thread takes first of all.
    private func wake() {
        // Safe because the object lives as long as `self`.
        unsafe pthread_cond_signal(arrival)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        // Safe because the lock lives as long as `self`, and it is never taken twice by one thread.
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body()
    }
}
