/// An executor with a thread of its own, for actors whose methods block in C calls.
///
/// A task may prefer it too: what the task does between calls to such actors then runs on their thread, without waking
/// another one. Jobs run one after another in the order of their arrival. The thread starts with the first executor that is made
/// and ends once the executor is released and its last job has run; nobody waits for it.
package final class BlockingExecutor: SerialExecutor, TaskExecutor {
    private let thread: WorkerThread

    /// Starts the thread.
    ///
    /// - Parameter name: What tools show the thread as; the system keeps the first 15 bytes.
    package init(name: String) {
        thread = WorkerThread(name: name)
    }

    deinit {
        thread.finish()
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // The closure keeps the executor alive until the job has run, even if the job releases the last actor on it.
        thread.submit {
            // Safe because each job reaches this closure once, and the closure runs once.
            unsafe job.runSynchronously(
                isolatedTo: self.asUnownedSerialExecutor(),
                taskExecutor: self.asUnownedTaskExecutor()
            )
        }
    }

    package func checkIsolated() {
        precondition(thread.isCurrent, "This code belongs on another executor's thread.")
    }

    package func isIsolatingCurrentContext() -> Bool? {
        thread.isCurrent
    }
}
